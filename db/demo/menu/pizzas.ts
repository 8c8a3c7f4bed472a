import type { Product } from '#domain/menu/menu.ts';
import { creamPizzas } from './pizzas-cream.ts';
import { tomatoPizzas } from './pizzas-tomato.ts';

export const pizzas: Product[] = [...tomatoPizzas, ...creamPizzas];

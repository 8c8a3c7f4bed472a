import type { MenuAnswer } from '#domain/contract.ts';
import { vegetarianOn } from '#domain/diet.ts';
import { done, refuse } from '#domain/faults.ts';
import { recipeBookOf } from '#domain/allday.ts';
import { looksOf } from '#domain/look.ts';
import type { Menu, Product } from '#domain/menu.ts';
import { makeable, menuAllergens } from '#domain/pricing.ts';
import * as menus from '../../db/menu.ts';
import * as shops from '../../db/shops.ts';
import * as stock from '../../db/stock.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import { presentShop } from './shops.ts';

export function mountMenu(mount: Mount, { pool }: Context): void {
	mount('menu', {
		handle: async ({ params, now }) => {
			const id = params.shop ?? '';
			const [shop, menu, inStock] = await Promise.all([
				shops.byId(pool, id),
				menus.ofShop(pool, id),
				stock.ofShop(pool, id)
			]);
			if (!shop) return refuse('not_found');
			const answer: MenuAnswer = {
				shop: presentShop(shop, now),
				menu: withoutRecipes(menu),
				makeable: makeable(menu, inStock),
				allergens: menuAllergens(menu),
				looks: looksOf(menu),
				vegetarian: vegetarianOn(menu)
			};
			return done(answer);
		}
	});

	// For the kitchen alone: there the recipes are the point.
	mount('recipes', {
		about: 'shop',
		handle: async ({ params }) => done(recipeBookOf(await menus.ofShop(pool, params.shop ?? '')))
	});
}

/** What the house puts in a pizza, and how much of it, is nobody else's business. */
function withoutRecipes(menu: Menu): Menu {
	return { ...menu, products: menu.products.map(withoutRecipe) };
}

function withoutRecipe(product: Product): Product {
	return { ...product, sizes: product.sizes.map((size) => ({ ...size, recipe: [] })) };
}

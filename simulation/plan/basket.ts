/** Random baskets: valid for the menu, in the scene's mix. */

import type { LineRequest } from '#domain/wire/contract.ts';
import type { Menu, Product } from '#domain/menu/menu.ts';
import { indexMenu, priceBasket, type MenuIndex } from '#domain/menu/pricing.ts';
import type { Chance } from '../random.ts';
import type { SceneMenu } from './scene.ts';

const NOTES = [
	'Bien cuite, s’il vous plaît',
	'Coupée en huit',
	'Peu de fromage',
	'Sans origan si possible',
	'Well done please'
];

export interface Counter {
	menu: Menu;
	index: MenuIndex;
	/** Weights by product. */
	weights: Record<string, number>;
}

export function counterOf(menu: Menu, mix: SceneMenu): Counter {
	const weights = Object.fromEntries(
		menu.products.map(({ id, kind }) => [id, mix.mix[id] ?? (kind === 'pizza' ? mix.others : 0)])
	);
	return { menu, index: indexMenu(menu), weights };
}

/** A basket with at least the minimum value of a delivery. */
export function basketOf(
	counter: Counter,
	mix: SceneMenu,
	chance: Chance,
	leastMinor: number
): LineRequest[] {
	const count = Number(chance.weighted(mix.lines));
	const lines = Array.from({ length: count }, () => lineOf(counter, mix, chance));
	for (let more = 0; more < 6; more++) {
		const priced = priceBasket(counter.index, lines);
		if (!priced.ok) throw new Error(`A basket that the menu refuses: ${JSON.stringify(lines)}`);
		if (priced.value.totalMinor >= leastMinor) return lines;
		lines.push(lineOf(counter, mix, chance));
	}
	return lines;
}

function lineOf(counter: Counter, mix: SceneMenu, chance: Chance): LineRequest {
	const product = counter.index.products.get(chance.weighted(counter.weights));
	if (!product) throw new Error('The menu has none of the products of the scene');
	const { kind, slots = [] } = product;
	if (kind === 'bundle')
		return {
			product: product.id,
			quantity: 1,
			slots: slots.map((slot) => ({ product: chance.pick(slot.products), size: slot.size }))
		};
	const size = sizeOf(product, mix, chance);
	const line: LineRequest = { product: product.id, size, quantity: chance.happens(0.2) ? 2 : 1 };
	const options = optionsOf(counter, product, size, mix, chance);
	if (options.length > 0) line.options = options;
	if (kind === 'pizza') lay(line, counter, product, mix, chance);
	if (chance.happens(mix.notes)) line.note = chance.pick(NOTES);
	return line;
}

function sizeOf(product: Product, mix: SceneMenu, chance: Chance): string {
	const ids = product.sizes.map(({ id }) => id);
	const known = Object.fromEntries(ids.map((id) => [id, mix.sizes[id] ?? 0]));
	const hasWeight = ids.some((id) => (known[id] ?? 0) > 0);
	return hasWeight ? chance.weighted(known) : chance.pick(ids);
}

/** Mandatory options, and sometimes extras. */
function optionsOf(
	{ index }: Counter,
	product: Product,
	size: string,
	mix: SceneMenu,
	chance: Chance
): string[] {
	return product.optionGroups.flatMap((id) => {
		const group = index.groups.get(id);
		if (!group) return [];
		const can = group.items.filter((item) => item.priceMinor[size] !== undefined);
		const wants = group.min === 0 && chance.happens(mix.extras) ? 1 : group.min;
		const first = chance.whole(0, Math.max(0, can.length - 1));
		return [...can.slice(first), ...can.slice(0, first)].slice(0, wants).map((item) => item.id);
	});
}

function lay(
	line: LineRequest,
	{ menu }: Counter,
	product: Product,
	mix: SceneMenu,
	chance: Chance
): void {
	const others = menu.products.filter(
		(other) =>
			other.halfable && other.id !== product.id && other.sizes.some(({ id }) => id === line.size)
	);
	if (product.halfable && others.length > 0 && chance.happens(mix.halves))
		line.halves = [product.id, chance.pick(others).id];
	else if (product.removable.length > 0 && chance.happens(mix.without))
		line.without = [chance.pick(product.removable)];
}

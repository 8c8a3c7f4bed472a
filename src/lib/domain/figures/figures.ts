/** Sums over the figures of a day. */

import type { Text } from '../menu/menu.ts';
import type { DaySales, ProductSum, Punctuality, ShopFigures, Sum } from '../wire/figures.ts';

export const NOTHING_SOLD: DaySales = {
	sold: { count: 0, totalMinor: 0 },
	punctuality: { delivered: 0, onTime: 0 }
};

export interface CategorySum extends Sum {
	category: string;
	name: Text;
}

/** The products of a day by category, the largest sum first. */
export function categoriesOf(products: readonly ProductSum[]): CategorySum[] {
	const found = new Map<string, CategorySum>();
	for (const { category, categoryName: name, count, totalMinor } of products) {
		const sum = found.get(category) ?? { category, name, count: 0, totalMinor: 0 };
		sum.count += count;
		sum.totalMinor += totalMinor;
		found.set(category, sum);
	}
	return [...found.values()].sort((a, b) => b.totalMinor - a.totalMinor);
}

/** All shops together. */
export function sumOfShops(shops: readonly Omit<ShopFigures, 'shop'>[]): Omit<ShopFigures, 'shop'> {
	return shops.reduce<Omit<ShopFigures, 'shop'>>(
		(sum, shop) => ({
			...bothSales(sum, shop),
			lost: sum.lost + shop.lost,
			before: bothSales(sum.before, shop.before)
		}),
		{ ...NOTHING_SOLD, lost: 0, before: NOTHING_SOLD }
	);
}

const bothSales = (a: DaySales, b: DaySales): DaySales => ({
	sold: {
		count: a.sold.count + b.sold.count,
		totalMinor: a.sold.totalMinor + b.sold.totalMinor
	},
	punctuality: {
		delivered: a.punctuality.delivered + b.punctuality.delivered,
		onTime: a.punctuality.onTime + b.punctuality.onTime
	}
});

/** The share of deliveries that arrived by their promise, from 0 to 1; undefined without a delivery. */
export const onTimeShare = ({ delivered, onTime }: Punctuality): number | undefined =>
	delivered === 0 ? undefined : onTime / delivered;

/** The change of an amount against an earlier one, from -1 on; undefined when there was nothing before. */
export const changeSince = (now: number, before: number): number | undefined =>
	before === 0 ? undefined : now / before - 1;

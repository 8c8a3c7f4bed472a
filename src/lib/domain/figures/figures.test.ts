import { expect, test } from 'vitest';
import type { ProductSum } from '../wire/figures.ts';
import { categoriesOf, changeSince, NOTHING_SOLD, onTimeShare, sumOfShops } from './figures.ts';

const product = (
	product: string,
	category: string,
	count: number,
	totalMinor: number
): ProductSum => ({
	...{ product, category, count, totalMinor },
	name: { fr: product, en: product },
	categoryName: { fr: category, en: category }
});

test('categories are the sums of their products, the largest first', () => {
	const found = categoriesOf([
		product('cola', 'drinks', 4, 1200),
		product('reine', 'pizzas', 2, 2580),
		product('water', 'drinks', 1, 250)
	]);

	expect(found.map(({ category, count, totalMinor }) => [category, count, totalMinor])).toEqual([
		['pizzas', 2, 2580],
		['drinks', 5, 1450]
	]);
	expect(categoriesOf([])).toEqual([]);
});

test('shops together are the sums of each, of the week before too', () => {
	const one = {
		sold: { count: 3, totalMinor: 4000 },
		punctuality: { delivered: 2, onTime: 1 },
		lost: 1,
		before: { sold: { count: 1, totalMinor: 900 }, punctuality: { delivered: 1, onTime: 1 } }
	};

	expect(sumOfShops([])).toEqual({ ...NOTHING_SOLD, lost: 0, before: NOTHING_SOLD });
	expect(sumOfShops([one, one])).toEqual({
		sold: { count: 6, totalMinor: 8000 },
		punctuality: { delivered: 4, onTime: 2 },
		lost: 2,
		before: { sold: { count: 2, totalMinor: 1800 }, punctuality: { delivered: 2, onTime: 2 } }
	});
});

test('a share or a change of nothing is none', () => {
	expect(onTimeShare({ delivered: 4, onTime: 3 })).toBe(0.75);
	expect(onTimeShare({ delivered: 0, onTime: 0 })).toBeUndefined();
	expect(changeSince(1100, 1000)).toBeCloseTo(0.1);
	expect(changeSince(0, 1000)).toBe(-1);
	expect(changeSince(500, 0)).toBeUndefined();
});

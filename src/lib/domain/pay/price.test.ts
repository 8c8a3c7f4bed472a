import { describe, expect, it } from 'vitest';
import { discounted, NO_DISCOUNT } from './price.ts';

const line = (product: string, totalMinor: number, vat = 100) => ({ product, totalMinor, vat });

describe('the price of an order', () => {
	it('is its lines and its fee, with the VAT of each rate rounded once', () => {
		const price = discounted([line('reine', 1290), line('lager', 350, 200)], NO_DISCOUNT, 250);

		expect(price).toMatchObject({ linesMinor: 1640, discountMinor: 0, totalMinor: 1890 });
		expect(price.vat).toEqual([
			{ rate: 100, grossMinor: 1540, vatMinor: 140 },
			{ rate: 200, grossMinor: 350, vatMinor: 58 }
		]);
		expect(price.vatMinor).toBe(198);
	});

	it('apportions a discount over the lines by largest remainder, never over the fee', () => {
		const price = discounted(
			[line('reine', 1000), line('lager', 500, 200), line('cola', 200, 55)],
			{ amountMinor: 500 },
			250
		);

		// 294.1, 147.06 and 58.8: the cent that is left goes to the last.
		expect(price.lines.map((one) => one.discountMinor)).toEqual([294, 147, 59]);
		expect(price.lines.map((one) => one.vatMinor)).toEqual([64, 59, 7]);
		expect(price).toMatchObject({ discountMinor: 500, totalMinor: 1450 });
		expect(price.vat.map((row) => row.grossMinor)).toEqual([141, 956, 353]);
	});

	it('takes a discount for one product from the lines of this product', () => {
		const price = discounted(
			[line('reine', 1000), line('tiramisu', 550), line('tiramisu', 550)],
			{ amountMinor: 551, product: 'tiramisu' },
			0
		);

		expect(price.lines.map((one) => one.discountMinor)).toEqual([0, 276, 275]);
		expect(price.totalMinor).toBe(1549);
	});

	it('is the fee alone when the discount is larger than the lines, and nothing is owed for no line', () => {
		const price = discounted([line('reine', 1000)], { amountMinor: 5000 }, 250);

		expect(price).toMatchObject({ discountMinor: 1000, totalMinor: 250, vatMinor: 23 });
		expect(discounted([], { amountMinor: 5000 }, 0)).toMatchObject({
			discountMinor: 0,
			totalMinor: 0
		});
		expect(
			discounted([line('reine', 1000)], { amountMinor: 100, product: 'cola' }, 0).totalMinor
		).toBe(1000);
	});
});

import { describe, expect, it } from 'vitest';
import { shareOf, vatTable } from './vat.ts';

describe('the VAT table', () => {
	it('has one row a rate, lowest first, with VAT rounded on the sum', () => {
		const table = vatTable([
			{ rate: 100, grossMinor: 1250 },
			{ rate: 55, grossMinor: 300 },
			{ rate: 100, grossMinor: 1090 },
			{ rate: 200, grossMinor: 0 }
		]);
		expect(table).toEqual([
			{ rate: 55, grossMinor: 300, vatMinor: 16 },
			{ rate: 100, grossMinor: 2340, vatMinor: 213 }
		]);
	});

	it('is shared to the cent by an amount of its total', () => {
		const table = vatTable([
			{ rate: 100, grossMinor: 2000 },
			{ rate: 200, grossMinor: 1000 }
		]);
		expect(shareOf(table, 3000)).toEqual(table);
		expect(shareOf(table, 1000)).toEqual([
			{ rate: 100, grossMinor: 667, vatMinor: 61 },
			{ rate: 200, grossMinor: 333, vatMinor: 56 }
		]);
	});
});

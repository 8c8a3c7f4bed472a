import { describe, expect, it } from 'vitest';
import { refundShare, shareOf, vatTable, type VatRow } from './vat.ts';

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

describe('the VAT of refunds', () => {
	const table = vatTable([
		{ rate: 55, grossMinor: 101 },
		{ rate: 100, grossMinor: 100 },
		{ rate: 200, grossMinor: 99 }
	]);

	it('of the whole is the table, also in steps of one cent', () => {
		expect(refundShare(table, { before: [], amountMinor: 300 })).toEqual(table);
		const steps: VatRow[] = [];
		for (let cent = 0; cent < 300; cent++)
			steps.push(...refundShare(table, { before: steps, amountMinor: 1 }));
		const sums = table.map(({ rate }) => {
			const rows = steps.filter((row) => row.rate === rate);
			const sum = (key: 'grossMinor' | 'vatMinor') => rows.reduce((all, row) => all + row[key], 0);
			return { rate, grossMinor: sum('grossMinor'), vatMinor: sum('vatMinor') };
		});
		expect(sums).toEqual(table);
	});

	it('is that of the lines that are given back, as far as they are left', () => {
		const lines = [{ rate: 200, grossMinor: 60, vatMinor: 10 }];
		const first = refundShare(table, { before: [], amountMinor: 60, lines });
		expect(first).toEqual([{ rate: 200, grossMinor: 60, vatMinor: 10 }]);
		const second = refundShare(table, { before: first, amountMinor: 60, lines });
		expect(second.find((row) => row.rate === 200)?.grossMinor).toBe(39);
		expect(second.reduce((sum, row) => sum + row.grossMinor, 0)).toBe(60);
		expect(refundShare(table, { before: table, amountMinor: 5 })).toEqual([]);
	});
});

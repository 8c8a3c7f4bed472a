import { describe, expect, it, test } from 'vitest';
import { closeObstacle, DaySums } from './day.ts';

describe('the totals of a day', () => {
	it('sum sales and what was given back, and take the VAT of the one from the other', () => {
		const sums = new DaySums();
		const vat = (grossMinor: number, vatMinor: number) => [{ rate: 100, grossMinor, vatMinor }];
		sums.add({ kind: 'tip', amountMinor: 100, vat: null });
		sums.add({ kind: 'capture', amountMinor: 2200, vat: vat(2200, 200) });
		sums.add({ kind: 'cash', amountMinor: 1100, vat: vat(1100, 100) });
		sums.add({ kind: 'refund', amountMinor: 550, vat: vat(550, 50) });
		sums.add({
			kind: 'capture',
			amountMinor: 300,
			vat: [{ rate: 55, grossMinor: 300, vatMinor: 16 }]
		});

		expect(sums.totals('EUR')).toEqual({
			currency: 'EUR',
			movements: 5,
			soldMinor: 3600,
			givenBackMinor: 550,
			kinds: [
				{ kind: 'capture', count: 2, amountMinor: 2500 },
				{ kind: 'refund', count: 1, amountMinor: 550 },
				{ kind: 'cash', count: 1, amountMinor: 1100 },
				{ kind: 'tip', count: 1, amountMinor: 100 }
			],
			vat: [
				{ rate: 55, grossMinor: 300, vatMinor: 16 },
				{ rate: 100, grossMinor: 2750, vatMinor: 250 }
			]
		});
	});

	it('leave out a rate whose sales were all given back', () => {
		const sums = new DaySums();
		const vat = [{ rate: 100, grossMinor: 1100, vatMinor: 100 }];
		sums.add({ kind: 'cash', amountMinor: 1100, vat });
		sums.add({ kind: 'cash_refund', amountMinor: 1100, vat });

		expect(sums.totals('EUR').vat).toEqual([]);
	});
});

test.each([
	['2026-11-22', 5, null, undefined],
	['2026-11-23', 5, null, 'day_not_over'],
	['2026-11-24', 5, null, 'day_ahead'],
	['2026-11-22', 0, null, 'day_empty'],
	['2026-11-23', 5, '2026-11-21', 'day_before_open']
])('on 23 November, %s with %d movements and %s open: %s', (day, movements, openBefore, fault) => {
	expect(closeObstacle({ day, today: '2026-11-23', movements, openBefore })).toBe(fault);
});

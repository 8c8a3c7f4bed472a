import { describe, expect, it, test } from 'vitest';
import {
	amountTyped,
	changeFault,
	fittingCash,
	LARGEST_NOTE,
	onlyKind,
	readReport,
	restOf
} from './door.ts';

describe('the money at the door', () => {
	it('is all of one kind when one kind is said', () => {
		expect(readReport({ paymentKind: 'voucher' }, 2630)).toEqual({
			takings: [{ kind: 'voucher', amountMinor: 2630 }],
			tip: null
		});
	});

	it('is split into parts that add up, with a tip that is no part of them', () => {
		const takings = [
			{ kind: 'voucher', amountMinor: 1100 },
			{ kind: 'cash', amountMinor: 1530 }
		] as const;
		expect(readReport({ takings, tipMinor: 200, tipKind: 'card' }, 2630)).toEqual({
			takings,
			tip: { kind: 'card', amountMinor: 200 }
		});
	});

	it.each([2629, 2631, 0])('is refused when the parts are not %d', (dueMinor) => {
		const takings = [{ kind: 'cash', amountMinor: 2630 }] as const;
		expect(readReport({ takings }, dueMinor)).toEqual({
			refused: 'takings_differ',
			saidMinor: 2630
		});
	});

	it('needs a kind where money is due, except where one is usual', () => {
		expect(readReport({}, 2630)).toEqual({ refused: 'payment_kind_missing' });
		expect(readReport({ tipMinor: 100, tipKind: 'cash' }, 2630)).toEqual({
			refused: 'payment_kind_missing'
		});
		expect(readReport({}, 2630, 'cash')).toMatchObject({
			takings: [{ kind: 'cash', amountMinor: 2630 }]
		});
	});

	it('is nothing where nothing is due, whichever kind a late phone says', () => {
		expect(readReport({ paymentKind: 'cash' }, 0)).toEqual({ takings: [], tip: null });
		expect(readReport({ tipMinor: 150, tipKind: 'cash' }, 0)).toEqual({
			takings: [],
			tip: { kind: 'cash', amountMinor: 150 }
		});
	});

	it('has one kind, several, or none', () => {
		const cash = { kind: 'cash', amountMinor: 100 } as const;
		expect(onlyKind([cash, cash])).toBe('cash');
		expect(onlyKind([cash, { kind: 'card', amountMinor: 100 }])).toBeNull();
		expect(onlyKind([])).toBeNull();
		expect(restOf(250, [cash, cash])).toBe(50);
		expect(restOf(150, [cash, cash])).toBe(-50);
	});
});

it.each([
	['12', 1200],
	['12,5', 1250],
	['12.05 €', 1205],
	['1 200,00', 120_000],
	['1\u202f200', 120_000],
	['0', 0],
	['12,345', undefined],
	['-5', undefined],
	['', undefined],
	['abc', undefined],
	['1,2,3', undefined]
])('an amount typed as %j is %s', (typed, minor) => {
	expect(amountTyped(typed)).toBe(minor);
});

test('cash to choose from is in round sums above the total, without the total itself', () => {
	expect(fittingCash(2350)).toEqual([3000, 4000, 5000, 10_000]);
	expect(fittingCash(990)).toEqual([1000, 2000, 5000, 10_000]);
	expect(fittingCash(2000)).toEqual([5000, 10_000]);
	expect(fittingCash(0)).toEqual([]);
});

test('a customer pays with at least the total, and with no more than a large note above it', () => {
	expect(changeFault(2349, 2350)).toBe('change_from_low');
	expect(changeFault(2350, 2350)).toBeUndefined();
	expect(changeFault(2350 + LARGEST_NOTE, 2350)).toBeUndefined();
	expect(changeFault(2351 + LARGEST_NOTE, 2350)).toBe('change_from_high');
});

import { describe, expect, it, test } from 'vitest';
import {
	accountsOf,
	canonicalText,
	FIRST_HASH,
	GIVEN_BACK_KINDS,
	MOVEMENT_KINDS,
	REVERSAL_KINDS,
	SALE_KINDS,
	SEALED_COLUMNS,
	type Movement,
	type MovementKind,
	type SealedRow
} from './ledger.ts';

const parts = { shop: 'gare', amountMinor: 1250, currency: 'EUR' };
const movement = (kind: MovementKind, over: Partial<Movement> = {}): Movement =>
	({ ...parts, kind, provider: 'stripe', ...over }) as Movement;

/** The balance of each account after these movements. */
function balances(movements: readonly Movement[]): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const one of movements) {
		const { debit, credit } = accountsOf(one);
		sums[debit] = (sums[debit] ?? 0) + one.amountMinor;
		sums[credit] = (sums[credit] ?? 0) - one.amountMinor;
	}
	return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
}

describe('the accounts', () => {
	test.each(MOVEMENT_KINDS)(
		'of %s are two different ones, so that all balances sum to 0',
		(kind) => {
			for (const driver of [undefined, 'd1']) {
				const { debit, credit } = accountsOf(movement(kind, { driver }));
				expect(debit).not.toBe(credit);
				const sum = Object.values(balances([movement(kind, { driver })])).reduce(
					(a, b) => a + b,
					0
				);
				expect(sum).toBe(0);
			}
		}
	);

	it('credit sales by every sale and debit it by what is given back, and by nothing else', () => {
		const touched = (side: 'debit' | 'credit') =>
			MOVEMENT_KINDS.filter((kind) => accountsOf(movement(kind))[side] === 'sales');

		expect(touched('credit')).toEqual(SALE_KINDS);
		expect(touched('debit')).toEqual([...GIVEN_BACK_KINDS, ...REVERSAL_KINDS]);
	});

	it('are empty again when a reservation was released, and when a capture was refunded whole', () => {
		expect(balances([movement('reserve'), movement('void')])).toEqual({});
		expect(balances([movement('capture'), movement('refund')])).toEqual({});
		expect(balances([movement('dispute'), movement('dispute_won')])).toEqual({});
	});

	it('of a driver are empty after a shift whose cash was counted short', () => {
		const of = (kind: MovementKind, amountMinor: number) =>
			movement(kind, { amountMinor, driver: 'd1' });
		const shift = [of('float', 3000), of('cash', 5000), of('tip', 200), of('terminal', 900)];
		const end = [of('drop', 8150), of('short', 50)];

		expect(balances([...shift, ...end])).toEqual({
			till: 5150,
			terminal: 900,
			sales: -5900,
			tips: -200,
			over_short: 50
		});
	});

	it('are as if nothing had been recorded when it is reversed', () => {
		for (const of of ['cash', 'terminal', 'voucher', 'cheque'] as const) {
			expect(balances([movement(of), movement('reversal', { of })])).toEqual({});
			expect(balances([movement('tip', { by: of }), movement('tip_reversal', { of })])).toEqual({});
		}
	});

	it('of cash that was counted already are a difference of the count', () => {
		const counted = { driver: 'd1', isCounted: true };
		expect(accountsOf(movement('reversal', { ...counted, of: 'cash' })).credit).toBe('over_short');
		expect(accountsOf(movement('cash', counted)).debit).toBe('over_short');
		expect(accountsOf(movement('terminal', counted)).debit).toBe('terminal');
	});

	it('of a tip are those of what it was paid with', () => {
		expect(accountsOf(movement('tip', { driver: 'd1' })).debit).toBe('driver:d1');
		expect(accountsOf(movement('tip', { by: 'terminal' })).debit).toBe('terminal');
		expect(accountsOf(movement('tip')).debit).toBe('till');
	});
});

describe('the canonical text', () => {
	const row: SealedRow = {
		...(Object.fromEntries(SEALED_COLUMNS.map((column) => [column, null])) as SealedRow),
		shop_id: 'gare',
		seq: '7',
		note: 'été'
	};

	it('has the length of each column in bytes before it, and a dash for null', () => {
		const text = canonicalText(FIRST_HASH, row);

		expect(text).toBe(`64:${FIRST_HASH},4:gare,1:7,${'-,'.repeat(14)}5:été,`);
	});

	it('differs when any column differs, also by moving a character to its neighbour', () => {
		const texts = SEALED_COLUMNS.map((column) =>
			canonicalText(FIRST_HASH, { ...row, [column]: 'x' })
		);
		const moved = [
			canonicalText(FIRST_HASH, { ...row, debit: 'ab', credit: 'c' }),
			canonicalText(FIRST_HASH, { ...row, debit: 'a', credit: 'bc' }),
			canonicalText(FIRST_HASH, { ...row, note: '' }),
			canonicalText(FIRST_HASH, { ...row, note: '-,' }),
			canonicalText('1'.repeat(64), row)
		];

		expect(new Set([...texts, ...moved, canonicalText(FIRST_HASH, row)]).size).toBe(
			SEALED_COLUMNS.length + 6
		);
	});
});

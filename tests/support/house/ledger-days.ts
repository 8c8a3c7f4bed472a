import type { Movement } from '#domain/pay/ledger.ts';
import type { Pool } from '../../../db/plumbing/pool.ts';
import { inTransaction } from '../../../db/plumbing/transaction.ts';
import { post } from '../../../db/steps/ledger.ts';

export const VAT = [
	{ rate: 55, grossMinor: 300, vatMinor: 16 },
	{ rate: 100, grossMinor: 2340, vatMinor: 213 }
];

/** A movement of 26.40 in cash, or another one by `over`. */
export const cash = (shop: string, over: Partial<Movement> = {}): Movement =>
	({ shop, kind: 'cash', amountMinor: 2640, currency: 'EUR', vat: VAT, ...over }) as Movement;

/** Posts movements, each in a transaction. */
export async function postAll(pool: Pool, ...movements: Movement[]): Promise<number[]> {
	const numbers: number[] = [];
	for (const movement of movements)
		numbers.push(await inTransaction(pool, 'worker', (tx) => post(tx, movement)));
	return numbers;
}

/**
 * Moves the shop to the zone where it is the latest on earth, or the earliest: its business day in one is always
 * before the one in the other, so that a day passes without waiting. Returns the business day there.
 */
export async function moveClock(
	pool: Pool,
	shop: string,
	to: 'yesterday' | 'today'
): Promise<string> {
	const zone = to === 'today' ? 'Pacific/Kiritimati' : 'Etc/GMT+12';
	const { rows } = await pool.query(
		`update shop set zone = $2, business_day_end = '00:00' where id = $1
			returning (clock_timestamp() at time zone $2)::date as day`,
		[shop, zone]
	);
	return rows[0].day;
}

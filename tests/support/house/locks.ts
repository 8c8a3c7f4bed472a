import type { Pool } from '../../../db/plumbing/pool.ts';
import { inTransaction } from '../../../db/plumbing/transaction.ts';
import { until } from '../wire/hub.ts';

/** Waits until so many transactions of the database wait for a lock. */
export async function locksAwaited(pool: Pool, count: number): Promise<void> {
	await until(async () => {
		// On its own connection: within a transaction, `now()` does not change.
		const { rowCount } = await pool.query(
			`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
		);
		return rowCount === count;
	});
}

/** The answers of commands that begin while the shift is locked, and go on when all of them wait for it. */
export async function allAwaiting<T>(
	pool: Pool,
	shiftId: string,
	commands: readonly (() => Promise<T>)[]
): Promise<T[]> {
	const { answers } = await inTransaction(pool, 'timer', async (tx) => {
		await tx.query('select from shift where id = $1 for update', [shiftId]);
		const begun = commands.map((command) => command());
		await locksAwaited(pool, begun.length);
		return { answers: begun };
	});
	return Promise.all(answers);
}

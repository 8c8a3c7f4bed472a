import type { Tx } from '../plumbing/pool.ts';

/** Counts that a later order left before each of these. */
export async function count(tx: Tx, orderIds: readonly string[]): Promise<void> {
	if (orderIds.length === 0) return;
	await tx.query({
		name: 'passed-over',
		text: `insert into passed_over as p (order_id, times) select unnest($1::uuid[]), 1
			on conflict (order_id) do update set times = p.times + 1`,
		values: [orderIds]
	});
}

import { closeObstacle, type ClosedDay } from '#domain/pay/day.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import * as ledger from '../tables/ledger.ts';

/**
 * Closes a business day of a shop: its totals and the hash of its last row stay as they are, and its seal is
 * sent. A day that is closed already gives the same answer. A day that is not over needs `early`; what moves
 * after that belongs to the next day.
 */
export async function closeDay(
	db: Pool | Tx,
	request: { shop: string; day: string; early: boolean },
	actor: Actor
): Promise<Result<ClosedDay>> {
	const { shop, day, early } = request;
	return inTransaction(db, actor, async (tx) => {
		if (!(await ledger.lock(tx, shop))) return refuse('not_found');
		const before = await ledger.closedDay(tx, shop, day);
		if (before) return done(before);
		const totals = await ledger.totalsOf(tx, shop, day);
		const { today, openBefore } = await ledger.daysOf(tx, shop, day);
		const obstacle = closeObstacle({ day, today, movements: totals.movements, openBefore });
		if (obstacle === 'day_before_open') return refuse(obstacle, dayText(openBefore ?? ''));
		if (obstacle && !(obstacle === 'day_not_over' && early)) return refuse(obstacle);
		await ledger.insertDay(tx, { shop, day, closedBy: actor, totals });
		await outbox.add(tx, [
			{ job: 'ledger.seal', key: `seal-${shop}-${day}`, payload: { shop, day } }
		]);
		const closed = await ledger.closedDay(tx, shop, day);
		if (!closed) throw new Error('a day just closed is not there');
		return done(closed);
	});
}

function dayText(day: string) {
	const [year, month, date] = day.split('-');
	return { fr: `${date}/${month}/${year}.`, en: `${date}/${month}/${year}.` };
}

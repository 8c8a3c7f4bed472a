import { ALARMS, alarmsAt, nextDue, type AlarmKind } from '#domain/plan/alarms.ts';
import { databaseNow } from '../plumbing/clock.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as alarms from '../tables/alarms.ts';

const SECOND = 1000;

/**
 * Raises and withdraws the alarms of an order as they stand now, and requests the check at its next due time. Late
 * and double checks change nothing: each reads the order as it is.
 */
export async function checkAlarms(tx: Tx, check: { order: string; shop: string }): Promise<void> {
	let watched = await alarms.watch(tx, check.order);
	let now = await databaseNow(tx);
	if (watched && !isAsDue(watched, now)) {
		// Again under its lock: a step taken since the first read may have ended the cause.
		watched = await alarms.watch(tx, check.order, true);
		now = await databaseNow(tx);
		if (watched) await settle(tx, check.order, watched, now);
	}
	const due = watched && nextDue(watched.order, watched.limits, now);
	if (due == null) return;
	const at = Math.ceil(due);
	await outbox.add(tx, [
		{
			job: 'alarm.check',
			key: `alarm.check-${check.order}-at-${at}`,
			payload: { order: check.order, shop: check.shop },
			inSeconds: (at - now) / SECOND
		}
	]);
}

function isAsDue({ order, limits, open }: alarms.WatchedOrder, now: number): boolean {
	const wanted = alarmsAt(order, limits, now);
	return wanted.length === open.length && wanted.every((kind) => open.includes(kind));
}

async function settle(
	tx: Tx,
	orderId: string,
	{ order, limits, run, open }: alarms.WatchedOrder,
	now: number
): Promise<void> {
	const wanted = alarmsAt(order, limits, now);
	const gone = open.filter((kind) => !wanted.includes(kind));
	const begun = wanted.filter((kind) => !open.includes(kind));
	if (gone.length > 0) await alarms.withdraw(tx, orderId, gone);
	if (begun.length > 0)
		await alarms.raise(
			tx,
			orderId,
			begun.map((kind) => ({ kind, run: isOfRun(kind) ? run : null }))
		);
}

const isOfRun = (kind: AlarmKind): boolean => ALARMS[kind].isOfRun === true;

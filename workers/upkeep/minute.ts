import { LOOKUP_DAYS } from '#domain/order/lookup.ts';
import * as commands from '../../db/plumbing/command-keys.ts';
import * as alarms from '../../db/tables/alarms.ts';
import { openMonths } from '../../db/tables/log-archive.ts';
import * as etaRecords from '../../db/tables/eta-records.ts';
import * as notices from '../../db/tables/notices.ts';
import * as outbox from '../../db/plumbing/outbox.ts';
import * as positions from '../../db/tables/positions.ts';
import * as tracking from '../../db/tables/tracking.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { requestStaleLooks } from '../../db/commands/reconcile.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';
import { requestLearning } from './kitchen-times.ts';

const MINUTE_MS = 60_000;
/** A job that is overdue by more than this is logged. */
const LATE_SECONDS = 60;
const KEEP = {
	commandHours: 48,
	outboxDays: 7,
	positionHours: 24,
	noticeDays: LOOKUP_DAYS,
	etaDays: 90
};

/** A payment that is not settled is looked at again after so long. */
const STALE_SECONDS = 45;

/** A worker may stand still for so long before rows of the log wait outside their month. */
const MONTHS_AHEAD = 3;

/** Deletes expired rows, looks at unsettled payments, and logs overdue jobs. */
export const runUpkeep: Handler<JobPayloads['upkeep.minute']> = async (tx, _payload, ctx) => {
	const { due, oldestSeconds, failed } = await outbox.backlog(tx);
	if (oldestSeconds > LATE_SECONDS) ctx.log.warn({ due, oldestSeconds }, 'jobs are late');
	if (failed > 0) ctx.log.warn({ failed }, 'jobs were given up and wait for a person');
	const forgotten = {
		links: await tracking.forgetExpired(tx),
		commands: await commands.forget(tx, KEEP.commandHours),
		jobs: await outbox.forget(tx, KEEP.outboxDays),
		notices: await notices.forget(tx, KEEP.noticeDays),
		positions: await positions.forget(tx, KEEP.positionHours),
		windows: await etaRecords.forget(tx, KEEP.etaDays)
	};
	const stale = await requestStaleLooks(tx, STALE_SECONDS);
	if (stale > 0) ctx.log.info({ stale }, 'payments are looked at again');
	const unwatched = await alarms.requestMissing(tx);
	if (unwatched > 0) ctx.log.debug({ unwatched }, 'alarms are checked again');
	const months = await openMonths(tx, MONTHS_AHEAD);
	if (months > 0) ctx.log.info({ months }, 'months of the shop log were opened');
	await requestLearning(tx, ctx.now());
	ctx.log.debug(forgotten, 'upkeep done');
};

/**
 * Requests the upkeep of this minute. Every worker does so; the row's key makes them one job, so the schedule
 * needs only Postgres.
 */
export async function requestUpkeep(pool: Pool, now: number): Promise<void> {
	const minute = Math.floor(now / MINUTE_MS);
	await inTransaction(pool, 'worker', (tx) =>
		outbox.add(tx, [{ job: 'upkeep.minute', key: `upkeep-${minute}`, payload: {} }])
	);
}

import type { Actor } from '../db/plumbing/transaction.ts';
import { inTransaction } from '../db/plumbing/transaction.ts';
import { constraintOf, isOutage, sqlState } from '../db/plumbing/errors.ts';
import { Lanes } from '../db/plumbing/lanes.ts';
import * as outbox from '../db/plumbing/outbox.ts';
import { JOB_QUEUES } from '../db/plumbing/jobs.ts';
import type { JobName, JobPayloads, QueueName } from '../db/plumbing/jobs.ts';
import type { OutboxRow } from '../db/plumbing/outbox.ts';
import type { Tx } from '../db/plumbing/pool.ts';
import { catalog, isJobName } from './catalog.ts';
import type { Before, Handler, OutsideEffect, WorkerContext } from './context.ts';
import { RetryLater } from './retry-later.ts';
import { befores, handlers } from './handlers.ts';

const OUTAGE_PAUSE_MS = 1000;
/** Pause of a job whose shop is locked, while another job already waits for the lock. */
const LOCKED_PAUSE_MS = 1000;

/** A shop's jobs run in parallel; while one of them waits for a lock, one at a time. */
const shops = new Lanes(Infinity);

/** A job in its queue: only the id of its outbox row. */
export interface JobRef {
	id: number;
	queue: QueueName;
	/** The last attempt. */
	isLast: boolean;
}

/** The result. `gone`: another worker has done the job already. */
export type Outcome = 'done' | 'gone' | 'given up';

/** The job's schema refuses its payload; a retry would not help. */
class Unreadable extends Error {}

/**
 * Runs one row of the outbox. Its effect and its end are one transaction under the row's lock, so the effect
 * happens once, however many workers run the row, and however often. Throws to be retried.
 */
export async function processJob(ctx: WorkerContext, ref: JobRef): Promise<Outcome> {
	let outside: OutsideEffect | undefined;
	try {
		await askBefore(ctx, ref);
		const begun = await begin(ctx, ref);
		if (begun === 'gone') return 'gone';
		outside = begun;
		if (outside && !(await reachOutside(ctx, ref, outside))) return 'gone';
		ctx.crash('after-commit');
		return 'done';
	} catch (error) {
		if (error instanceof RetryLater) throw error;
		if (isOutage(error)) throw new RetryLater(OUTAGE_PAUSE_MS, 'Postgres is away');
		if (!ref.isLast && !(error instanceof Unreadable)) throw error;
		await giveUp(ctx, ref, error, outside);
		return 'given up';
	}
}

/** The queues of jobs that ask another service first. */
const asking = new Set((Object.keys(befores) as JobName[]).map((name) => JOB_QUEUES[name]));

/** Runs what a job has to ask before its transaction. */
async function askBefore(ctx: WorkerContext, ref: JobRef): Promise<void> {
	if (!asking.has(ref.queue)) return;
	const row = await outbox.peek(ctx.pool, ref.id);
	if (!row || !isJobName(row.job)) return;
	const before = befores[row.job] as Before<unknown> | undefined;
	await before?.(payloadOf(row.job, row.payload), ctx);
}

/** Runs the handler: the whole job, or the intent of an outside effect, which is returned. */
function begin(ctx: WorkerContext, ref: JobRef): Promise<OutsideEffect | undefined | 'gone'> {
	return inTransaction(ctx.pool, actorOf(ref), async (tx) => {
		const row = await outbox.open(tx, ref.id);
		if (!row) return 'gone';
		const handle = handlerOf(row);
		ctx.crash('before-effect');
		const outside = await inShop(await outbox.shopOf(tx, row), () => handle(tx, ctx));
		ctx.crash('after-effect');
		if (outside) return outside;
		await outbox.finish(tx, row.id);
		ctx.crash('before-commit');
		return undefined;
	});
}

/** Runs the work, or postpones it if another job of the shop already waits for a lock. */
async function inShop<T>(shop: string | undefined, work: () => Promise<T>): Promise<T> {
	if (shop === undefined) return work();
	const leave = shops.tryEnter(shop);
	if (!leave) throw new RetryLater(LOCKED_PAUSE_MS, 'another transaction holds the shop');
	return shops.during(shop, leave, work);
}

/**
 * Performs the outside effect under the row's lock: one worker performs it, the others wait and then find
 * the job done. It runs once in this call, also when the transaction is retried.
 */
function reachOutside(ctx: WorkerContext, ref: JobRef, outside: OutsideEffect): Promise<boolean> {
	let hasPerformed = false;
	return inTransaction(ctx.pool, actorOf(ref), async (tx) => {
		if (!(await outbox.open(tx, ref.id))) return false;
		if (!hasPerformed) await outside.perform();
		hasPerformed = true;
		await outside.confirm(tx);
		await outbox.finish(tx, ref.id);
		ctx.crash('before-commit');
		return true;
	});
}

async function giveUp(
	ctx: WorkerContext,
	ref: JobRef,
	error: unknown,
	outside: OutsideEffect | undefined
): Promise<void> {
	const why = describeError(error);
	await inTransaction(ctx.pool, actorOf(ref), async (tx) => {
		await outside?.abandon(tx);
		await outbox.giveUp(tx, ref.id, why);
	});
	ctx.log.error({ outbox: ref.id, queue: ref.queue, why }, 'job given up');
}

function actorOf(ref: JobRef): Actor {
	return ref.queue === 'timers' ? 'timer' : 'worker';
}

function handlerOf(
	row: OutboxRow
): (tx: Tx, ctx: WorkerContext) => Promise<OutsideEffect | undefined | void> {
	if (!isJobName(row.job)) throw new Unreadable('unknown job');
	return bind(row.job, row.payload);
}

function bind<Name extends JobName>(name: Name, raw: unknown) {
	const payload = payloadOf(name, raw);
	const handler: Handler<JobPayloads[Name]> = handlers[name];
	return (tx: Tx, ctx: WorkerContext) => handler(tx, payload, ctx);
}

function payloadOf<Name extends JobName>(name: Name, raw: unknown): JobPayloads[Name] {
	const parsed = catalog[name].payload.safeParse(raw);
	if (!parsed.success) throw new Unreadable(`payload of ${name}: ${whereOf(parsed.error.issues)}`);
	return parsed.data as JobPayloads[Name];
}

function whereOf(issues: readonly { path: PropertyKey[]; code?: string }[]): string {
	return issues.map((issue) => `${issue.path.map(String).join('.')} ${issue.code}`).join(', ');
}

/** Describes an error without its message, which may contain an address, a name or a value. */
export function describeError(error: unknown): string {
	if (error instanceof Unreadable || error instanceof RetryLater) return error.message;
	const state = sqlState(error);
	if (state) return `SQLSTATE ${state} ${constraintOf(error) ?? ''}`.trim();
	if (!(error instanceof Error)) return typeof error;
	const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
	return [error.name, code, responseCode].filter(Boolean).join(' ');
}

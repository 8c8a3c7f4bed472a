import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import * as outbox from '../db/plumbing/outbox.ts';
import type { OutboxRow } from '../db/plumbing/outbox.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import type { Crash } from './crashpoints.ts';
import { describeError } from './process.ts';
import type { QueueItem, Queues } from './queues.ts';

const BATCH = 100;
const IDLE_MS = 200;
const TROUBLE_MS = 1000;

export interface OutboxPumpOptions {
	pool: Pool;
	queues: Pick<Queues, 'isReady' | 'add'>;
	log: Logger;
	crash: Crash;
	/** A row that was queued so long ago, and is not done, is queued again. */
	requeueSeconds: number;
}

export interface OutboxPump {
	/** Start of the latest round of the loop, by `performance.now()`. An old value means that the loop hangs. */
	beatAt(): number;
	/** Takes no more rows; resolves when the last batch is queued. */
	stop(): Promise<void>;
}

/**
 * Adds due rows of the outbox to their queues. The row is the truth, the queue a copy: while the queues are
 * unreachable the rows stay, and a job that a queue has lost is added again.
 */
export function startOutboxPump(options: OutboxPumpOptions): OutboxPump {
	const stopping = new AbortController();
	let beat = performance.now();
	const running = loop();

	async function loop(): Promise<void> {
		while (!stopping.signal.aborted) {
			beat = performance.now();
			await pause(await carrySafely(options), stopping.signal);
		}
	}

	return {
		beatAt: () => beat,
		async stop() {
			stopping.abort();
			await running;
		}
	};
}

/** One round; returns the pause until the next one, in ms. */
async function carrySafely(options: OutboxPumpOptions): Promise<number> {
	try {
		// Check first: a row that is taken but not queued waits for its requeue time.
		if (!(await options.queues.isReady())) return TROUBLE_MS;
		return (await carry(options)) === BATCH ? 0 : IDLE_MS;
	} catch (error) {
		options.log.warn({ why: describeError(error) }, 'the outbox pump failed; it tries again');
		return TROUBLE_MS;
	}
}

async function carry({ pool, queues, crash, requeueSeconds }: OutboxPumpOptions): Promise<number> {
	const rows = await outbox.takeDue(pool, BATCH, requeueSeconds);
	if (rows.length === 0) return 0;
	crash('after-take');
	crash('before-add');
	await queues.add(inTurns(rows));
	crash('after-add');
	return rows.length;
}

/** Checks of alarms come in crowds: those of one shop take turns with those of the others. */
function inTurns(rows: readonly OutboxRow[]): QueueItem[] {
	const turns = new Map<unknown, number>();
	return rows.map((row) => {
		if (row.job !== 'alarm.check') return row;
		const turn = (turns.get(row.payload.shop) ?? 0) + 1;
		turns.set(row.payload.shop, turn);
		return { id: row.id, queue: row.queue, job: row.job, turn };
	});
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {});
}

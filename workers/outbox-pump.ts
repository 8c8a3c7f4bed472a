import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import * as outbox from '../db/plumbing/outbox.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import type { Crash } from './crashpoints.ts';
import { describeError } from './process.ts';
import type { Queues } from './queues.ts';

const BATCH = 100;
const IDLE_MS = 200;
const TROUBLE_MS = 1000;

export interface OutboxPumpOptions {
	pool: Pool;
	queues: Pick<Queues, 'isReady' | 'add'>;
	log: Logger;
	crash: Crash;
	/** After so long a row that was queued and is not done is queued again. */
	requeueSeconds: number;
}

export interface OutboxPump {
	/** When the loop last came round, by `performance.now()`: an old one means that it hangs. */
	beatAt(): number;
	/** Takes no more rows; resolves when the last batch is through. */
	stop(): Promise<void>;
}

/**
 * Carries rows that are due from the outbox into their queues. The row is the truth and the queue
 * a copy: while the queues are away rows stay, and whatever a queue lost is carried again.
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

/** One round; returns for how long to wait until the next. */
async function carrySafely(options: OutboxPumpOptions): Promise<number> {
	try {
		// Asked first: a row taken in vain would wait for its requeue time.
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
	await queues.add(rows);
	crash('after-add');
	return rows.length;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
	if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => {});
}

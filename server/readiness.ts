import { setTimeout as sleep } from 'node:timers/promises';
import { probe } from '../db/plumbing/health.ts';
import { schemaFault } from '../db/plumbing/migrate.ts';
import * as outbox from '../db/plumbing/outbox.ts';
import type { HouseFault } from '../db/tables/warnings.ts';
import type { Context } from './context.ts';
import type { DiskRoom } from './disk.ts';
import { cached } from './cache.ts';

const ROUND_TRIP_MS = 2000;
const PATIENCE_MS = 3000;
/** Jobs that are due for this long mean that no worker runs. */
const QUEUE_LATE_SECONDS = 30;
/** Answers are cached for this time: the check costs a write. */
const ANSWER_KEPT_MS = 1000;
const SCHEMA_KEPT_MS = 30_000;

export type Reason = 'postgres' | 'schema' | 'listener' | 'queue';

export interface Readiness {
	ready: boolean;
	/** What does not work, with a message for the person on duty. */
	reasons: { part: Reason; message: string }[];
	/** Faults with which all can still work. */
	warnings: HouseFault[];
	/** Milliseconds of the write and the NOTIFY round trip; null when they failed. */
	roundTripMs: number | null;
	queue: { due: number; oldestSeconds: number; failed: number } | null;
	/** Free space in per cent; null where this machine cannot measure it. */
	disk: DiskRoom;
	listener: 'live' | 'suspect' | 'starting';
}

/** Checks everything that this process needs to do its work. */
export function createReadiness(context: Context): () => Promise<Readiness> {
	const schema = cached(SCHEMA_KEPT_MS, () => schemaFault(context.config.databaseUrl));
	return cached(ANSWER_KEPT_MS, async () => {
		const [roundTripMs, queue, fault] = await Promise.all([
			orNull(probe(context.pool, ROUND_TRIP_MS)),
			orNull(outbox.backlog(context.pool)),
			orNull(schema())
		]);
		const listener = listenerOf(context);
		const reasons: Readiness['reasons'] = [];
		if (roundTripMs === null)
			reasons.push({ part: 'postgres', message: 'Postgres takes no write or carries no NOTIFY' });
		if (fault) reasons.push({ part: 'schema', message: fault.message });
		if (listener !== 'live')
			reasons.push({ part: 'listener', message: `The listener is ${listener}` });
		if (queue && queue.oldestSeconds > QUEUE_LATE_SECONDS)
			reasons.push({
				part: 'queue',
				message: `Work has been waiting for ${Math.round(queue.oldestSeconds)} s: is a worker running?`
			});
		const warnings = context.warnings.faults();
		return {
			ready: reasons.length === 0,
			reasons,
			warnings,
			roundTripMs,
			queue,
			disk: context.warnings.room(),
			listener
		};
	});
}

function listenerOf({ hubHealth }: Context): Readiness['listener'] {
	const hub = hubHealth();
	if (!hub) return 'starting';
	return hub.live ? 'live' : 'suspect';
}

/** A time limit for a connection that is open but silent. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
	const limit = new AbortController();
	const tooLate = sleep(PATIENCE_MS, null, { signal: limit.signal }).catch(() => null);
	return Promise.race([work.catch(() => null), tooLate]).finally(() => limit.abort());
}

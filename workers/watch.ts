import type { QueueName } from '../db/plumbing/jobs.ts';
import type { QueueActivity, Queues } from './queues.ts';
import type { OutboxPump } from './outbox-pump.ts';

export interface WatchOptions {
	queues: Pick<Queues, 'activity'>;
	pump: Pick<OutboxPump, 'beatAt'>;
	/** Interval of the checks; 5 s by default. */
	everyMs?: number;
	/** Something that makes no progress for so long is stuck; 30 s by default. */
	limitMs?: number;
	/** Called with a description of what is stuck. The process should exit, to be restarted. */
	onStuck: (what: string) => void;
}

/**
 * Watchdog inside the worker process. It detects an outbox pump whose loop has stopped, and a queue in which
 * jobs wait although its worker is idle. Queues that do not answer do not count: the client reconnects.
 */
export function startWatch(options: WatchOptions): { stop(): void } {
	const { everyMs = 5000, limitMs = 30_000, onStuck } = options;
	const stuckSince = new Map<QueueName, { at: number; taken: number }>();

	let lookedAt = performance.now();

	async function look(): Promise<void> {
		const pause = performance.now() - lookedAt;
		lookedAt = performance.now();
		// The whole process was suspended: all limits start again.
		if (pause > 2 * everyMs) return stuckSince.clear();
		if (performance.now() - options.pump.beatAt() > limitMs) return onStuck('the outbox pump');
		const activity = await options.queues.activity().catch(() => undefined);
		if (!activity) return stuckSince.clear();
		for (const name of Object.keys(activity) as QueueName[]) {
			if (standsStill(name, activity[name])) onStuck(`the worker of ${name}`);
		}
	}

	function standsStill(name: QueueName, now: QueueActivity): boolean {
		const before = stuckSince.get(name);
		if (now.waiting === 0 || now.running > 0) {
			stuckSince.delete(name);
			return false;
		}
		if (before?.taken === now.taken) return performance.now() - before.at > limitMs;
		stuckSince.set(name, { at: performance.now(), taken: now.taken });
		return false;
	}

	const timer = setInterval(() => void look(), everyMs);
	return { stop: () => clearInterval(timer) };
}

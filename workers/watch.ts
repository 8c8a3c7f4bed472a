import type { QueueName } from '../db/plumbing/jobs.ts';
import type { QueueActivity, Queues } from './queues.ts';
import type { OutboxPump } from './outbox-pump.ts';

export interface WatchOptions {
	queues: Pick<Queues, 'activity'>;
	pump: Pick<OutboxPump, 'beatAt'>;
	/** How often it looks; 5 s unless told. */
	everyMs?: number;
	/** For how long something may stand still; 30 s unless told. */
	limitMs?: number;
	/** What stands still, in words; the process is to end, so that a fresh one starts. */
	onStuck: (what: string) => void;
}

/**
 * Watches this process from inside: an outbox pump whose loop does not come round, or a queue in which
 * jobs wait while its worker takes none and does none. Queues that do not answer are another
 * matter: the client reconnects by itself.
 */
export function startWatch(options: WatchOptions): { stop(): void } {
	const { everyMs = 5000, limitMs = 30_000, onStuck } = options;
	const stuckSince = new Map<QueueName, { at: number; taken: number }>();

	let lookedAt = performance.now();

	async function look(): Promise<void> {
		const pause = performance.now() - lookedAt;
		lookedAt = performance.now();
		// The whole process slept, or was frozen: every limit starts again.
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

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QueueActivity } from './queues.ts';
import { startWatch } from './watch.ts';

const idle: QueueActivity = { waiting: 0, running: 0, taken: 7 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs a minute; `payments` is the state of that queue at each second. Returns what was reported as stuck. */
async function aMinuteOf(
	payments: (second: number) => QueueActivity | Error,
	beatAt = () => performance.now()
): Promise<string[]> {
	const stuck: string[] = [];
	const begun = performance.now();
	const watch = startWatch({
		pump: { beatAt },
		queues: {
			async activity() {
				const now = payments(Math.round((performance.now() - begun) / 1000));
				if (now instanceof Error) throw now;
				return { payments: now, timers: idle, dispatch: idle, notices: idle, upkeep: idle };
			}
		},
		onStuck: (what) => stuck.push(what)
	});
	await vi.advanceTimersByTimeAsync(60_000);
	watch.stop();
	return stuck;
}

test('a queue whose jobs wait while its worker takes none for 30 s is stuck', async () => {
	const stuck = await aMinuteOf(() => ({ waiting: 3, running: 0, taken: 7 }));

	expect(stuck[0]).toBe('the worker of payments');
});

test('a queue that is busy, slow, idle, or unreachable is not stuck', async () => {
	expect(await aMinuteOf((second) => ({ waiting: 3, running: 0, taken: second }))).toEqual([]);
	expect(await aMinuteOf(() => ({ waiting: 3, running: 1, taken: 7 }))).toEqual([]);
	expect(await aMinuteOf(() => idle)).toEqual([]);
	expect(await aMinuteOf(() => new Error('Redis is away'))).toEqual([]);
});

test('the time in which the queues were unreachable does not count', async () => {
	const stuck = await aMinuteOf((second) =>
		second % 20 === 0 ? new Error('away') : { waiting: 3, running: 0, taken: 7 }
	);

	expect(stuck).toEqual([]);
});

test('an outbox pump whose loop has stopped is stuck', async () => {
	const hung = performance.now();

	expect(
		(
			await aMinuteOf(
				() => idle,
				() => hung
			)
		)[0]
	).toBe('the outbox pump');
});

test('after the whole process was suspended, its limits start again', async () => {
	const stuck: string[] = [];
	const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
	const watch = startWatch({
		pump: { beatAt: () => 0 },
		queues: { activity: () => Promise.reject(new Error('away')) },
		onStuck: (what) => stuck.push(what)
	});
	clock.mockReturnValue(60_000);
	await vi.advanceTimersByTimeAsync(5000);
	expect(stuck).toEqual([]);

	await vi.advanceTimersByTimeAsync(5000);
	watch.stop();
	clock.mockRestore();
	expect(stuck).toEqual(['the outbox pump']);
});

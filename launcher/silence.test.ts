import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchSilence } from './silence.ts';

const LIMIT_MS = 15_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched(ask: () => Promise<void>) {
	let asked = 0;
	const silent: number[] = [];
	const begun = performance.now();
	const watch = watchSilence({
		limitMs: LIMIT_MS,
		ask: () => {
			asked += 1;
			return ask();
		},
		onSilent: () => silent.push(performance.now() - begun)
	});
	return { watch, silent, asked: () => asked };
}

const never = () => new Promise<void>(() => {});

/** Answers until `hang` is called. */
function answering() {
	let hangs = false;
	const all = watched(() => (hangs ? never() : Promise.resolve()));
	return { ...all, hang: () => void (hangs = true) };
}

test('a process that stops answering is reported once, soon after the limit', async () => {
	const { silent, asked, hang } = answering();
	await vi.advanceTimersByTimeAsync(30_000);
	expect(silent).toEqual([]);

	hang();
	await vi.advanceTimersByTimeAsync(60_000);

	expect(silent).toHaveLength(1);
	expect(silent[0]).toBeGreaterThan(30_000 + LIMIT_MS - 1);
	expect(silent[0]).toBeLessThanOrEqual(30_000 + LIMIT_MS + LIMIT_MS / 5);
	const before = asked();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked()).toBe(before);
});

test('a process that has never answered is not reported', async () => {
	const { watch, silent, asked } = watched(never);
	await vi.advanceTimersByTimeAsync(60_000);

	expect(silent).toEqual([]);
	expect(asked()).toBe(21);
	watch.stop();
});

test('one answer to four checks is enough', async () => {
	let count = 0;
	const { watch, silent } = watched(() => (++count % 4 === 0 ? Promise.resolve() : never()));
	await vi.advanceTimersByTimeAsync(120_000);

	expect(silent).toEqual([]);
	watch.stop();
});

test('a late answer and an error count as answers', async () => {
	const late = watched(() => new Promise((resolve) => setTimeout(resolve, 10_000)));
	const failing = watched(() => Promise.reject(new Error('full')));
	await vi.advanceTimersByTimeAsync(60_000);

	expect([late.silent, failing.silent]).toEqual([[], []]);
	late.watch.stop();
	failing.watch.stop();
});

test('there are no checks after the stop', async () => {
	const { watch, silent, asked } = watched(never);
	await vi.advanceTimersByTimeAsync(6000);
	watch.stop();
	const before = asked();
	await vi.advanceTimersByTimeAsync(60_000);

	expect([asked(), silent]).toEqual([before, []]);
	expect(vi.getTimerCount()).toBe(0);
});

test('time in which the checking process was blocked does not count', async () => {
	const { watch, silent, hang } = answering();
	await vi.advanceTimersByTimeAsync(6000);
	hang();
	const isHeldUp = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
	await vi.advanceTimersByTimeAsync(3000);
	isHeldUp.mockRestore();

	expect(silent).toEqual([]);
	watch.stop();
});

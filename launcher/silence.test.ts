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

test('what answers nothing is reported once, soon after the limit', async () => {
	const { silent, asked } = watched(never);
	await vi.advanceTimersByTimeAsync(60_000);

	expect(silent).toHaveLength(1);
	expect(silent[0]).toBeGreaterThan(LIMIT_MS);
	expect(silent[0]).toBeLessThanOrEqual(LIMIT_MS + LIMIT_MS / 5);
	const before = asked();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(asked()).toBe(before);
});

test('an answer is an answer, be it late or an error', async () => {
	const late = watched(() => new Promise((resolve) => setTimeout(resolve, 10_000)));
	const failing = watched(() => Promise.reject(new Error('full')));
	await vi.advanceTimersByTimeAsync(60_000);

	expect([late.silent, failing.silent]).toEqual([[], []]);
	late.watch.stop();
	failing.watch.stop();
});

test('one that answered before and then no more is reported', async () => {
	let hangs = false;
	const { silent } = watched(() => (hangs ? never() : Promise.resolve()));
	await vi.advanceTimersByTimeAsync(30_000);
	expect(silent).toEqual([]);

	hangs = true;
	await vi.advanceTimersByTimeAsync(LIMIT_MS + 6000);
	expect(silent).toHaveLength(1);
});

test('nothing is asked after the stop', async () => {
	const { watch, silent, asked } = watched(never);
	await vi.advanceTimersByTimeAsync(6000);
	watch.stop();
	const before = asked();
	await vi.advanceTimersByTimeAsync(60_000);

	expect([asked(), silent]).toEqual([before, []]);
	expect(vi.getTimerCount()).toBe(0);
});

test('the time while we slept ourselves does not count', async () => {
	const { watch, silent } = watched(never);
	await vi.advanceTimersByTimeAsync(6000);
	vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 3_600_000);
	await vi.advanceTimersByTimeAsync(3000);
	vi.restoreAllMocks();

	expect(silent).toEqual([]);
	watch.stop();
});

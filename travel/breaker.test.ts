import { describe, expect, test } from 'vitest';
import { Breakers } from './breaker.ts';

function someBreakers() {
	const clock = { now: 0 };
	const log: string[] = [];
	const breakers = new Breakers(
		{ pauseMs: 1000, maxPauseMs: 4000 },
		{
			onOpen: (shop, why) => log.push(`open ${shop ?? 'all'}: ${why}`),
			onClose: (shop) => log.push(`close ${shop ?? 'all'}`)
		},
		() => clock.now
	);
	const fail = (...shops: string[]) => shops.forEach((shop) => breakers.failed(shop, 'slow'));
	return { breakers, clock, log, fail };
}

describe('the breaker of a shop', () => {
	test('opens at the second failure in a row, for that shop alone', () => {
		const { breakers, log, fail } = someBreakers();
		fail('a');
		breakers.worked('a');
		fail('a');
		expect(breakers.advice('a')).toBe('ask');

		fail('a');

		expect(breakers.advice('a')).toBe('wait');
		expect(breakers.advice('b')).toBe('ask');
		expect(breakers.openShops).toBe(1);
		expect(log).toEqual(['open a: slow']);
	});

	test('lets one trial through after its pause, which doubles up to its limit', () => {
		const { breakers, clock, log, fail } = someBreakers();
		fail('a', 'a');
		const pauses: number[] = [];
		for (let trial = 0; trial < 4; trial++) {
			const since = clock.now;
			while (breakers.advice('a') === 'wait') clock.now += 100;
			pauses.push(clock.now - since);
			expect(breakers.advice('a')).toBe('wait');
			fail('a');
		}

		expect(pauses).toEqual([1000, 2000, 4000, 4000]);
		breakers.worked('a');
		expect(breakers.advice('a')).toBe('ask');
		expect(log).toEqual(['open a: slow', 'close a']);
	});

	test('a trial without an outcome is followed by another', () => {
		const { breakers, clock, fail } = someBreakers();
		fail('a', 'a');
		clock.now = 1000;

		expect(breakers.advice('a')).toBe('try');
		expect(breakers.advice('a')).toBe('wait');
		clock.now = 2000;
		expect(breakers.advice('a')).toBe('try');
	});
});

describe('the breaker of all', () => {
	test('opens when two shops fail and none succeeds in between', () => {
		const { breakers, log, fail } = someBreakers();
		fail('a', 'a', 'b');

		expect(breakers.isOpen).toBe(true);
		expect(['a', 'b', 'c'].map((shop) => breakers.advice(shop))).toEqual(['wait', 'wait', 'wait']);
		expect(log).toEqual(['open a: slow', 'open all: slow']);
	});

	test('stays closed while others succeed', () => {
		const { breakers, fail } = someBreakers();
		for (let times = 0; times < 20; times++) {
			fail('a');
			breakers.worked('b');
			fail('c');
			breakers.worked('b');
		}

		expect(breakers.isOpen).toBe(false);
		expect(breakers.advice('b')).toBe('ask');
		expect(breakers.advice('a')).toBe('wait');
	});

	test('closes for all at the first success', () => {
		const { breakers, clock, log, fail } = someBreakers();
		fail('a', 'a', 'b', 'b');
		clock.now = 1000;
		expect(breakers.advice('c')).toBe('try');

		breakers.worked('c');

		expect(['a', 'b', 'c'].map((shop) => breakers.advice(shop))).toEqual(['ask', 'ask', 'ask']);
		expect(log).toEqual(['open a: slow', 'open all: slow', 'close all']);
	});
});

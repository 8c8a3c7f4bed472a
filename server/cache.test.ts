import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cached, cachedBy } from './cache.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function counting() {
	const asked: string[] = [];
	const answers = cachedBy(1000, async (key) => {
		asked.push(key);
		return `${key} ${asked.length}`;
	});
	return { asked, answers };
}

test('all who ask within the time share one reading, each key has its own', async () => {
	const { asked, answers } = counting();

	const both = await Promise.all([answers.of('gare'), answers.of('gare'), answers.of('halles')]);

	expect(both).toEqual(['gare 1', 'gare 1', 'halles 2']);
	expect(asked).toEqual(['gare', 'halles']);
});

test('an answer is never older than it is kept', async () => {
	const { answers } = counting();
	await answers.of('gare');
	vi.advanceTimersByTime(999);
	expect(await answers.of('gare')).toBe('gare 1');
	vi.advanceTimersByTime(1);

	expect(await answers.of('gare')).toBe('gare 2');
});

test('what is dropped is read anew, and a failure is not kept', async () => {
	const { answers } = counting();
	await answers.of('gare');
	answers.drop('gare');
	expect(await answers.of('gare')).toBe('gare 2');

	let isAway = true;
	const failing = cachedBy(1000, async () => {
		if (isAway) throw new Error('away');
		return 'back';
	});
	await expect(failing.of('gare')).rejects.toThrow('away');
	isAway = false;
	expect(await failing.of('gare')).toBe('back');
});

test('when too many keys are held all are forgotten at once, and none before', async () => {
	const { asked, answers } = counting();
	for (let key = 0; key < 1000; key++) await answers.of(String(key));
	await answers.of('0');
	expect(asked).toHaveLength(1000);

	await answers.of('one more');
	await answers.of('0');
	expect(asked).toHaveLength(1002);
});

test('a failure that comes late takes no newer answer away', async () => {
	const first = Promise.withResolvers<string>();
	const replies = [first.promise, Promise.resolve('second'), Promise.resolve('third')];
	const answers = cachedBy(1000, () => replies.shift()!);
	const failed = answers.of('gare');
	answers.drop('gare');
	expect(await answers.of('gare')).toBe('second');
	first.reject(new Error('away'));
	await expect(failed).rejects.toThrow('away');

	expect(await answers.of('gare')).toBe('second');
});

test('a question without a key is kept as well', async () => {
	let asked = 0;
	const ask = cached(1000, async () => ++asked);

	expect([await ask(), await ask()]).toEqual([1, 1]);
	vi.advanceTimersByTime(1000);
	expect(await ask()).toBe(2);
});

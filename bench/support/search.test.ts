import { expect, test } from 'vitest';
import { search } from './search.ts';

const upTo = (limit: number) => async (level: number) => ({ holds: level <= limit, result: level });

test('finds the limit by doubling, then halving', async () => {
	const found = await search({ from: 10, to: 1000, refine: 3, probe: upTo(130) });

	expect(found.tried.map(({ level }) => level)).toEqual([10, 20, 40, 80, 160, 120, 140, 130]);
	expect([found.held, found.failed]).toEqual([130, 140]);
});

test('stops at the maximum when every level holds', async () => {
	const found = await search({ from: 10, to: 50, refine: 3, probe: upTo(1e9) });

	expect(found.tried.map(({ level }) => level)).toEqual([10, 20, 40, 50]);
	expect([found.held, found.failed]).toEqual([50, undefined]);
});

test('stops at once when the first level fails', async () => {
	const found = await search({ from: 10, to: 50, refine: 3, probe: upTo(5) });

	expect([found.held, found.failed, found.tried.length]).toEqual([0, 10, 1]);
});

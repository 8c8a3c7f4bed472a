import { describe, expect, test } from 'vitest';
import { missingBlocks, piecesOf } from './blocks.ts';

const LIMITS = { points: 100, pairs: 10_000 };
const cells = (count: number, first = 0) => Array.from({ length: count }, (_, at) => first + at);

/** What is known: all pairs of these cells, with themselves. */
const knows = (known: readonly number[]) => (a: number, b: number) =>
	a === b || (known.includes(a) && known.includes(b));

describe('the missing pairs', () => {
	test('are none when all is known', () => {
		expect(missingBlocks([1, 2], [1, 2], knows([1, 2]))).toEqual([]);
	});

	test('are one block when nothing is known', () => {
		expect(missingBlocks([1, 2, 3], [1, 2, 3], knows([]))).toEqual([
			{ from: [1, 2, 3], to: [1, 2, 3] }
		]);
	});

	test('of a new door and a driver are a column and two rows', () => {
		expect(missingBlocks([1, 2, 3, 4, 9], [1, 2, 3, 4], knows([1, 2, 3]))).toEqual([
			{ from: [1, 2, 3], to: [4] },
			{ from: [4, 9], to: [1, 2, 3, 4] }
		]);
	});

	test('become one block rather than many small ones', () => {
		const all = cells(8);
		const isKnown = (a: number, b: number) => a === b || (a * 7 + b * 3) % 4 !== 0;
		const [block, ...others] = missingBlocks(all, all, isKnown);

		expect(others.length).toBe(0);
		for (const a of all)
			for (const b of all.filter((cell) => !isKnown(a, cell))) {
				expect(block?.from).toContain(a);
				expect(block?.to).toContain(b);
			}
	});
});

describe('the pieces of a block', () => {
	test.each([
		[1, 1, LIMITS, 1],
		[81, 61, LIMITS, 1],
		[100, 100, LIMITS, 1],
		[101, 100, LIMITS, 2],
		[250, 130, LIMITS, 6],
		[81, 61, { points: 50, pairs: 2500 }, 4],
		[7, 5, { points: 1, pairs: 1 }, 35],
		[9, 4, { points: 5, pairs: 10 }, 5]
	])('%i × %i within %o are %i', (rows, columns, limits, count) => {
		const block = { from: cells(rows), to: cells(columns, 1000) };

		const pieces = piecesOf(block, limits);

		expect(pieces.length).toBe(count);
		for (const { from, to } of pieces) {
			expect(from.length * to.length).toBeLessThanOrEqual(limits.pairs);
			expect(Math.max(from.length, to.length)).toBeLessThanOrEqual(limits.points);
		}
		const pairs = pieces.flatMap(({ from, to }) => from.flatMap((a) => to.map((b) => `${a} ${b}`)));
		expect(new Set(pairs).size).toBe(rows * columns);
		expect(pairs.length).toBe(rows * columns);
	});
});

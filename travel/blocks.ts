/** Which pairs to ask for, and how to divide them into requests. */
import type { TableLimits } from './provider.ts';

/** All pairs of these cells. */
export interface Block {
	from: readonly number[];
	to: readonly number[];
}

/** Few requests with some pairs too many are better than many exact ones. */
const MAX_BLOCKS = 4;

/**
 * The pairs that are not known, as blocks. Rows that miss the same pairs share one block: a new door
 * makes one block of its row, and one of its column.
 */
export function missingBlocks(
	from: readonly number[],
	to: readonly number[],
	isKnown: (from: number, to: number) => boolean
): Block[] {
	const blocks = new Map<string, { from: number[]; to: number[] }>();
	for (const a of from) {
		const missing = to.filter((b) => !isKnown(a, b));
		if (missing.length === 0) continue;
		// A row of a new point misses all pairs but the one with itself: the same as the others.
		const wanted = missing.length >= to.length - 1 ? [...to] : missing;
		const key = wanted.join(',');
		const block = blocks.get(key) ?? { from: [], to: wanted };
		block.from.push(a);
		blocks.set(key, block);
	}
	const all = [...blocks.values()];
	if (all.length <= MAX_BLOCKS) return all;
	return [
		{ from: all.flatMap((block) => block.from), to: [...new Set(all.flatMap((block) => block.to))] }
	];
}

/** Parts of a block, about equal, each within the limits. */
export function piecesOf(block: Block, limits: TableLimits): Block[] {
	const columns = parts(block.to, limits.points);
	const widest = columns[0]?.length ?? 1;
	const rows = parts(
		block.from,
		Math.max(1, Math.min(limits.points, Math.floor(limits.pairs / widest)))
	);
	return rows.flatMap((from) => columns.map((to) => ({ from, to })));
}

function parts<T>(all: readonly T[], most: number): T[][] {
	const count = Math.ceil(all.length / Math.max(1, most));
	const size = Math.ceil(all.length / Math.max(1, count));
	return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}

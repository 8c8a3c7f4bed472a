import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The long test files, in the order in which they start. A fresh clone has no timings, so vitest would order files
 * by their size, and a short file with a long test would run alone at the end. The heaviest have a project of their own.
 */
const LONG = [
	'integration/rush-money',
	'fault/workers',
	'fault/workers-redis',
	'fault/launcher',
	'fault/hang',
	'fault/workers-end'
].map((name) => `/tests/${name}.test.ts`);

/** Vitest's own order, except that long files come first. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		return sorted.toSorted((a, b) => rankOf(a) - rankOf(b));
	}
}

function rankOf({ moduleId }: TestSpecification): number {
	const rank = LONG.findIndex((name) => moduleId.endsWith(name));
	return rank === -1 ? LONG.length : rank;
}

/** 95 % intervals of a mean over evenings. */

import { mean } from './measures.ts';

export interface Interval {
	mean: number;
	/** The interval is `mean` plus and minus this. */
	half: number;
}

/** Two-sided 95 % of Student's t, by degrees of freedom; the last is that of the normal distribution. */
const T95 = [
	[1, 12.71],
	[2, 4.3],
	[4, 2.78],
	[9, 2.26],
	[14, 2.14],
	[19, 2.09],
	[29, 2.05],
	[59, 2],
	[Infinity, 1.96]
] as const;

/** Of each value, or of each difference of two values of one seed. */
export function intervalOf(values: readonly number[]): Interval {
	const middle = mean(values);
	const free = values.length - 1;
	if (free < 1) return { mean: middle, half: Infinity };
	const variance = values.reduce((all, one) => all + (one - middle) ** 2, 0) / free;
	// The next smaller entry: never too narrow.
	const t = T95.findLast(([degrees]) => degrees <= free)?.[1] ?? T95[0][1];
	return { mean: middle, half: t * Math.sqrt(variance / values.length) };
}

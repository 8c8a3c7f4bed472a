/** How a pizza of two halves is made: one ball, one base as far as both halves agree, then each half. */

import type { RecipeStep } from '../menu/menu.ts';

/** Quantities that differ by this share or less are laid as one: no hand spreads sauce more exactly. */
const NEAR = 0.2;

/** The two recipes of a half-and-half pizza, as they would be for a whole one. */
export type Two<Step> = readonly [readonly Step[], readonly Step[]];

export interface Halved<Step> {
	/** What lies under both halves, in quantities for the whole pizza. */
	whole: Step[];
	/** What is different, in quantities for one half. */
	halves: [Step[], Step[]];
}

/**
 * Splits two recipes, each in the order of laying. The ball is stretched once, whatever each half
 * would take of it. A later step is shared, in the mean quantity, while both halves lay about as much
 * of the same in the same way: what comes above a difference cannot be laid before it.
 */
export function halved<Step extends RecipeStep>([left, right]: Two<Step>): Halved<Step> {
	let shared = 0;
	while (isSame(left[shared], right[shared], shared === 0)) shared++;
	const half = (step: Step): Step => ({ ...step, quantity: step.quantity / 2 });
	return {
		whole: left.slice(0, shared).map((step, i) => ({
			...step,
			quantity: (step.quantity + (right[i]?.quantity ?? 0)) / 2
		})),
		halves: [left.slice(shared).map(half), right.slice(shared).map(half)]
	};
}

function isSame(
	one: RecipeStep | undefined,
	other: RecipeStep | undefined,
	isBall: boolean
): boolean {
	if (one?.ingredient !== other?.ingredient || !one || !other) return false;
	if (isBall) return true;
	const least = Math.min(one.quantity, other.quantity);
	const most = Math.max(one.quantity, other.quantity);
	return most - least <= most * NEAR && one.text.en === other.text.en;
}

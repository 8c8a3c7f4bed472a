/**
 * Preparation of a half-and-half pizza: one ball, the common base of both halves, then each half.
 */

import type { RecipeStep } from '../menu/menu.ts';

/**
 * Quantities that differ by at most this share are treated as equal: sauce is not spread more
 * exactly by hand.
 */
const NEAR = 0.2;

/** The two recipes of a half-and-half pizza, each as for a whole pizza. */
export type Two<Step> = readonly [readonly Step[], readonly Step[]];

export interface Halved<Step> {
	/** Steps for both halves, in quantities for the whole pizza. */
	whole: Step[];
	/** Steps that differ, in quantities for one half. */
	halves: [Step[], Step[]];
}

/**
 * Splits two recipes, each in the order of laying. There is one ball in any case. A later step is
 * shared, in the mean quantity, while both halves have about the same amount of the same ingredient
 * with the same instruction. After the first difference nothing is shared, because later ingredients
 * lie above it.
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

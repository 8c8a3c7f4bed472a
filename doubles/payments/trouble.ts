import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './http.ts';
import type { KnobBoard } from './knobs.ts';

/** What the knobs do to one API call. */
export type Trouble = 'none' | 'refused' | 'errorAfterEffect' | 'lostReply';

/**
 * Decides before the call runs. `refused`: 429 with no effect.
 * @param hasEffect false for reads, which cannot lose an effect.
 */
export function drawTrouble(knobs: KnobBoard, hasEffect: boolean): Trouble {
	const { rateLimit, errorAfterEffect, lostReply } = knobs.values;
	if (knobs.chance.hits(rateLimit)) {
		knobs.troubles.refused += 1;
		return 'refused';
	}
	if (!hasEffect) return 'none';
	if (knobs.chance.hits(errorAfterEffect)) return 'errorAfterEffect';
	return knobs.chance.hits(lostReply) ? 'lostReply' : 'none';
}

/** The pause between the effect and the answer. */
export async function slowDown(knobs: KnobBoard): Promise<void> {
	if (knobs.values.slowMs > 0) await sleep(knobs.values.slowMs);
}

export function lose(knobs: KnobBoard, answer: Answer): Answer {
	knobs.troubles.lostReply += 1;
	return { ...answer, lost: true };
}

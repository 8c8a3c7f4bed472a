/** The answer about the opening of a shop, for the description of the API. */

import { z } from 'zod';
import { OPENING_CHECKS } from '#domain/office/opening-checks.ts';
import type { OpeningAnswer } from '#domain/wire/opening.ts';

export const openingAnswer = z
	.object({
		isPreparing: z.boolean().describe('Not open to customers yet'),
		checks: z.array(z.object({ check: z.enum(OPENING_CHECKS), isDone: z.boolean() }))
	})
	.meta({ id: 'OpeningAnswer' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const openingAnswerHolds: Assignable<OpeningAnswer, z.output<typeof openingAnswer>> = true;

/** The process of one rehearsal: gets the evening, answers with the result. Seconds of computing, at the lowest priority. */

import { constants, setPriority } from 'node:os';
import type { Evening } from '#domain/plan/rehearsal/evening.ts';
import { rehearseAtOnce } from '#domain/plan/rehearsal/rehearse.ts';
import type { RehearsalKnobs } from '#domain/wire/rehearsal.ts';

/** What the process is sent. */
export interface RehearsalInput {
	evening: Evening;
	knobs: RehearsalKnobs;
}

// The plans of the worker go first.
setPriority(constants.priority.PRIORITY_LOW);

process.once('message', ({ evening, knobs }: RehearsalInput) => {
	const { mode: policy, ...options } = knobs;
	process.send?.(rehearseAtOnce(evening, { ...options, policy }), () => process.disconnect());
});

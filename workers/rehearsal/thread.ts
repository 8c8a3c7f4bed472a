/** The thread of one rehearsal: gets the evening, posts the result. Seconds of computing, at the lowest priority. */

import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Evening } from '#domain/plan/rehearsal/evening.ts';
import { rehearseAtOnce } from '#domain/plan/rehearsal/rehearse.ts';
import type { RehearsalKnobs } from '#domain/wire/rehearsal.ts';

/** What a thread is given. */
export interface ThreadInput {
	evening: Evening;
	knobs: RehearsalKnobs;
}

// On Linux the priority is that of this thread alone: plans of the main thread go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

const { evening, knobs } = workerData as ThreadInput;
const { mode: policy, ...options } = knobs;
parentPort?.postMessage(rehearseAtOnce(evening, { ...options, policy }));

import { expect, test } from 'vitest';
import { remaining, SOON_MINUTES } from './remaining.ts';

const MINUTE = 60_000;

test.each([
	['well before', 20 * MINUTE, { minutes: 20, state: 'calm' }],
	['a minute that has begun counts', 10 * MINUTE + 1, { minutes: 11, state: 'calm' }],
	['at the threshold', SOON_MINUTES * MINUTE, { minutes: 10, state: 'soon' }],
	['in the last second', 1000, { minutes: 1, state: 'soon' }],
	['at the instant', 0, { minutes: 0, state: 'late' }],
	['past, in whole minutes', -3 * MINUTE - 59_000, { minutes: 3, state: 'late' }]
] as const)('%s', (_what, left, expected) => {
	expect(remaining(left, 0)).toEqual(expected);
});

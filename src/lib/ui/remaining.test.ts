import { expect, test } from 'vitest';
import { remaining } from './remaining.ts';

const MINUTE = 60_000;

test.each([
	['well before', 20 * MINUTE, { minutes: 20, urgency: 'calm' }],
	['a minute that has begun counts', 9 * MINUTE + 1, { minutes: 10, urgency: 'calm' }],
	['at the threshold', 5 * MINUTE, { minutes: 5, urgency: 'soon' }],
	['in the last second', 1000, { minutes: 1, urgency: 'soon' }],
	['at the instant', 0, { minutes: 0, urgency: 'late' }],
	['past, in whole minutes', -3 * MINUTE - 59_000, { minutes: 3, urgency: 'late' }]
] as const)('%s', (_what, left, expected) => {
	expect(remaining(left, 0, 5)).toEqual(expected);
});

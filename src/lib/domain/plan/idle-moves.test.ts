import { describe, expect, test } from 'vitest';
import { adviseMoves, type CrewMember } from './idle-moves.ts';

/** Places are numbers on one street, a minute each. */
const POLICY = {
	travel: (a: number, b: number) => Math.abs(a - b),
	pickupIn: 2,
	horizon: 20,
	driving: 0.1
};
const idle = (id: string, at: number, over: Partial<CrewMember<number>> = {}) => ({
	...{ id, at, freeAt: 0, isIdle: true },
	...over
});
const busyShop = { pickup: 30, perMinute: 0.2, prepMinutes: 5 };
const advise = (crew: CrewMember<number>[], expected = [busyShop], policy = {}) =>
	adviseMoves(crew, expected, 0, { ...POLICY, ...policy });

describe('adviseMoves', () => {
	test('sends an idle driver towards expected orders', () => {
		expect(advise([idle('a', 0)])).toEqual([{ driver: 'a', to: 30 }]);
	});

	test('moves nobody who is busy, near enough, or where nothing is expected', () => {
		expect(advise([idle('a', 0, { isIdle: false })])).toEqual([]);
		expect(advise([idle('a', 28)])).toEqual([]);
		expect(advise([idle('a', 0)], [])).toEqual([]);
	});

	test('moves nobody if driving costs more than what is won', () => {
		expect(advise([idle('a', 0)], [busyShop], { driving: 10 })).toEqual([]);
	});

	test('spreads drivers over two shops', () => {
		const shops = [
			{ ...busyShop, pickup: 0 },
			{ ...busyShop, pickup: 12 }
		];

		expect(advise([idle('a', 0), idle('b', 0)], shops)).toEqual([{ driver: 'a', to: 12 }]);
	});
});

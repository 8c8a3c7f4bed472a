import { describe, expect, it } from 'vitest';
import { isRemembered, readTokens, withToken, writeTokens } from './remembered.ts';

const token = (n: number) => `token-of-an-order-${n}`;

describe('the orders of a device', () => {
	it('are read back as written, without invalid tokens', () => {
		const written = writeTokens([token(1), token(2)]);

		expect(readTokens(written)).toEqual([token(1), token(2)]);
		expect(readTokens(`${written}.<script>.short..${token(1)}`)).toEqual([token(1), token(2)]);
		expect(readTokens(undefined)).toEqual([]);
	});

	it('are the latest five, each once', () => {
		const all = [1, 2, 3, 4, 5, 6, 3].reduce<string[]>(
			(known, n) => withToken(known, token(n)),
			[]
		);

		expect(all).toEqual([3, 6, 5, 4, 2].map(token));
	});

	it('are shown while open and two hours after', () => {
		const stageAt = '2026-11-21T20:00:00.000Z';
		const after = (hours: number) => Date.parse(stageAt) + hours * 3_600_000;

		expect(isRemembered({ isClosed: false, stageAt }, after(10))).toBe(true);
		expect(isRemembered({ isClosed: true, stageAt }, after(1))).toBe(true);
		expect(isRemembered({ isClosed: true, stageAt }, after(3))).toBe(false);
	});
});

import { describe, expect, it } from 'vitest';
import { Steady } from './steady.ts';

const tap = (x: number, y: number, detail = 1) => ({ x, y, detail });

describe('a second tap on the same spot', () => {
	it('is not meant for the ticket that slid there, until a double tap would be over', () => {
		const steady = new Steady();

		expect(steady.isMeant(tap(100, 100), 0)).toBe(true);
		expect(steady.isMeant(tap(104, 98), 200)).toBe(false);
		steady.moved(300);
		expect(steady.isMeant(tap(104, 98), 700)).toBe(false);
		expect(steady.isMeant(tap(104, 98), 751)).toBe(true);
	});

	it('is meant when it is elsewhere, or comes from a key', () => {
		const steady = new Steady();
		steady.isMeant(tap(100, 100), 0);

		expect(steady.isMeant(tap(100, 100, 0), 10)).toBe(true);
		expect(steady.isMeant(tap(300, 100), 20)).toBe(true);
	});
});

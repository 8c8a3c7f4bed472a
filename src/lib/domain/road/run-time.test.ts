import { expect, test } from 'vitest';
import { runMinutes } from './run-time.ts';

const ride = (minutes: number, towards: 'n' | 'e' | 's') => ({
	metres: minutes * 300,
	minutes,
	towards
});

test('one door: there, the handover, and back', () => {
	expect(runMinutes([ride(5, 'n')])).toBe(13);
});

test('two orders for one door add one handover', () => {
	expect(runMinutes([ride(5, 'n'), ride(5, 'n')])).toBe(16);
});

test('opposite doors are as far apart as both rides together', () => {
	expect(runMinutes([ride(4, 'n'), ride(3, 's')])).toBe(4 + 7 + 3 + 6);
});

test('a right angle is the hypotenuse', () => {
	expect(runMinutes([ride(4, 'n'), ride(3, 'e')])).toBe(4 + 5 + 3 + 6);
});

test('an unknown door leaves it unknown', () => {
	expect(runMinutes([ride(4, 'n'), null])).toBeNull();
	expect(runMinutes([])).toBeNull();
});

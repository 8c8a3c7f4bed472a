import { expect, test } from 'vitest';
import { ageOf, fixOf } from './fix.ts';

const NOW = Date.parse('2026-11-20T19:00:00Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test('a position is old after a minute', () => {
	expect(ageOf(ago(60), NOW)).toEqual({ ageMs: 60_000, isOld: false });
	expect(ageOf(ago(61), NOW).isOld).toBe(true);
});

test('a position from a clock that is ahead is of now', () => {
	expect(ageOf(ago(-3), NOW)).toEqual({ ageMs: 0, isOld: false });
});

test('the position of a driver is told by its age, and unknown when there is none', () => {
	const seen = [{ driver: 'd', point: { lat: 0, lng: 0 }, accuracyM: 5, at: ago(90) }];

	expect(fixOf(seen, 'd', NOW)).toEqual({ ageMs: 90_000, isOld: true });
	expect(fixOf(seen, 'e', NOW)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { ageOf, claimedAt, fixOf, newestOf } from './fix.ts';

const NOW = Date.parse('2026-11-20T19:00:00Z');
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test('a position is old after a minute', () => {
	expect(ageOf(ago(60), NOW)).toEqual({ ageMs: 60_000, isOld: false });
	expect(ageOf(ago(61), NOW).isOld).toBe(true);
});

test('a position with a time in the future counts as current', () => {
	expect(ageOf(ago(-3), NOW)).toEqual({ ageMs: 0, isOld: false });
});

test('a driver’s position is described by its age, or as unknown', () => {
	const seen = [{ driver: 'd', point: { lat: 0, lng: 0 }, accuracyM: 5, at: ago(90) }];

	expect(fixOf(seen, 'd', NOW)).toEqual({ ageMs: 90_000, isOld: true });
	expect(fixOf(seen, 'e', NOW)).toBeUndefined();
});

test.each([
	['2026-11-20T18:59:30Z', -30],
	['2026-11-20T20:00:00+01:00', 0],
	['2026-11-20T18:00:00Z', -60],
	['2026-11-20T20:00:00Z', 60],
	['0000-01-01T00:00:00Z', -60],
	['9999-12-31T23:59:59-23:59', 60],
	['2026-11-23T00:00:00+23:59', 60],
	['2026-02-30T25:00:00Z', 0]
])('a phone that says %s is taken as %i s from now', (at, seconds) => {
	expect(claimedAt(at, NOW).getTime() - NOW).toBe(seconds * 1000);
});

test('the newest fix has the latest time; the last sent of equal ones', () => {
	const fix = (secondsAgo: number, lat: number) => ({ at: ago(secondsAgo), lat });

	expect(newestOf([fix(5, 1), fix(2, 2), fix(2, 3), fix(9, 4)]).lat).toBe(3);
});

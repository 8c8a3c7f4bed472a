import { describe, expect, test } from 'vitest';
import type { ForecastBoard } from './forecast-board.ts';
import { driverQueue, type QueueDriver, type QueueRun } from './driver-queue.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 24, 19);
const SHOP = { lat: 43.6, lng: 3.9 };
const FAR = { lat: 43.63, lng: 3.9 };

const board = (over: Partial<ForecastBoard> = {}): ForecastBoard => ({
	shop: 'gare',
	point: SHOP,
	prepMinutes: 15,
	speedKmh: 20,
	pace: 1,
	orders: [],
	drivers: [],
	...over
});
const driver = (name: string, minutesAgo: number, runs: QueueRun[] = []): QueueDriver => ({
	id: name,
	name,
	startedAt: NOW - minutesAgo * MINUTE,
	runs
});
const run = (from: number, to: number | null, over: Partial<QueueRun> = {}): QueueRun => ({
	id: `run-${from}`,
	status: to === null ? 'accepted' : 'done',
	offeredAt: NOW - from * MINUTE,
	endedAt: to === null ? null : NOW - to * MINUTE,
	lastDoor: SHOP,
	orders: ['a'],
	isByHand: false,
	reasons: [],
	...over
});
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

describe('the turn', () => {
	test('goes by the time back: the way home from the last door counts', () => {
		const near = driver('near', 90, [run(40, 20)]);
		const far = driver('far', 90, [run(40, 25, { lastDoor: FAR })]);
		const silent = driverQueue(board(), [far, near], NOW);

		expect(names(silent.waiting)).toEqual(['near', 'far']);
		expect(silent.waiting[0]?.backSince).toBe(NOW - 20 * MINUTE);
	});

	test('is not of a driver whose phone is still far from the shop', () => {
		const drivers = [{ id: 'a', point: FAR }];
		const { waiting, away } = driverQueue(board({ drivers }), [driver('a', 90)], NOW);

		expect(waiting).toEqual([]);
		expect(away).toMatchObject([{ name: 'a', isLeaving: false }]);
		expect(away[0]?.backAt).toBeGreaterThan(NOW);
	});

	test('is not of a driver who was just at a far door, when the phone is silent', () => {
		const late = driver('a', 90, [run(20, 0, { lastDoor: FAR })]);

		expect(driverQueue(board(), [late], NOW).away[0]?.backAt).toBeGreaterThan(NOW);
	});

	test('with an open run of which no order is known has no time', () => {
		const { away } = driverQueue(board(), [driver('a', 90, [run(5, null)])], NOW);

		expect(away).toEqual([{ id: 'a', name: 'a', isLeaving: true, backAt: null }]);
	});
});

describe('a jump', () => {
	const jumps = (...drivers: QueueDriver[]) => driverQueue(board(), drivers, NOW).jumps;

	test('is a run of a driver who was back later than another one at the shop', () => {
		const [jump, ...rest] = jumps(driver('a', 30), driver('b', 20, [run(5, null)]));

		expect(jump).toMatchObject({ driver: 'b', before: 'a', cause: 'plan' });
		expect(rest).toEqual([]);
	});

	test.each([
		['the first one has a run', [run(10, 2)]],
		['the first one is not back yet', [run(20, 6, { lastDoor: FAR })]]
	])('is none when %s', (_why, runs) => {
		expect(jumps(driver('a', 30, runs), driver('b', 20, [run(5, null)]))).toEqual([]);
	});

	test('of long ago is not shown', () => {
		expect(jumps(driver('a', 90), driver('b', 80, [run(40, 35)]))).toEqual([]);
	});

	test.each([
		['declined', 'declined'],
		['expired', 'no_answer']
	] as const)('after an offer that was %s says so', (status, cause) => {
		const refused = run(6, 5, { status });

		expect(jumps(driver('a', 30, [refused]), driver('b', 20, [run(5, null)]))).toMatchObject([
			{ cause, reasons: [] }
		]);
	});
});

import { expect, test } from 'vitest';
import { STATUSES } from '../order/order.ts';
import { currentStop, inDrivingOrder, likelyChange, nextStep, troubleSteps } from './road.ts';
import type { RoadStop } from './road.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 19, minute)).toISOString();
const stop = (number: number, over: Partial<RoadStop> = {}): RoadStop => ({
	id: `order-${number}`,
	number,
	status: 'boxed',
	position: 1,
	stageAt: at(0),
	...over
});

test('each stage on the road has one next step, kitchen stages have none', () => {
	const steps = STATUSES.map((status) => [status, nextStep(status)]).filter(([, step]) => step);

	expect(steps).toEqual([
		['boxed', 'pick_up'],
		['out', 'arrive'],
		['at_door', 'deliver'],
		['failed', 'return']
	]);
});

test('failing and returning are possible on the road only', () => {
	expect(troubleSteps('boxed')).toEqual([]);
	expect(troubleSteps('failed')).toEqual([]);
	expect(troubleSteps('out')).toEqual(['fail', 'return']);
	expect(troubleSteps('at_door')).toEqual(['fail', 'return']);
});

test('stops are sorted by position, then by number', () => {
	const stops = [stop(9, { position: 2 }), stop(8), stop(3, { position: 2 })];

	expect(inDrivingOrder(stops).map(({ number }) => number)).toEqual([8, 3, 9]);
});

test('before leaving, every boxed order is picked up', () => {
	const stops = [stop(1, { status: 'out', stageAt: at(5) }), stop(2, { position: 2 })];

	expect(currentStop(stops)?.number).toBe(2);
});

test('an order boxed after the driver left does not replace the open drop-off', () => {
	const late = stop(2, { position: 2, stageAt: at(9) });

	expect(currentStop([stop(1, { status: 'out', stageAt: at(5) }), late])?.number).toBe(1);
	expect(currentStop([late])?.number).toBe(2);
});

test('the driver may choose another stop, but not leave the door they are at', () => {
	const stops = [
		stop(1, { status: 'out', stageAt: at(5) }),
		stop(2, { status: 'out', position: 2, stageAt: at(5) })
	];

	expect(currentStop(stops)?.number).toBe(1);
	expect(currentStop(stops, 'order-2')?.number).toBe(2);
	expect(currentStop(stops, 'gone')?.number).toBe(1);
	expect(currentStop([{ ...stops[0]!, status: 'at_door' }, stops[1]!], 'order-2')?.number).toBe(1);
});

test('a boxed order comes before one still in the kitchen, and no stops give none', () => {
	const cooking = stop(1, { status: 'in_oven' });

	expect(currentStop([cooking, stop(2, { position: 2 })])?.number).toBe(2);
	expect(currentStop([cooking])?.number).toBe(1);
	expect(currentStop([])).toBeUndefined();
});

test('an order to return comes after the open drop-offs', () => {
	const back = stop(1, { status: 'failed' });

	expect(currentStop([back, stop(2, { status: 'out', position: 2 })])?.number).toBe(2);
	expect(currentStop([back])?.number).toBe(1);
});

test('change is computed for common banknotes, exact to the cent', () => {
	expect(likelyChange(2480)).toEqual([
		{ givenMinor: 3000, backMinor: 520 },
		{ givenMinor: 4000, backMinor: 1520 },
		{ givenMinor: 5000, backMinor: 2520 }
	]);
	expect(likelyChange(1990)).toEqual([
		{ givenMinor: 2000, backMinor: 10 },
		{ givenMinor: 5000, backMinor: 3010 },
		{ givenMinor: 10_000, backMinor: 8010 }
	]);
	expect(likelyChange(5000)).toEqual([
		{ givenMinor: 6000, backMinor: 1000 },
		{ givenMinor: 10_000, backMinor: 5000 }
	]);
	expect(likelyChange(0)).toEqual([]);
});

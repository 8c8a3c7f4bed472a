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

test('each stage of the road has one next step, the kitchen’s have none', () => {
	const steps = STATUSES.map((status) => [status, nextStep(status)]).filter(([, step]) => step);

	expect(steps).toEqual([
		['boxed', 'pick_up'],
		['out', 'arrive'],
		['at_door', 'deliver'],
		['failed', 'return']
	]);
});

test('the ways out exist on the road only', () => {
	expect(troubleSteps('boxed')).toEqual([]);
	expect(troubleSteps('failed')).toEqual([]);
	expect(troubleSteps('out')).toEqual(['fail', 'return']);
	expect(troubleSteps('at_door')).toEqual(['fail', 'return']);
});

test('stops are driven by position, then by number', () => {
	const stops = [stop(9, { position: 2 }), stop(8), stop(3, { position: 2 })];

	expect(inDrivingOrder(stops).map(({ number }) => number)).toEqual([8, 3, 9]);
});

test('before leaving, everything that is boxed is picked up', () => {
	const stops = [stop(1, { status: 'out', stageAt: at(5) }), stop(2, { position: 2 })];

	expect(currentStop(stops)?.number).toBe(2);
});

test('what is boxed after the driver left does not push itself before the open door', () => {
	const late = stop(2, { position: 2, stageAt: at(9) });

	expect(currentStop([stop(1, { status: 'out', stageAt: at(5) }), late])?.number).toBe(1);
	expect(currentStop([late])?.number).toBe(2);
});

test('the driver may choose another stop, but not away from the door they stand at', () => {
	const stops = [
		stop(1, { status: 'out', stageAt: at(5) }),
		stop(2, { status: 'out', position: 2, stageAt: at(5) })
	];

	expect(currentStop(stops)?.number).toBe(1);
	expect(currentStop(stops, 'order-2')?.number).toBe(2);
	expect(currentStop(stops, 'gone')?.number).toBe(1);
	expect(currentStop([{ ...stops[0]!, status: 'at_door' }, stops[1]!], 'order-2')?.number).toBe(1);
});

test('what can be taken comes before what is still cooking, and nothing is nothing', () => {
	const cooking = stop(1, { status: 'in_oven' });

	expect(currentStop([cooking, stop(2, { position: 2 })])?.number).toBe(2);
	expect(currentStop([cooking])?.number).toBe(1);
	expect(currentStop([])).toBeUndefined();
});

test('what has to be brought back waits behind the doors that are still open', () => {
	const back = stop(1, { status: 'failed' });

	expect(currentStop([back, stop(2, { status: 'out', position: 2 })])?.number).toBe(2);
	expect(currentStop([back])?.number).toBe(1);
});

test('change is told for the notes that people hold out, exact to the cent', () => {
	expect(likelyChange(2480)).toEqual([
		{ givenMinor: 3000, backMinor: 520 },
		{ givenMinor: 4000, backMinor: 1520 },
		{ givenMinor: 5000, backMinor: 2520 }
	]);
	expect(likelyChange(1990)).toEqual([
		{ givenMinor: 2000, backMinor: 10 },
		{ givenMinor: 5000, backMinor: 3010 }
	]);
	expect(likelyChange(5000)).toEqual([{ givenMinor: 6000, backMinor: 1000 }]);
	expect(likelyChange(0)).toEqual([]);
});

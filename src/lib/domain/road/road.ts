/** The driver's next step: pure rules over the stops of a run. */

import { actionsFor, type Action } from '../order/lifecycle.ts';
import type { Status } from '../order/order.ts';
import { fittingCash } from '../pay/door.ts';

/** The fields of a stop that the rules need. */
export interface RoadStop {
	id: string;
	number: number;
	status: Status;
	position: number;
	/** Time at which it entered its status. */
	stageAt: string;
}

/** Actions for a delivery that goes wrong. */
const TROUBLE: readonly Action[] = ['fail', 'return'];

/**
 * The next action of a stop; undefined while the kitchen has the order. A failed delivery is
 * returned.
 */
export function nextStep(status: Status): Action | undefined {
	const possible = roadActions(status);
	return possible.length === 1 ? possible[0] : possible.find((action) => !TROUBLE.includes(action));
}

/** Actions to offer when the next step is not possible. */
export function troubleSteps(status: Status): Action[] {
	const possible = roadActions(status);
	return TROUBLE.filter((action) => possible.length > 1 && possible.includes(action));
}

const roadActions = (status: Status) => actionsFor(['driver'], status, 'delivery');

/** The stops in driving order. */
export function inDrivingOrder<S extends RoadStop>(stops: readonly S[]): S[] {
	return stops.toSorted((a, b) => a.position - b.position || a.number - b.number);
}

/**
 * The current stop: the door the driver is at; else the stop they chose; else an order still to be
 * picked up; else the next drop-off. An order boxed after the driver left comes after the open
 * drop-offs: it must not replace the current stop on the road.
 */
export function currentStop<S extends RoadStop>(
	stops: readonly S[],
	chosen?: string
): S | undefined {
	const inOrder = inDrivingOrder(stops);
	const out = inOrder.filter((stop) => stop.status === 'out');
	const leftAt = Math.min(...out.map((stop) => Date.parse(stop.stageAt)));
	return (
		inOrder.find((stop) => stop.status === 'at_door') ??
		inOrder.find((stop) => stop.id === chosen) ??
		inOrder.find((stop) => stop.status === 'boxed' && Date.parse(stop.stageAt) <= leftAt) ??
		out[0] ??
		inOrder[0]
	);
}

export interface HandedCash {
	/** Amount that the customer hands over, in minor units. */
	givenMinor: number;
	/** Change to give back, in minor units. */
	backMinor: number;
}

/** The change for likely amounts handed over; empty when nothing is due. */
export function likelyChange(dueMinor: number): HandedCash[] {
	return fittingCash(dueMinor)
		.slice(0, 3)
		.map((givenMinor) => ({ givenMinor, backMinor: givenMinor - dueMinor }));
}

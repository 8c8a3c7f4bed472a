/** What a driver does next: pure rules over the stops in hand. */

import { actionsFor, type Action } from '../order/lifecycle.ts';
import type { Status } from '../order/order.ts';

/** What the rules need to know of a stop. */
export interface RoadStop {
	id: string;
	number: number;
	status: Status;
	position: number;
	/** When it came into its status. */
	stageAt: string;
}

/** Steps that a driver takes only when something has gone wrong. */
const TROUBLE: readonly Action[] = ['fail', 'return'];

/**
 * The one step that leads on from here, or undefined while the kitchen still has it. What could not
 * be handed over is brought back.
 */
export function nextStep(status: Status): Action | undefined {
	const possible = roadActions(status);
	return possible.length === 1 ? possible[0] : possible.find((action) => !TROUBLE.includes(action));
}

/** The ways out when the next step cannot be done. */
export function troubleSteps(status: Status): Action[] {
	const possible = roadActions(status);
	return TROUBLE.filter((action) => possible.length > 1 && possible.includes(action));
}

const roadActions = (status: Status) => actionsFor(['driver'], status, 'delivery');

/** The stops as they are to be driven. */
export function inDrivingOrder<S extends RoadStop>(stops: readonly S[]): S[] {
	return stops.toSorted((a, b) => a.position - b.position || a.number - b.number);
}

/**
 * The stop that the driver deals with now: the door they stand at; else one that they chose; else
 * what is still to be taken along; else the next door. An order boxed after the driver has left
 * waits behind the open doors: it must not push itself under the thumb on the road.
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

/** Banknotes that people pay with at a door, in minor units. */
const NOTES = [1000, 2000, 5000];

export interface HandedCash {
	/** What the customer holds out, in minor units. */
	givenMinor: number;
	/** What goes back, in minor units. */
	backMinor: number;
}

/** The change to give for what people are likely to hold out; nothing for nothing due. */
export function likelyChange(dueMinor: number): HandedCash[] {
	if (dueMinor <= 0) return [];
	const given = new Set(NOTES.map((note) => Math.ceil(dueMinor / note) * note));
	return [...given]
		.filter((givenMinor) => givenMinor > dueMinor)
		.sort((a, b) => a - b)
		.map((givenMinor) => ({ givenMinor, backMinor: givenMinor - dueMinor }));
}

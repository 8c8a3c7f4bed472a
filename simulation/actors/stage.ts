/** Shared state of all actors: clock, incidents, and the fate of each order. */

import type { Caller } from '../client/caller.ts';
import type { House } from '../client/house.ts';
import { wasStopped, type Clock } from '../clock.ts';
import { fateOf, type Fate, type Plan } from '../plan/evening-plan.ts';
import { chanceOf } from '../random.ts';
import type { Roads } from '../road/roads.ts';
import type { Tally } from '../tally.ts';

export interface Stage {
	house: House;
	clock: Clock;
	tally: Tally;
	roads: Roads;
	plan: Plan;
	seed: number;
	/** By order id; planned orders, and others that actors have met. */
	fates: Map<string, Fate>;
	/** By the origin of their pages: whether the provider is a payment double. */
	providers: Map<string, Promise<boolean>>;
	/** Simulated minutes per minute of the server's promises; 1 if the server's pace was not set. */
	pace: number;
	/**
	 * Simulated minutes from order to promise. The slots of orders ahead are real minutes, whatever the pace:
	 * they are played as so many simulated ones, or an evening would wait for them for hours.
	 */
	promisedIn(order: { placedAt: string; promisedAt: string; wantedAt: string | null }): number;
	/** Simulated minutes since an instant of the server. */
	since(at: string): number;
	/** Slowdown factor of a shop's oven at this minute. */
	ovenFactor(shop: string): number;
	/** Speed factor of the roads in the current weather; 1 when dry. */
	roadFactor(): number;
}

/** A signed-in member of staff with their own client. */
export interface Member {
	id: string;
	name: string;
	caller: Caller;
}

const MINUTE_MS = 60_000;

export function createStage(
	given: Pick<Stage, 'house' | 'clock' | 'tally' | 'roads' | 'plan' | 'seed' | 'pace'>
): Stage {
	const { clock, plan } = given;
	const factor = (pick: (incident: Plan['incidents'][number]) => number | undefined) =>
		plan.incidents.reduce((product, incident) => {
			const isNow = incident.from <= clock.now() && clock.now() < incident.from + incident.minutes;
			return isNow ? product * (pick(incident) ?? 1) : product;
		}, 1);
	return {
		...given,
		fates: new Map(),
		providers: new Map(),
		promisedIn: ({ placedAt, promisedAt, wantedAt }) =>
			((Date.parse(promisedAt) - Date.parse(placedAt)) * (wantedAt ? 1 : given.pace)) / MINUTE_MS,
		since: (at) => clock.minutesOf(Date.now() - Date.parse(at)),
		ovenFactor: (shop) =>
			factor((incident) =>
				incident.kind === 'slow_oven' && incident.shop === shop ? incident.factor : undefined
			),
		roadFactor: () => factor((incident) => (incident.kind === 'rain' ? incident.speed : undefined))
	};
}

/** How long an actor waits for a customer's answer, which identifies the order. */
const STRANGER_MS = 30_000;

/**
 * Whether the fate of this order is known. A kitchen may see an order before its customer has the
 * answer: it must wait, or it would use another fate than the planned one.
 */
export function hasFate(stage: Stage, order: { id: string; placedAt: string }): boolean {
	return stage.fates.has(order.id) || Date.now() - Date.parse(order.placedAt) > STRANGER_MS;
}

/** The fate of an order; unplanned orders get one derived from their id. */
export function fateOfOrder(stage: Stage, id: string): Fate {
	const known = stage.fates.get(id);
	return known ?? fateOf(chanceOf(stage.seed, 'stranger', id), 0);
}

/** Runs an actor's task; an error is recorded as a fault, unless the simulation was stopped. */
export function run(stage: Stage, what: string, work: Promise<unknown>): void {
	work.catch((error: unknown) => {
		if (wasStopped(error)) return;
		stage.tally.faults.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
	});
}

/** Calls `look` a few times a second until the simulation is stopped. */
export function pollUntilStopped(stage: Stage, everyMs: number, look: () => void): void {
	const timer = setInterval(look, everyMs);
	stage.clock.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

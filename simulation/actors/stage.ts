/** What everybody on the stage shares: the time, the weather, and what becomes of each order. */

import type { Caller } from '../client/caller.ts';
import type { House } from '../client/house.ts';
import { isBrokenOff, type Clock } from '../clock.ts';
import { fateOf, type Fate, type Plan } from '../plan/plan.ts';
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
	/** Of the orders of the plan, by id, and of others that were met. */
	fates: Map<string, Fate>;
	/** Minutes of the evening that the server's promises count in one of ours; 1 when it was not told. */
	pace: number;
	/** Minutes of the evening from order to promise. */
	promisedIn(order: { placedAt: string; promisedAt: string }): number;
	/** Minutes of the evening since an instant of the server. */
	since(at: string): number;
	/** How much slower the oven of this shop bakes now. */
	ovenFactor(shop: string): number;
	/** How fast one gets along in this weather; 1 on a dry evening. */
	roadFactor(): number;
}

/** Somebody signed in, with their own client. */
export interface Member {
	id: string;
	name: string;
	caller: Caller;
}

const MINUTE_MS = 60_000;

export function setStage(
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
		promisedIn: ({ placedAt, promisedAt }) =>
			((Date.parse(promisedAt) - Date.parse(placedAt)) * given.pace) / MINUTE_MS,
		since: (at) => clock.minutesOf(Date.now() - Date.parse(at)),
		ovenFactor: (shop) =>
			factor((incident) =>
				incident.kind === 'slow_oven' && incident.shop === shop ? incident.factor : undefined
			),
		roadFactor: () => factor((incident) => (incident.kind === 'rain' ? incident.speed : undefined))
	};
}

/** So long a customer may wait for the answer that says which order is theirs. */
const STRANGER_MS = 30_000;

/**
 * Whether the fate of this order is known. A kitchen may see an order before its customer has the answer:
 * it waits for that, or it would be cooked by other dice than the plan's.
 */
export function hasFate(stage: Stage, order: { id: string; placedAt: string }): boolean {
	return stage.fates.has(order.id) || Date.now() - Date.parse(order.placedAt) > STRANGER_MS;
}

/** What becomes of this order; one that is not of the plan gets a fate by its id. */
export function fateOfOrder(stage: Stage, id: string): Fate {
	const known = stage.fates.get(id);
	return known ?? fateOf(chanceOf(stage.seed, 'stranger', id), 0);
}

/** Does the work; being broken off is no fault, anything else is written down. */
export function run(stage: Stage, what: string, work: Promise<unknown>): void {
	work.catch((error: unknown) => {
		if (isBrokenOff(error)) return;
		stage.tally.faults.push(`${what}: ${error instanceof Error ? error.stack : String(error)}`);
	});
}

/** Looks around again and again, a few times a second, until the evening is broken off. */
export function lookAround(stage: Stage, everyMs: number, look: () => void): void {
	const timer = setInterval(look, everyMs);
	stage.clock.signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

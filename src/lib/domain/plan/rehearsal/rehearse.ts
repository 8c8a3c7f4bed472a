/** The comparison of a past evening: what was, the same in the model, and with the planner or another choice. */

import { minuteOf } from '../../time/quote.ts';
import { placeTravel } from '../travel.ts';
import { withDrivers } from './drivers.ts';
import type { Course, Evening } from './evening.ts';
import { withKitchen } from './kitchen-shift.ts';
import { measuresOf, type Measures } from './measures.ts';
import { observed, peopleModel } from './people.ts';
import { roadOf } from './road.ts';
import { simulate, type Policy } from './simulate.ts';

export interface RehearsalOptions {
	/** Drivers more, or fewer when negative. */
	drivers?: number | undefined;
	/** Hands and oven places more, or fewer. */
	hands?: number | undefined;
	oven?: number | undefined;
	/** From early (0) to fresh (1); the shop's setting without it. */
	freshness?: number | undefined;
	policy?: Policy | undefined;
}

export interface Rehearsal {
	shop: string;
	day: string;
	policy: Policy;
	/** On shift that day, and in the rehearsal. */
	drivers: { was: number; rehearsed: number };
	/** Orders of the day that are not replayed. */
	leftOut: number;
	/** Orders with a time that a timer inferred. */
	estimated: number;
	/** As observed. */
	was: Measures | null;
	/** The same decisions in the model: its difference to `was` is the model's own error. */
	model: Measures | null;
	rehearsed: Measures | null;
	/** Mean over the deliveries of |door in the model - door as observed|, minutes. */
	modelErrorMinutes: number;
	/** By number. */
	orders: OrderDifference[];
}

export interface OrderDifference {
	number: number;
	/** Epoch ms; null when no one could carry it. */
	promisedAt: number;
	wasAt: number;
	modelAt: number;
	rehearsedAt: number | null;
	/** Earlier than in the model of what was: positive. Minutes. */
	wonMinutes: number | null;
	isEstimated: boolean;
	/** Who carried it, and who carries it in the rehearsal; ids. */
	wasBy: string;
	rehearsedBy: string | null;
}

/** Why an evening cannot be rehearsed with some options. */
export type RehearsalProblem = 'no_delivery' | 'no_driver' | 'no_kitchen' | 'bad_freshness';

/** What is wrong with the options for this evening; undefined when nothing is. */
export function problemOf(
	evening: Evening,
	options: RehearsalOptions
): RehearsalProblem | undefined {
	const { drivers = 0, hands = 0, oven = 0, freshness = 0 } = options;
	if (!evening.orders.some(({ carried }) => carried)) return 'no_delivery';
	if (evening.drivers.length + drivers < 1) return 'no_driver';
	if (evening.kitchen.hands + hands < 1 || evening.kitchen.ovenPlaces + oven < 1)
		return 'no_kitchen';
	return freshness >= 0 && freshness <= 1 ? undefined : 'bad_freshness';
}

/** The same in words. */
export function faultOf(evening: Evening, options: RehearsalOptions): string | undefined {
	const problem = problemOf(evening, options);
	if (!problem) return undefined;
	return {
		no_delivery: `No delivery of ${evening.day} can be replayed.`,
		no_driver: `Only ${evening.drivers.length} drivers were on shift: one has to remain.`,
		no_kitchen: 'One pair of hands and one oven place have to remain.',
		bad_freshness: 'The freshness is between 0 and 1.'
	}[problem];
}

/** The rehearsal in steps; the options have been checked by `faultOf`. */
export function* rehearse(
	evening: Evening,
	options: RehearsalOptions = {}
): Generator<void, Rehearsal> {
	const { drivers = 0, hands = 0, oven = 0, policy = 'planner' } = options;
	const road = roadOf(evening, placeTravel(evening));
	const was = observed(evening);
	const model = peopleModel(evening, road);
	const { hands: usualHands, ovenPlaces } = evening.kitchen;
	const kitchen = { ...evening.kitchen, hands: usualHands + hands, ovenPlaces: ovenPlaces + oven };
	const orders = hands === 0 && oven === 0 ? evening.orders : withKitchen(evening, kitchen);
	const scene = {
		...{ evening, road, kitchen, orders },
		freshness: options.freshness ?? evening.freshness,
		drivers: withDrivers(evening, drivers),
		rideOf: new Map(),
		ridesOf: new Map(),
		passedOver: new Map()
	};
	const course = yield* simulate(scene, policy);
	const differences = differencesOf(evening, { was, model, course });
	return {
		...{ shop: evening.shop, day: evening.day, policy },
		drivers: { was: evening.drivers.length, rehearsed: scene.drivers.length },
		leftOut: evening.leftOut,
		estimated: evening.orders.filter(({ isEstimated }) => isEstimated).length,
		was: measuresOf(evening, was, false),
		model: measuresOf(evening, model, true),
		rehearsed: measuresOf(evening, course, true),
		modelErrorMinutes:
			differences.reduce((sum, one) => sum + Math.abs(one.modelAt - one.wasAt), 0) /
			road.minute /
			Math.max(1, differences.length),
		orders: differences
	};
}

/** Without pauses. */
export function rehearseAtOnce(evening: Evening, options: RehearsalOptions = {}): Rehearsal {
	const steps = rehearse(evening, options);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

function differencesOf(
	evening: Evening,
	{ was, model, course }: { was: Course; model: Course; course: Course }
): OrderDifference[] {
	const minute = minuteOf(evening);
	const legsOf = (one: Course) => new Map(one.legs.map((leg) => [leg.order, leg]));
	const [seen, modelled, rehearsed] = [legsOf(was), legsOf(model), legsOf(course)];
	return evening.orders
		.flatMap(({ id, number, promisedAt, isEstimated }) => {
			const [observedLeg, modelLeg, leg] = [seen.get(id), modelled.get(id), rehearsed.get(id)];
			if (!observedLeg || !modelLeg) return [];
			const [wasAt, modelAt, rehearsedAt] = [
				observedLeg.doorAt,
				modelLeg.doorAt,
				leg?.doorAt ?? null
			];
			const wonMinutes = rehearsedAt === null ? null : (modelAt - rehearsedAt) / minute;
			const carriers = { wasBy: observedLeg.driver, rehearsedBy: leg?.driver ?? null };
			const times = { promisedAt, wasAt, modelAt, rehearsedAt, wonMinutes };
			return { number, ...times, isEstimated, ...carriers };
		})
		.toSorted((a, b) => a.number - b.number);
}

import type { RoadTrip } from '#domain/plan/road.ts';
import { runPolicy } from '../run-one.ts';
import { planPolicy, type PlanOptions } from '../plan-policy.ts';
import type { Instance } from '../instance.ts';
import type { View } from '../simulate.ts';
import { Beliefs, withUnknownPreparation, type Knowledge } from './beliefs.ts';

/** What was known of an order at its placement, and when it was at the door. Minutes. */
export interface Sample {
	instance: string;
	placedAt: number;
	/** From placement to door, as the first plan with this order has it. */
	planned: number;
	/** From placement to door, as it was. */
	actual: number;
	/** From placement to ready, as expected. */
	preparation: number;
	/** How far the restaurant's preparation times were from what was expected. */
	spread: number;
	/** From ready to pick-up, as planned: the longer, the less a late kitchen matters. */
	pickup: number;
	/** Open orders by couriers on shift. */
	load: number;
	/** Drop-offs before this one in its trip. */
	stopsBefore: number;
}

/** Plays a day with unknown preparation times; the orders that were delivered, by placement. */
export function samplesOf(
	instance: Instance,
	options: PlanOptions,
	knowledge: Knowledge
): Sample[] {
	const beliefs = new Beliefs(instance, knowledge);
	const first = new Map<string, Omit<Sample, 'actual' | 'instance'>>();
	const watch = (view: View, trips: readonly RoadTrip[]) => {
		for (const { id, ...order } of view.open) {
			if (first.has(id)) continue;
			const trip = trips.find(({ orders }) => orders.includes(id));
			if (!trip) continue;
			const stopsBefore = trip.orders.indexOf(id);
			first.set(id, {
				placedAt: order.placedAt,
				planned: trip.doorAt[stopsBefore]! - order.placedAt,
				preparation: beliefs.minutes(order.restaurant),
				spread: beliefs.spread(order.restaurant),
				pickup: trip.leaveAt - instance.pickupMinutes / 2 - order.readyAt,
				load: view.open.length / onShift(view),
				stopsBefore
			});
		}
	};
	const policy = planPolicy(instance, { ...options, watch }, []);
	const { solution } = runPolicy(instance, withUnknownPreparation(beliefs, policy));
	return solution.drops
		.map(({ order, droppedAt }) => ({ ...first.get(order)!, droppedAt }))
		.map(({ droppedAt, ...known }) => ({
			...known,
			instance: instance.name,
			actual: droppedAt - known.placedAt
		}))
		.sort((a, b) => a.placedAt - b.placedAt);
}

const onShift = ({ couriers, now }: View) =>
	Math.max(1, couriers.filter(({ onAt, offAt }) => onAt <= now && now < offAt).length);

/** The city and day: the number before the size of a public instance; the whole name of a made-up one. */
export const seedOf = ({ instance }: Pick<Sample, 'instance'>): string =>
	/^\d+/.exec(instance)?.[0] ?? instance;

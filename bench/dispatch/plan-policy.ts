import { DEFAULT_WEIGHTS, planRoad } from '#domain/plan/plan-road.ts';
import type {
	RoadDriver,
	RoadOrder,
	RoadPolicy,
	RoadTrip,
	RoadWeights
} from '#domain/plan/road.ts';
import { idleMoves } from './idle.ts';
import type { Instance } from './instance.ts';
import { TRIP_ORDERS } from './one-shop.ts';
import type { CourierState, Decide, Decision, View } from './simulate.ts';

/** Parts of the planner that can be switched off, to see what each is worth. */
export const PARTS = ['search', 'memory', 'moves', 'bundles', 'late', 'ahead'] as const;
export type Part = (typeof PARTS)[number];

export interface PlanOptions {
	rounds: number;
	seed: number;
	/** A decision ends its search after so many ms; Infinity: only the rounds end it. */
	deadlineMs: number;
	without: ReadonlySet<Part>;
	weights?: RoadWeights;
	moveDriving?: number;
	/** Sees each plan as it is made. */
	watch?: (view: View, trips: readonly RoadTrip[]) => void;
}

/** Couriers whose shift begins within so many minutes are planned with. */
const AHEAD = 60;

/**
 * The product's planner in the simulator: asked again each minute, and only what is due is done.
 * `spent` receives the ms of each decision.
 */
export function planPolicy(instance: Instance, options: PlanOptions, spent: number[]): Decide {
	const { pickupMinutes, dropMinutes, target } = instance;
	const half = (minutes: number) => ({ in: minutes / 2, out: minutes / 2 });
	const service = { pickup: half(pickupMinutes), drop: half(dropMinutes) };
	const home = instance.restaurants.findIndex(({ id }) => id === instance.home);
	const isShop = home >= 0;
	let lastTrips: readonly RoadTrip[] = [];
	return (view) => {
		const began = performance.now();
		const policy: RoadPolicy<number> = {
			travel: view.travel,
			service,
			home: isShop ? home : null,
			servesEachOrder: true,
			weights: options.weights ?? DEFAULT_WEIGHTS,
			maxPassedOver: Infinity
		};
		const { trips } = planRoad(
			view.open.map((order) => roadOrder(order, target)),
			driversOf(view, options, isShop ? TRIP_ORDERS : Infinity),
			view.now,
			policy,
			{
				rounds: options.without.has('search') ? 0 : options.rounds,
				seed: options.seed + view.now,
				isTimeUp: () => performance.now() - began > options.deadlineMs,
				lastTrips: options.without.has('memory') ? [] : lastTrips
			}
		);
		lastTrips = trips;
		options.watch?.(view, trips);
		const decisions = act(view, trips, service.pickup.out, options);
		if (!isShop && !options.without.has('moves'))
			decisions.push(
				...idleMoves(view, trips, {
					pickupIn: service.pickup.in,
					driving: options.moveDriving ?? policy.weights.driving
				})
			);
		spent.push(performance.now() - began);
		return decisions;
	};
}

const roadOrder = (order: View['open'][number], target: number): RoadOrder<number> => ({
	id: order.id,
	pickup: order.restaurant,
	door: order.door,
	placedAt: order.placedAt,
	readyAt: order.readyAt,
	dueAt: order.placedAt + target,
	declinedBy: [],
	passedOver: 0
});

function driversOf(
	{ couriers, now }: View,
	{ without }: PlanOptions,
	most: number
): RoadDriver<number>[] {
	return couriers
		.filter(({ onAt, offAt, freeAt }) => {
			if (without.has('ahead') && freeAt > now) return false;
			return onAt <= now + AHEAD && offAt >= now && freeAt <= offAt;
		})
		.map(({ id, place, freeAt, offAt }) => ({
			id,
			at: place,
			freeAt,
			until: offAt,
			capacity: without.has('bundles') ? 1 : most,
			// The instances ask nothing of fairness.
			awayMinutes: 0
		}));
}

/** The first trip of each courier who is free: take the orders, or set off for them. */
function act(view: View, trips: readonly RoadTrip[], out: number, options: PlanOptions) {
	const couriers = new Map<string, CourierState>(view.couriers.map((state) => [state.id, state]));
	const orders = new Map(view.open.map((order) => [order.id, order]));
	const decisions: Decision[] = [];
	for (const trip of trips) {
		const courier = couriers.get(trip.driver);
		if (!courier || courier.freeAt > view.now) continue;
		// Later trips of the same courier wait for the next plan.
		couriers.delete(trip.driver);
		const { restaurant } = orders.get(trip.orders[0]!)!;
		if (courier.place === restaurant) {
			if (trip.leaveAt - out <= view.now)
				decisions.push({ courier: courier.id, take: trip.orders });
		} else if (trip.isDue || options.without.has('late')) {
			decisions.push({ courier: courier.id, to: restaurant });
		}
	}
	return decisions;
}

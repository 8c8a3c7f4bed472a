/**
 * The plan of a shop: which driver takes which orders when, and from that when each pizza has to go into the
 * oven. Pure: the clock and the time limit of the search are given.
 */

import { isAssignable } from '../order/desk.ts';
import { BEFORE_START, isIn, type Status } from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import { HANDOVER_MINUTES } from '../time/quote.ts';
import { firstName } from '../people/first-name.ts';
import { isAtShop } from './at-shop.ts';
import type { ByOrder, LeaveEstimate } from './forecast-board.ts';
import type { Estimates } from './forecasts.ts';
import type { KitchenAnswer, KitchenReady } from './kitchen-ready.ts';
import type { QuarterLoad } from './kitchen/plan-kitchen.ts';
import { legsOf, readyByLegs } from './legs.ts';
import { parcelsOf, type Parcel } from './parcels.ts';
import { DEFAULT_WEIGHTS, planRoad } from './plan-road.ts';
import type { PlanBoard, PlanDriver, PlanOrder } from './plan-board.ts';
import type { RoadDriver, RoadPlan, RoadSearch, RoadTrip, RoadWeights } from './road.ts';
import { leaveByLegs } from './road-legs.ts';
import * as words from './run-words.ts';
import { placeTravel, rideMinutes, type Place, type PlaceTravel } from './travel.ts';
import { ovenCalls } from './oven-call.ts';

/** A run that the plan proposes; no driver has been asked. Instants are epoch ms. */
export interface PlannedRun {
	driver: string;
	/** In the order of the drop-offs. */
	orders: string[];
	leaveAt: number;
	/** Arrival at the door of each order. */
	doorAt: number[];
	backAt: number;
	/** The driver is there and the orders are ready, or nearly: it cannot be put off without loss. */
	isDue: boolean;
	reasons: Text[];
	/** The driver who would have been second, and the weighted minutes lost with them. */
	second: { driver: string; lossMinutes: number } | null;
}

export interface ShopPlan {
	runs: PlannedRun[];
	/** Deliveries that can be given to a driver and that no driver can take. */
	unplanned: { order: string; why: RoadPlan['unplanned'][number]['why'] }[];
	/** For every open order, with the oven call of those that are not in the oven. */
	estimates: Estimates;
	/** When each driver on shift is back at the shop, with the planned runs. */
	backAt: ReadonlyMap<string, number>;
	/** What each quarter hour asks of the kitchen; empty with leg times. */
	load: QuarterLoad[];
	/** The weighted minutes that the search made small. */
	cost: number;
}

export interface PlanOptions {
	search: RoadSearch;
	/** The kitchen; `rank` has it make the orders in that sequence. Leg times without it, which no rank changes. */
	kitchen?: (rank?: ByOrder<number>) => KitchenAnswer;
}

/** An order is passed over no more often. */
const MOST_PASSED_OVER = 2;
/** A run is handed out so many minutes before its driver has to go, so that they can get ready. */
const LEAD_MINUTES = 2;
const NO_END = 24 * 60;
const AHEAD_MINUTES = 45;
/** How often the kitchen's sequence follows the departures. */
const TURNS = 2;

/** Ruin-and-recreate rounds of one plan. */
const ROUNDS = 300;
/** A search takes no longer: then the best plan so far is taken. */
export const PLAN_MS = 60;

/** The search of one plan of a shop. Equal boards have equal plans, unless the time is up first. */
export const shopSearch = (isTimeUp: () => boolean): RoadSearch => ({
	rounds: ROUNDS,
	seed: 1,
	isTimeUp
});

/** The weights of a minute at a point between early (0) and fresh (1). */
export function weightsOf(freshness: number): RoadWeights {
	return { ...DEFAULT_WEIGHTS, age: DEFAULT_WEIGHTS.age * 2 * freshness };
}

/**
 * The plan at `now`. What a driver holds stays as it is: they are free after it. Orders for one door travel
 * together. Of two sequences of the kitchen the one with the smaller cost is taken.
 */
export function planShop(board: PlanBoard, now: number, options: PlanOptions): ShopPlan {
	const { kitchen } = options;
	if (!kitchen) {
		const answer = { ready: readyByLegs(board, now), load: [] };
		return withCalls(board, planOnce(board, now, answer, options), now);
	}
	let best = planOnce(board, now, kitchen(), options);
	let last = best;
	for (let turn = 0; turn < TURNS; turn++) {
		last = planOnce(board, now, kitchen(departures(last)), options);
		if (last.cost >= best.cost) break;
		best = last;
	}
	return withCalls(board, best, now, kitchen(departures(best)).ready);
}

/** The calls for these departures; `kitchen` has the latest times that its queues allow for them. */
function withCalls(
	board: PlanBoard,
	plan: ShopPlan,
	now: number,
	kitchen?: ByOrder<KitchenReady>
): ShopPlan {
	const { ready, leave } = plan.estimates;
	return { ...plan, estimates: { leave, ready: ovenCalls(board, { ready, leave, kitchen }, now) } };
}

/** The kitchen makes first what leaves first. */
function departures({ runs }: ShopPlan): ByOrder<number> {
	return new Map(runs.flatMap(({ orders, leaveAt }) => orders.map((id) => [id, leaveAt] as const)));
}

interface Road {
	board: PlanBoard;
	now: number;
	minute: number;
	shop: Place;
	ready: ByOrder<KitchenReady>;
	load: QuarterLoad[];
	travel: PlaceTravel;
	/** Minutes from now. */
	minutes: (at: number) => number;
	at: (minutes: number) => number;
}

function planOnce(
	board: PlanBoard,
	now: number,
	{ ready, load }: KitchenAnswer,
	{ search }: PlanOptions
): ShopPlan {
	const { minute } = legsOf(board);
	const road: Road = {
		board,
		now,
		minute,
		shop: { point: board.point },
		ready,
		load,
		travel: placeTravel(board),
		minutes: (at) => (at - now) / minute,
		at: (minutes) => now + minutes * minute
	};
	const held = leaveByLegs(
		{ ...board, orders: board.orders.filter(({ stop }) => stop !== null) },
		ready,
		now
	);
	const parcels = parcelsOf(
		board.orders.filter(isOpen),
		(order) => roadOrder(road, order),
		board.runOrders
	);
	const drivers = board.drivers.map((driver) => roadDriver(road, driver, held));
	return shopPlan(road, withinLimit(road, { parcels, drivers, search }), {
		parcels,
		drivers,
		held
	});
}

/** A parcel is one stop to the planner of the road: with fewer stops, no run has too many orders. */
function withinLimit(
	{ board, travel, shop }: Road,
	{ parcels, drivers, search }: Pick<Laid, 'parcels' | 'drivers'> & { search: RoadSearch }
): RoadPlan {
	const size = new Map(parcels.map(({ road, orders }) => [road.id, orders.length]));
	for (let stops = board.runOrders; ; stops--) {
		const plan = planRoad(
			parcels.map((parcel) => parcel.road),
			drivers.map((driver) => ({ ...driver, capacity: stops })),
			0,
			{
				travel,
				service: { pickup: { in: 0, out: 0 }, drop: { in: 0, out: HANDOVER_MINUTES } },
				home: shop,
				weights: weightsOf(board.freshness),
				maxPassedOver: MOST_PASSED_OVER
			},
			search
		);
		const ordersOf = ({ orders }: RoadTrip) =>
			orders.reduce((sum, id) => sum + (size.get(id) ?? 0), 0);
		if (stops <= 1 || plan.trips.every((trip) => ordersOf(trip) <= board.runOrders)) return plan;
	}
}

/** Deliveries without a driver, those that are not accepted yet too: they need an arrival time. */
const isOpen = (order: PlanOrder): boolean =>
	order.stop === null &&
	order.fulfilment === 'delivery' &&
	(isAssignable(order) || isIn(BEFORE_START, order.status));

function roadOrder(road: Road, order: PlanOrder): Parcel['road'] {
	const { shop, ready, minutes, now, minute } = road;
	// An order ahead counts as placed when it would have been, for as soon as possible.
	const placedAt =
		order.wantedAt === null ? order.placedAt : order.wantedAt - AHEAD_MINUTES * minute;
	return {
		id: order.id,
		pickup: shop,
		door: { point: order.door },
		placedAt: minutes(placedAt),
		readyAt: minutes(ready.get(order.id)?.readyAt ?? now),
		dueAt: minutes(order.promisedAt),
		declinedBy: order.declinedBy.toSorted(),
		passedOver: order.passedOver
	};
}

/** When a driver without orders was back, or should have been; see `driver-queue.ts`. */
const backSince = ({ board, minute }: Road, { freeSince, lastDoor }: PlanDriver): number =>
	lastDoor ? freeSince + rideMinutes(board, lastDoor, board.point) * minute : freeSince;

/** A driver after what they hold; one whose phone is silent is taken to be at the shop. */
function roadDriver(
	road: Road,
	driver: PlanDriver,
	held: ByOrder<LeaveEstimate>
): RoadDriver<Place> {
	const { board, shop, minutes } = road;
	const stops = board.orders.filter(({ stop }) => stop?.driver === driver.id);
	const last = stops
		.map(({ id, door }) => ({ doorAt: held.get(id)?.doorAt ?? 0, door }))
		.toSorted((a, b) => b.doorAt - a.doorAt)[0];
	const isNear = !driver.point || isAtShop(board.point, driver.point);
	const at = last ? { point: last.door } : isNear ? shop : { point: driver.point };
	return {
		id: driver.id,
		at,
		freeAt: last ? minutes(last.doorAt) + HANDOVER_MINUTES : minutes(driver.freeSince),
		until: NO_END,
		capacity: board.runOrders,
		turn: minutes(backSince(road, driver)),
		awayMinutes: driver.awayMinutes
	};
}

interface Laid {
	parcels: readonly Parcel[];
	drivers: readonly RoadDriver<Place>[];
	held: ByOrder<LeaveEstimate>;
}

function shopPlan(road: Road, plan: RoadPlan, { parcels, drivers, held }: Laid): ShopPlan {
	const { board, shop, at } = road;
	const byId = new Map(parcels.map((parcel) => [parcel.road.id, parcel]));
	const leave = new Map(held);
	const backAt = new Map(
		drivers.map(({ id, at: place, freeAt }) => [
			id,
			at(Math.max(0, freeAt) + road.travel(place, shop))
		])
	);
	const runs: PlannedRun[] = [];
	for (const trip of plan.trips) {
		const taken = trip.orders.map((id) => byId.get(id)).filter((parcel) => parcel !== undefined);
		const run = runOf(road, trip, taken);
		const isFirst = !runs.some(({ driver }) => driver === run.driver);
		const isFree = !board.orders.some(({ stop }) => stop?.driver === run.driver);
		runs.push({ ...run, isDue: run.isDue && isFirst && isFree });
		backAt.set(trip.driver, at(trip.backAt));
		for (const [id, estimate] of estimatesOf(road, run, taken)) leave.set(id, estimate);
	}
	const unplanned = plan.unplanned.flatMap(({ order, why }) =>
		(byId.get(order)?.orders ?? []).map((one) => ({ order: one.id, why, status: one.status }))
	);
	const withoutDriver =
		unplanned.length > 0 ? leaveByLegs({ ...board, drivers: [] }, road.ready, road.now) : null;
	for (const { order, why } of unplanned) {
		const estimate = withoutDriver?.get(order);
		if (estimate) leave.set(order, { ...estimate, reasons: [words.WHY_UNPLANNED[why]] });
	}
	return {
		runs,
		unplanned: unplanned.filter(isGivable).map(({ order, why }) => ({ order, why })),
		estimates: { ready: road.ready, leave },
		backAt,
		load: road.load,
		cost: plan.cost
	};
}

const isGivable = ({ status }: { status: Status }): boolean =>
	isAssignable({ status, fulfilment: 'delivery' });

function runOf(road: Road, trip: RoadTrip, parcels: readonly Parcel[]): PlannedRun {
	const { at } = road;
	const orders = parcels.flatMap((parcel) => parcel.orders);
	const { secondDriver, lossMinutes } = trip.why;
	return {
		driver: trip.driver,
		orders: orders.map(({ id }) => id),
		leaveAt: at(trip.leaveAt),
		doorAt: parcels.flatMap((parcel, index) =>
			parcel.orders.map(() => at(trip.doorAt[index] ?? 0))
		),
		backAt: at(trip.backAt),
		isDue: (trip.isDue || trip.goAt <= LEAD_MINUTES) && orders.every(isGivable),
		reasons: reasonsOf(road, trip, parcels),
		second:
			secondDriver === null || lossMinutes === null
				? null
				: { driver: secondDriver, lossMinutes: Math.round(lossMinutes * 10) / 10 }
	};
}

function reasonsOf(road: Road, trip: RoadTrip, parcels: readonly Parcel[]): Text[] {
	const { board, now, minute, travel, shop } = road;
	const driver = board.drivers.find(({ id }) => id === trip.driver);
	const orders = parcels.flatMap((parcel) => parcel.orders);
	const whole = (ms: number) => Math.round(ms / minute);
	const isOut = board.orders.some(({ stop }) => stop?.driver === trip.driver);
	const isNear = !driver?.point || isAtShop(board.point, driver.point);
	const near = isNear ? 0 : Math.round(travel({ point: driver.point }, shop));
	const promise = Math.min(...orders.map(({ promisedAt }) => promisedAt));
	const second = board.drivers.find(({ id }) => id === trip.why.secondDriver)?.name;
	return [
		isOut ? words.whyBack(Math.max(0, Math.round(trip.goAt))) : words.whyNear(near),
		...(isOut ? [] : [words.whyFree(Math.max(0, whole(now - (driver?.freeSince ?? now))))]),
		words.whyNow(whole(promise - now)),
		...(orders.length > 1 ? [words.whyTogether(orders.length, parcels.length)] : []),
		...(trip.why.waitsFor === 'kitchen' && trip.leaveAt >= 1
			? [words.whyKitchen(Math.round(trip.leaveAt))]
			: []),
		words.whySecond(second && firstName(second), trip.why.lossMinutes)
	];
}

/** A wait of a ready order shorter than this needs no reason. */
const WAIT_MINUTES = 2;

function estimatesOf(road: Road, run: PlannedRun, parcels: readonly Parcel[]) {
	return run.orders.map((id, index): [string, LeaveEstimate] => {
		const before = parcels.findIndex(({ orders }) => orders.some((order) => order.id === id));
		const waited = Math.round(
			(run.leaveAt - Math.max(road.ready.get(id)?.readyAt ?? road.now, road.now)) / road.minute
		);
		const waits = waited >= WAIT_MINUTES;
		return [
			id,
			{
				leaveAt: run.leaveAt,
				driver: run.driver,
				doorAt: run.doorAt[index] ?? run.leaveAt,
				cause: before > 0 ? 'stop_before' : waits ? 'driver' : 'on_time',
				reasons: [
					...(before > 0 ? [words.stopsBefore(before)] : []),
					...(waits ? [words.waitsFor(waited)] : [])
				]
			}
		];
	});
}

/** Maps a recorded day onto the demo town: its restaurants to shops, its doors to houses. */

import type { Point } from '#domain/order/order.ts';
import { distanceM } from '#domain/time/quote.ts';
import { DEMO_TOWN } from '#domain/road/demo-town.ts';
import { basketOf, counterOf } from '../plan/basket.ts';
import { doorsNear, type Door } from '../plan/doors.ts';
import { fateOf, personOf, type Plan, type PlannedOrder, type Town } from '../plan/evening-plan.ts';
import { paymentOf, USUAL_SHARES, type PayShares } from '../plan/paying.ts';
import { STATIONS, type SceneMenu } from '../plan/scene.ts';
import { chanceOf } from '../random.ts';
import type { Instance } from './instance.ts';
import { shiftsOf } from './shifts.ts';

/** After scaling, 90 % of the doors are at most this far from their shop, in metres. */
const REACH_M = 1500;
/** Factor from straight-line to street distance. */
const DETOUR = 1.3;
const TRACKING = 0.5;
const STOPS = 3;

export interface ReplayOptions {
	seed: number;
	menu: SceneMenu;
	/** Number of drivers of each shop. */
	drivers: number;
	minutes?: number | undefined;
	shares?: PayShares | undefined;
}

/**
 * The plan of the recorded day. Distances are scaled to the town, and drivers ride slower by the
 * same factor, so a ride takes about as long as recorded. The baskets come from the scene.
 */
export function planOfRecordedDay(day: Instance, town: Town, options: ReplayOptions): Plan {
	const shopOf = spread(day, town);
	const couriers = couriersBy(day, shopOf);
	const scale = REACH_M / ninetieth(day);
	const first = Math.min(...day.orders.map(({ placed }) => placed)) - 1;
	const minutes = options.minutes ?? Infinity;
	const near = new Map(
		town.shops.map(({ id, point, radiusM }) => [id, doorsNear(town.doors, point, radiusM * 0.95)])
	);
	const counters = new Map(
		town.shops.map(({ id }) => [id, counterOf(town.menus[id]!, options.menu)])
	);
	const orders = day.orders
		.filter(({ placed }) => placed - first < minutes)
		.toSorted((a, b) => a.placed - b.placed || (a.id < b.id ? -1 : 1))
		.map((order, n): PlannedOrder => {
			const ask = (question: string) => chanceOf(options.seed, 'replay', order.id, question);
			const shop = shopOf.get(order.restaurant)!;
			const { point, minimumMinor } = town.shops.find(({ id }) => id === shop)!;
			const from = day.restaurants.get(order.restaurant)!;
			const away = { east: (order.x - from.x) * scale, north: (order.y - from.y) * scale };
			const door = nearestDoor(near.get(shop)!, moved(point, away));
			const { name: city, postcode } = DEMO_TOWN;
			return {
				n,
				at: order.placed - first,
				body: {
					shop,
					fulfilment: 'delivery',
					customer: personOf(ask('person'), n),
					address: { street: door.street, city, postcode, point: door.point },
					lines: basketOf(counters.get(shop)!, options.menu, ask('basket'), minimumMinor)
				},
				byPhone: false,
				ahead: null,
				tracks: ask('track').happens(TRACKING),
				twice: false,
				change: null,
				cancel: null,
				// Every recorded order was cooked and brought: all pay.
				pay: {
					...paymentOf(ask('payment'), options.shares ?? USUAL_SHARES),
					manner: 'pays' as const
				},
				fate: {
					...fateOf(ask('fate'), 0),
					isRecalled: false,
					atDoor: day.dropoffMinutes,
					readyAfter: Math.max(1, order.ready - order.placed)
				}
			};
		});
	const shops = town.shops.map(({ id }) => ({
		id,
		share: 1,
		cooks: STATIONS.map((station) => ({ station, speed: 1, rush: 1 })),
		minutesPerPizza: 1,
		oven: { pizzas: 1000, minutes: 1 },
		shifts: shiftsOf(couriers.get(id) ?? [], options.drivers, first),
		speedKmh: (day.metresPerMinute * scale * DETOUR * 60) / 1000,
		loadMinutes: day.pickupMinutes,
		reachM: REACH_M,
		stops: STOPS
	}));
	const last = orders.at(-1)?.at ?? 0;
	return { orders, shops, incidents: [], minutes: last + 1, isRecorded: true };
}

/** Restaurants by number of orders, each to the shop with the fewest orders so far. */
function spread({ orders, restaurants }: Instance, town: Town): Map<string, string> {
	const counts = new Map([...restaurants.keys()].map((id) => [id, 0]));
	for (const { restaurant } of orders) counts.set(restaurant, (counts.get(restaurant) ?? 0) + 1);
	const load = new Map(town.shops.map(({ id }) => [id, 0]));
	const shopOf = new Map<string, string>();
	for (const [restaurant, count] of [...counts].sort(([, a], [, b]) => b - a)) {
		const [least] = [...load].sort(([, a], [, b]) => a - b);
		if (!least) throw new Error('No shop is open');
		shopOf.set(restaurant, least[0]);
		load.set(least[0], least[1] + count);
	}
	return shopOf;
}

/** Each courier works for the shop that has the most orders per courier in those hours. */
function couriersBy(day: Instance, shopOf: ReadonlyMap<string, string>) {
	const hired = new Map<string, Instance['couriers']>(
		[...shopOf.values()].map((shop) => [shop, []])
	);
	const placedAt = Map.groupBy(day.orders, ({ restaurant }) => shopOf.get(restaurant)!);
	for (const courier of day.couriers.toSorted((a, b) => a.on - b.on || (a.id < b.id ? -1 : 1))) {
		const wanting = ([shop, hands]: [string, Instance['couriers']]) => {
			const during = (at: number) => courier.on <= at && at < courier.off;
			const orders = (placedAt.get(shop) ?? []).filter(({ ready }) => during(ready)).length;
			const beside = hands.reduce((sum, { on, off }) => sum + overlap(courier, { on, off }), 0);
			return orders / (beside + courier.off - courier.on);
		};
		// Of two equal shops, the one with fewer couriers: a shop with orders must not have none.
		const [most] = [...hired].sort((a, b) => wanting(b) - wanting(a) || a[1].length - b[1].length);
		most?.[1].push(courier);
	}
	return hired;
}

const overlap = (a: { on: number; off: number }, b: { on: number; off: number }): number =>
	Math.max(0, Math.min(a.off, b.off) - Math.max(a.on, b.on));

function ninetieth({ orders, restaurants }: Instance): number {
	const metres = orders
		.map(({ x, y, restaurant }) => {
			const from = restaurants.get(restaurant)!;
			return Math.hypot(x - from.x, y - from.y);
		})
		.sort((a, b) => a - b);
	return Math.max(1, metres[Math.floor(metres.length * 0.9)] ?? 1);
}

function moved({ lat, lng }: Point, away: { east: number; north: number }): Point {
	const metresPerDegree = 111_195;
	return {
		lat: lat + away.north / metresPerDegree,
		lng: lng + away.east / (metresPerDegree * Math.cos((lat * Math.PI) / 180))
	};
}

function nearestDoor(doors: readonly Door[], wish: Point): Door {
	let best: Door | undefined;
	let bestM = Infinity;
	for (const door of doors) {
		const metres = distanceM(door.point, wish);
		if (metres < bestM) [best, bestM] = [door, metres];
	}
	if (!best) throw new Error('A shop has no house within its reach');
	return best;
}

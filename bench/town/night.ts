/** One Friday evening of one demo shop: what its customers, cooks, doors and streets do, by the seed. */

import type { Point } from '#domain/order/order.ts';
import type { Fulfilment } from '#domain/order/order.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { pizzasOf, type PizzaGroup } from '#domain/plan/kitchen/work.ts';
import { roadMinutes } from '#domain/road/travel.ts';
import { demoMenu } from '../../db/demo/menu/index.ts';
import { DEMO_SHOPS, type DemoShop } from '../../db/demo/shops.ts';
import { doorsOf } from '../../simulation/plan/doors.ts';
import { planEvening, type PlannedOrder, type Town } from '../../simulation/plan/evening-plan.ts';
import { readScene } from '../../simulation/plan/read-scene.ts';
import { chanceOf } from '../../simulation/random.ts';
import { roadsOf, TOWN_STREETS } from '../../simulation/road/roads.ts';

export interface NightOrder {
	id: string;
	number: number;
	placedAt: number;
	wantedAt: number | null;
	fulfilment: Fulfilment;
	pizzas: PizzaGroup[];
	door: Point | null;
	/** Until a cook accepts it, ms. */
	acceptMs: number;
	/** Factors on the usual minutes of a pizza. */
	make: number;
	bake: number;
	/** At the door, until it is handed over, ms. */
	atDoorMs: number;
}

export interface Night {
	seed: number;
	shop: DemoShop;
	orders: NightOrder[];
	drivers: string[];
	startsAt: number;
	/** By the streets, with the noise of this evening; the planner does not know it. */
	rideOf(from: Point, to: Point): { ms: number; km: number };
}

const FRIDAY = Date.UTC(2026, 10, 27, 17, 30);
/** Of the doors; long stairs, no answer, a customer who looks for the purse. */
const SLOW_DOORS = 0.1;
const index = indexMenu(demoMenu);
const isPizza = (product: string) => index.products.get(product)?.kind === 'pizza';
const scene = await readScene('friday-rush');
const doors = doorsOf(TOWN_STREETS);
const pointOf = new Map(doors.map(({ street, point }) => [street, point]));
const town: Town = {
	shops: DEMO_SHOPS.map(({ id, point, deliveryRadiusM, minimumMinor }) => {
		return { id, point, radiusM: deliveryRadiusM, minimumMinor };
	}),
	menus: Object.fromEntries(DEMO_SHOPS.map(({ id }) => [id, demoMenu])),
	doors
};
const roads = roadsOf(TOWN_STREETS);
const metresOf = new Map<string, number>();

/** As the simulation plans it, without those who cancel: an order without a driver is no delivery. */
export function nightOf(seed: number, shopId: string, drivers: number): Night {
	const shop = DEMO_SHOPS.find(({ id }) => id === shopId);
	if (!shop) throw new Error(`There is no shop ${shopId}`);
	const planned = planEvening(scene, town, { seed }).orders.filter(
		({ body, cancel }) => body.shop === shopId && !cancel
	);
	return {
		seed,
		shop,
		orders: planned.map((order, at) => orderOf(seed, order, at + 1)),
		drivers: Array.from({ length: drivers }, (_, at) => `driver ${at + 1}`),
		startsAt: FRIDAY,
		rideOf: (from, to) => rideOf(seed, shop, from, to)
	};
}

function orderOf(seed: number, { n, at, body, ahead, fate }: PlannedOrder, number: number) {
	const chance = chanceOf(seed, 'town', n);
	const basket = priceBasket(index, body.lines);
	if (!basket.ok) throw new Error('The menu refuses a basket of the simulation');
	const placedAt = FRIDAY + Math.round(at * MINUTE);
	const slowMinutes = chance.happens(SLOW_DOORS) ? chance.between(2, 6) : 0;
	return {
		id: `order ${String(number).padStart(3, '0')}`,
		number,
		placedAt,
		wantedAt: ahead === null ? null : placedAt + ahead * MINUTE,
		fulfilment: body.fulfilment,
		pizzas: pizzasOf(basket.value.lines, isPizza, {}),
		door: body.address ? (pointOf.get(body.address.street) ?? null) : null,
		acceptMs: chance.between(0.2, 1.2) * MINUTE,
		make: fate.make,
		bake: fate.bake,
		atDoorMs: (fate.atDoor + 0.5 + slowMinutes) * MINUTE
	};
}

/** Traffic and lights: each way has its own factor, the same in every mode. */
function rideOf(seed: number, { speedKmh }: DemoShop, from: Point, to: Point) {
	const way = `${from.lat},${from.lng}>${to.lat},${to.lng}`;
	let metres = metresOf.get(way);
	if (metres === undefined) {
		metres = from === to ? 0 : roads.between(from, to).metres;
		metresOf.set(way, metres);
	}
	const noise = chanceOf(seed, 'traffic', way).spread() ** 0.7;
	return { ms: roadMinutes(metres, speedKmh) * noise * MINUTE, km: metres / 1000 };
}

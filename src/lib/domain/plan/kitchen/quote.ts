/** The quote for one basket: what is before it in the kitchen, its own pizzas, and the way to its door. */

import { MINUTE } from '../../time/hours.ts';
import { isIn, NOT_STARTED, type Evidence, type Fulfilment } from '../../order/order.ts';
import type { Point, Status } from '../../order/order.ts';
import type { Travel } from '../../road/travel.ts';
import {
	distanceM,
	HANDOVER_MINUTES,
	minuteOf,
	travelMinutes,
	type Quote
} from '../../time/quote.ts';
import {
	capacityAt,
	type KitchenCapacity,
	type KitchenKnobs,
	type KitchenSettings
} from './capacity.ts';
import { loadClass, withLearnt, type KitchenTimes } from './learnt.ts';
import { Line } from './line.ts';
import { layAll, tasksOf } from './plan-kitchen.ts';
import { pizzaCount, type KitchenWork, type PizzaGroup } from './work.ts';

/** An open order before boxing, as the database has it. Instants are epoch ms. */
export interface OpenOrder {
	id: string;
	number: number;
	status: Status;
	evidence: Evidence;
	stageAt: number;
	promisedAt: number;
	/** Of an order ahead. */
	wantedAt: number | null;
	fulfilment: Fulfilment;
	/** The drop-off; null for a collection, and when it is not known. */
	door: Point | null;
	pizzas: PizzaGroup[];
}

/** What a shop's quotes are computed from. */
export interface QuoteShop {
	/** One pizza in an empty kitchen, from the order to the box: no promise is shorter. */
	prepMinutes: number;
	speedKmh: number;
	/** Minutes of riding by road, where they are known. */
	travel?: Travel | undefined;
	/** Simulated minutes per real minute; 1 except in a demo that runs faster. */
	pace?: number;
	point: Point;
	deliveryRadiusM: number;
	kitchen: KitchenSettings;
	knobs: KitchenKnobs;
	/** From the shop's own log; empty while it has none. */
	times: readonly KitchenTimes[];
	open: readonly OpenOrder[];
}

export interface Way {
	fulfilment: Fulfilment;
	/** To the door in a straight line; 0 for a collection. */
	straightM: number;
	/** The door, where it is known. */
	door?: Point | null | undefined;
}

/** Of orders not accepted yet no more than these delay a promise: some may not be serious. */
const UNACCEPTED_ORDERS = 6;
const UNACCEPTED_PIZZAS = 15;
/** Pizzas of an order ahead are not made earlier than this before they are due. */
const FRESH_MINUTES = 15;

/** Metres to a door in a straight line: 0 for a collection, half the delivery radius when it is not known. */
export function metresTo(
	shop: Pick<QuoteShop, 'point' | 'deliveryRadiusM'>,
	fulfilment: Fulfilment,
	door?: Point | null
): number {
	if (fulfilment === 'collection') return 0;
	return door ? distanceM(shop.point, door) : shop.deliveryRadiusM / 2;
}

function rideMinutes({ speedKmh, travel, point }: QuoteShop, way: Way): number {
	if (way.fulfilment === 'collection') return 0;
	if (travel && way.door) return travel(point, way.door) + HANDOVER_MINUTES;
	return travelMinutes(way.straightM, speedKmh);
}

/** The kitchen at one instant, ready to be asked for baskets. */
interface Kitchen {
	now: number;
	minuteMs: number;
	capacity: KitchenCapacity;
	/** What the learnt times say the slow tenth needs more, per pizza. */
	spread: { makeMs: number; bakeMs: number };
	work: KitchenWork[];
}

/** The open orders as the planner takes them, all of them. */
export function kitchenWork(shop: QuoteShop, now: number): KitchenWork[] {
	return workOf(shop, shop.open, kitchenAt(now, shop).capacity);
}

/** The capacity of the shop now: settings, learnt times and knobs. */
export const capacityOf = (shop: QuoteShop, now: number): KitchenCapacity =>
	kitchenAt(now, shop).capacity;

function kitchenAt(now: number, shop: QuoteShop): Omit<Kitchen, 'work'> {
	const minuteMs = minuteOf(shop);
	// Learnt minutes are real ones: a demo that runs faster keeps to its settings.
	const isReal = minuteMs === MINUTE;
	const current = shop.open.filter(({ wantedAt }) => wantedAt === null);
	const load = loadClass(current.reduce((sum, { pizzas }) => sum + pizzaCount(pizzas), 0));
	const learnt = withLearnt(shop.kitchen, isReal ? shop.times : [], load);
	return {
		now,
		minuteMs,
		capacity: capacityAt(now, learnt.settings, shop.knobs, minuteMs),
		spread: {
			makeMs: learnt.spread.makeMinutes * minuteMs,
			bakeMs: learnt.spread.bakeMinutes * minuteMs
		}
	};
}

/** Minutes of one usual pizza with nothing before it. */
const soloMs = ({ makeMs, bakeMs, cutMs }: KitchenCapacity): number => makeMs + bakeMs + cutMs;

function workOf(
	shop: QuoteShop,
	open: readonly OpenOrder[],
	capacity: KitchenCapacity
): KitchenWork[] {
	const minuteMs = minuteOf(shop);
	return open.map(({ promisedAt, wantedAt, fulfilment, door, number: _, ...order }) => {
		const way = { fulfilment, straightM: metresTo(shop, fulfilment, door), door };
		const dueAt = promisedAt - rideMinutes(shop, way) * minuteMs;
		return {
			...order,
			dueAt,
			notBefore: wantedAt === null ? null : freshFrom(dueAt, order.pizzas, capacity, minuteMs)
		};
	});
}

/** The earliest start of an order ahead: what its pizzas take by themselves, and a margin. */
function freshFrom(
	dueAt: number,
	pizzas: readonly PizzaGroup[],
	{ hands, ovenPlaces, ...capacity }: KitchenCapacity,
	minuteMs: number
): number {
	const count = pizzaCount(pizzas);
	const slowest = Math.max(capacity.makeMs / hands, capacity.bakeMs / ovenPlaces, capacity.cutMs);
	const own = soloMs({ hands, ovenPlaces, ...capacity }) + Math.max(0, count - 1) * slowest;
	return dueAt - own - FRESH_MINUTES * minuteMs;
}

/** The open orders that delay a promise: of those not accepted yet only so many. */
export function believable(open: readonly OpenOrder[]): OpenOrder[] {
	let [orders, pizzas] = [UNACCEPTED_ORDERS, UNACCEPTED_PIZZAS];
	const inTurn = open.toSorted(
		(a, b) => a.promisedAt - b.promisedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
	);
	return inTurn.flatMap((order) => {
		if (order.status !== 'placed') return order;
		if (orders === 0) return [];
		orders--;
		const groups = order.pizzas.map((group) => {
			const count = Math.min(group.count, pizzas);
			pizzas -= count;
			return { ...group, count };
		});
		return { ...order, pizzas: groups };
	});
}

const BASKET = '\uffff basket';

/** Lays the orders with the basket before those of `after`; when each is boxed. */
function readyTimes(
	kitchen: Kitchen,
	basket: KitchenWork | null,
	rankOf: (work: KitchenWork) => number
): Map<string, number> {
	const { now, capacity, minuteMs, work } = kitchen;
	const orders = basket ? [...work, basket] : work;
	const tasks = tasksOf({ now, capacity, orders, rank: rankOf, minuteMs });
	const line = new Line(capacity, now);
	const ready = new Map<string, number>();
	for (const [task, pizzas] of layAll(line, tasks, { now, capacity }))
		ready.set(
			task.order.id,
			pizzas.reduce((last, { cutTo }) => Math.max(last, cutTo), now)
		);
	return ready;
}

/** Orders ahead that the basket would make late, or later. */
function delayed(
	work: readonly KitchenWork[],
	before: ReadonlyMap<string, number>,
	after: ReadonlyMap<string, number>
): KitchenWork[] {
	return work.filter(({ id, dueAt }) => {
		const lateMs = (ready: ReadonlyMap<string, number>) =>
			Math.max(0, (ready.get(id) ?? 0) - dueAt);
		return lateMs(after) > lateMs(before) + 1;
	});
}

const asBasket = (
	pizzas: readonly PizzaGroup[],
	{ now, dueAt, notBefore }: { now: number; dueAt: number; notBefore: number | null }
): KitchenWork => ({
	id: BASKET,
	status: 'placed',
	evidence: 'tap',
	stageAt: now,
	dueAt,
	notBefore,
	pizzas
});

/** When a basket ordered now is boxed: behind all that is for now, without making an order ahead late. */
function readyNow(kitchen: Kitchen, pizzas: readonly PizzaGroup[]): number {
	const { now, work } = kitchen;
	const isAhead = (one: KitchenWork) => one.notBefore !== null && isIn(NOT_STARTED, one.status);
	const ahead = work.filter(isAhead).sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
	const basket = asBasket(pizzas, { now, dueAt: Infinity, notBefore: null });
	const before = readyTimes(kitchen, null, byDue);
	let overtaken = 0;
	for (;;) {
		const first = new Set(ahead.slice(0, overtaken).map(({ id }) => id));
		// What is for now and what goes first, in turn; then the basket; then the other orders ahead.
		const rankOf = (one: KitchenWork) =>
			one.id === BASKET
				? MIDDLE
				: isAhead(one) && !first.has(one.id)
					? MIDDLE + one.dueAt
					: one.dueAt;
		const after = readyTimes(kitchen, basket, rankOf);
		const ready = after.get(BASKET) ?? now;
		const isFirst = ahead.slice(overtaken).findIndex(({ dueAt }) => dueAt <= ready);
		const [harmed] = delayed(ahead.slice(overtaken), before, after);
		const next = Math.max(isFirst + 1, harmed ? ahead.indexOf(harmed) - overtaken + 1 : 0);
		if (next === 0) return ready;
		overtaken += next;
	}
}

const byDue = ({ dueAt }: KitchenWork): number => dueAt;
/** Later than any instant. */
const MIDDLE = 2 ** 50;

/** Time until the work begins, in an empty kitchen: what the shop's preparation has beyond one pizza. */
function beginMs(shop: QuoteShop, { minuteMs, capacity }: Omit<Kitchen, 'work'>): number {
	return Math.max(0, shop.prepMinutes * minuteMs - soloMs(capacity));
}

/**
 * The quote as soon as possible: from the expected time, to 25 % later (5 min at least, and what the slow
 * tenth of such baskets takes); the end is the promise. It is never before the shop's own preparation time.
 */
export function quoteFor(
	now: number,
	shop: QuoteShop,
	pizzas: readonly PizzaGroup[],
	way: Way
): Quote {
	const setting = kitchenAt(now, shop);
	const { minuteMs, capacity, spread } = setting;
	const kitchen = { ...setting, work: workOf(shop, believable(shop.open), capacity) };
	const cooked = readyNow(kitchen, pizzas) - now;
	const prepMs = Math.max(
		shop.prepMinutes * minuteMs + capacity.delayMs,
		cooked + beginMs(shop, setting)
	);
	const minutes = Math.ceil(round(prepMs / minuteMs + rideMinutes(shop, way)));
	const count = pizzaCount(pizzas);
	const slowMs = (count * spread.makeMs) / capacity.hands + (count > 0 ? spread.bakeMs : 0);
	const latest = Math.max(minutes * 1.25, minutes + 5, minutes + slowMs / minuteMs);
	const to = now + Math.ceil(round(latest)) * minuteMs;
	return { from: now + minutes * minuteMs, to, promise: to };
}

/** Without the error of adding fractions: 23.000000001 minutes are 23. */
const round = (minutes: number): number => Math.round(minutes * 1e6) / 1e6;

/** Preparation and way with nothing before the basket, ms: how long after opening it can be promised. */
export function leadFor(
	now: number,
	shop: QuoteShop,
	pizzas: readonly PizzaGroup[],
	way: Way
): number {
	const setting = kitchenAt(now, shop);
	const { capacity, minuteMs } = setting;
	const empty = { ...setting, capacity: { ...capacity, delayMs: 0 }, work: [] };
	const cooked = readyNow(empty, pizzas) - now + beginMs(shop, setting);
	return Math.max(shop.prepMinutes * minuteMs, cooked) + rideMinutes(shop, way) * minuteMs;
}

/**
 * Whether the kitchen can keep a slot for this basket: it is boxed in time for its ride, not cold, and no
 * open order becomes late for it. `opensAt`: when the kitchen begins that day.
 */
export function slotKeeper(
	now: number,
	shop: QuoteShop,
	pizzas: readonly PizzaGroup[],
	way: Way
): (wanted: number, opensAt: number) => boolean {
	if (pizzaCount(pizzas) === 0) return () => true;
	const setting = kitchenAt(now, shop);
	const { capacity, minuteMs } = setting;
	const kitchen = { ...setting, work: workOf(shop, believable(shop.open), capacity) };
	const before = readyTimes(kitchen, null, byDue);
	const rideMs = rideMinutes(shop, way) * minuteMs;
	return (wanted, opensAt) => {
		const dueAt = wanted - rideMs;
		const fresh = freshFrom(dueAt, pizzas, capacity, minuteMs);
		const basket = asBasket(pizzas, { now, dueAt, notBefore: Math.max(opensAt, fresh) });
		const after = readyTimes(kitchen, basket, byDue);
		if ((after.get(BASKET) ?? now) > dueAt) return false;
		return delayed(kitchen.work, before, after).length === 0;
	};
}

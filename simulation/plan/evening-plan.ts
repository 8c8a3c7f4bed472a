/** The plan of an evening: a pure function of seed, scene and menus. */

import type { LineRequest, PlaceOrder, ShopView } from '#domain/wire/contract.ts';
import type { Menu } from '#domain/menu/menu.ts';
import type { Fulfilment } from '#domain/order/order.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import { chanceOf, type Chance } from '../random.ts';
import { basketOf, counterOf, type Counter } from './basket.ts';
import { addressOf, doorsNear, type Door } from './doors.ts';
import { firstNames, lastNames } from './names.ts';
import {
	doorReportOf,
	paymentOf,
	USUAL_SHARES,
	type PayShares,
	type PlannedPayment
} from './paying.ts';
import { QUARTER, type Incident, type Scene, type SceneShop } from './scene.ts';

/** Random properties of one order; times in simulated minutes. */
export interface Fate {
	/** Factor on the usual time at the make line and in the oven. */
	make: number;
	bake: number;
	/** Taken out of the oven too early and sent back to the make line. */
	isRecalled: boolean;
	/**
	 * Collection: minutes after the promise at which the customer comes; never before it is boxed.
	 */
	comesAfter: number;
	/** Minutes at the door until the delivery is closed. */
	atDoor: number;
	isAbsent: boolean;
	/** What is handed over at the door or the counter when money is due. */
	money: DoorReport;
	/** Replay: minutes from order to ready, whatever the kitchen does. */
	readyAfter?: number;
}

export interface PlannedOrder {
	n: number;
	/** Simulated minute. */
	at: number;
	body: PlaceOrder;
	/** Ordered by phone, entered by the counter. */
	byPhone: boolean;
	/** Order ahead: minutes from the order to the wanted slot. */
	ahead: number | null;
	tracks: boolean;
	twice: boolean;
	change: { after: number; lines: LineRequest[] } | null;
	cancel: { after: number } | null;
	pay: PlannedPayment;
	fate: Fate;
}

export interface PlannedShop extends Omit<SceneShop, 'drivers'> {
	id: string;
	/** One list per driver. */
	shifts: { from: number; to: number }[][];
	/** Minutes at the shop to load the bags. */
	loadMinutes: number;
}

export interface Plan {
	orders: PlannedOrder[];
	shops: PlannedShop[];
	incidents: Incident[];
	/** Minutes in which customers order. */
	minutes: number;
	/** Replay of a recorded day: orders are ready at their recorded times. */
	isRecorded?: boolean;
}

export interface Town {
	shops: readonly Pick<ShopView, 'id' | 'point' | 'radiusM' | 'minimumMinor'>[];
	/** By shop id. */
	menus: Readonly<Record<string, Menu>>;
	doors: readonly Door[];
}

export interface PlanOptions {
	seed: number;
	/** Average over all shops; the scene's demand by default. */
	ordersPerHour?: number | undefined;
	/** Shortens the evening. */
	minutes?: number | undefined;
	/** How orders are paid where card and PayPal are offered. */
	shares?: PayShares | undefined;
}

const LOAD_MINUTES = 0.8;

export function planEvening(scene: Scene, town: Town, options: PlanOptions): Plan {
	const shops = town.shops.flatMap(({ id }) => {
		const shop = scene.shops[id];
		return shop ? [plannedShop(id, shop)] : [];
	});
	const minutes = Math.min(options.minutes ?? Infinity, scene.demand.length * QUARTER);
	const context = { scene, town, shops, options, counters: countersOf(scene, town) };
	const orders = arrivals(context, minutes).map((at, n) => orderOf(context, n, at));
	return { orders, shops, incidents: scene.incidents, minutes };
}

function plannedShop(id: string, { drivers, ...shop }: SceneShop): PlannedShop {
	return { ...shop, id, shifts: drivers.map((shift) => [shift]), loadMinutes: LOAD_MINUTES };
}

interface Context {
	scene: Scene;
	town: Town;
	shops: PlannedShop[];
	options: PlanOptions;
	counters: Map<string, Counter>;
}

function countersOf(scene: Scene, town: Town): Map<string, Counter> {
	return new Map(Object.entries(town.menus).map(([id, menu]) => [id, counterOf(menu, scene.menu)]));
}

/**
 * The minutes of all orders, by the demand of each quarter hour and the share of the simulated
 * shops.
 */
function arrivals({ scene, shops, options }: Context, minutes: number): number[] {
	const all = Object.values(scene.shops).reduce((sum, { share }) => sum + share, 0);
	const playing = shops.reduce((sum, { share }) => sum + share, 0) / all;
	const mean = (scene.demand.reduce((sum, orders) => sum + orders, 0) / scene.demand.length) * 4;
	const scale = options.ordersPerHour ? options.ordersPerHour / mean : playing;
	const times: number[] = [];
	let owed = 0;
	for (const [quarter, orders] of scene.demand.entries()) {
		const chance = chanceOf(options.seed, 'arrivals', quarter);
		owed += orders * scale * rainAt(scene, quarter * QUARTER);
		for (; owed >= 1; owed--) times.push((quarter + chance.next()) * QUARTER);
	}
	return times.filter((at) => at < minutes).sort((a, b) => a - b);
}

function rainAt({ incidents }: Scene, minute: number): number {
	return incidents.reduce((factor, incident) => {
		const { kind, from } = incident;
		const isNow = from <= minute && minute < from + incident.minutes;
		return kind === 'rain' && isNow ? factor * incident.demand : factor;
	}, 1);
}

function orderOf(context: Context, n: number, at: number): PlannedOrder {
	const { scene, shops, options, town } = context;
	const { customers } = scene;
	// One random stream per question, so that a new question does not change the others.
	const ask = (question: string) => chanceOf(options.seed, 'order', n, question);
	const shop = ask('shop').weighted(Object.fromEntries(shops.map(({ id, share }) => [id, share])));
	const byPhone = ask('phone').happens(customers.phone);
	const delivery = ask('way').happens(customers.delivery);
	const habits = ask('habits');
	const [changes, cancels] = [habits.happens(customers.change), habits.happens(customers.cancel)];
	const fulfilment: Fulfilment = delivery ? 'delivery' : 'collection';
	const basket = (question: string) => basketAt(context, shop, delivery, ask(question));
	const body: PlaceOrder = {
		shop,
		fulfilment,
		customer: personOf(ask('person'), n),
		lines: basket('basket'),
		language: ask('language').happens(0.1) ? 'en' : 'fr'
	};
	if (delivery) {
		const { reachM } = scene.shops[shop] ?? { reachM: 0 };
		const { point, radiusM } = town.shops.find(({ id }) => id === shop)!;
		const near = doorsNear(town.doors, point, Math.min(reachM, radiusM * 0.95));
		body.address = addressOf(ask('door').pick(near), ask('address'));
	}
	return {
		n,
		at,
		body,
		byPhone,
		ahead: ask('ahead').happens(customers.ahead) ? 15 * ask('when').whole(5, 7) : null,
		tracks: !byPhone && ask('track').happens(customers.track),
		twice: ask('twice').happens(customers.twice),
		change: changes ? { after: habits.between(0.5, 4), lines: basket('second thoughts') } : null,
		cancel: cancels ? { after: habits.between(0.3, 6) } : null,
		pay: paymentOf(ask('payment'), options.shares ?? USUAL_SHARES),
		fate: fateOf(ask('fate'), customers.absent)
	};
}

function basketAt(context: Context, shop: string, delivery: boolean, chance: Chance) {
	const counter = context.counters.get(shop);
	if (!counter) throw new Error(`${shop} has no menu`);
	const least = context.town.shops.find(({ id }) => id === shop)?.minimumMinor ?? 0;
	return basketOf(counter, context.scene.menu, chance, delivery ? least : 0);
}

export function personOf(chance: Chance, n: number): PlaceOrder['customer'] {
	const name = `${chance.pick(firstNames)} ${chance.pick(lastNames)}`;
	// The range of phone numbers reserved for fiction by the French regulator.
	const phone = `+33639981${String(n % 1000).padStart(3, '0')}`;
	return { name, phone };
}

export function fateOf(chance: Chance, absent: number): Fate {
	return {
		make: chance.spread(),
		bake: chance.spread() ** 0.4,
		isRecalled: chance.happens(0.02),
		comesAfter: chance.between(-6, 10),
		atDoor: 1.2 * chance.spread() + chance.next(),
		isAbsent: chance.happens(absent),
		money: doorReportOf(chance)
	};
}

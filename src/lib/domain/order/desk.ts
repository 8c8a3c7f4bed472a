/** The manager's view of the open orders: shelves, lateness, and the state of each driver. */

import type {
	DriverView,
	EtaView,
	ManagedForecast,
	ManagedOrder,
	OrderOutline,
	OutlineForecast
} from '../wire/contract.ts';
import {
	countNeeds,
	isAtRisk,
	isLate,
	NEED_REASONS,
	needsPerson,
	type NeedReason,
	type Needy,
	type Promised
} from './needs.ts';
import { isClosed, type Fulfilment, type RunStatus, type Status } from './order.ts';

const MINUTE = 60_000;

/** Statuses in which a driver may be assigned: from acceptance to the heat rack. */
export const ASSIGNABLE: readonly Status[] = ['accepted', 'making', 'in_oven', 'boxed'];

export function isAssignable(order: { status: Status; fulfilment: Fulfilment }): boolean {
	return order.fulfilment === 'delivery' && ASSIGNABLE.includes(order.status);
}

/** Whether a manager may assign the order now: it has no driver, or only an open offer. */
export function canBeGiven(
	order: { status: Status; fulfilment: Fulfilment },
	held: RunStatus | null | undefined
): boolean {
	return isAssignable(order) && (held == null || held === 'offered');
}

/** The shelves of the order list, in display order. */
export const SHELVES = ['attention', 'waiting', 'kitchen', 'ready', 'out', 'unpaid'] as const;
export type Shelf = (typeof SHELVES)[number];

const SHELF_OF: Partial<Record<Status, Shelf>> = {
	awaiting_payment: 'unpaid',
	accepted: 'kitchen',
	making: 'kitchen',
	in_oven: 'kitchen',
	boxed: 'ready',
	out: 'out',
	at_door: 'out'
};

/** The shelf of an order at `now` (epoch ms): the first one if it needs a person, else by stage. */
export function shelfOf(order: Needy, now: number, reader?: string): Shelf {
	return needsPerson(order, now, reader).length > 0 ? 'attention' : stageShelf(order.status);
}

/** Whether a shelf's filter shows the order: by its stage, or because it needs a person. */
export function isOnShelf(order: Needy, shelf: Shelf, now: number, reader?: string): boolean {
	if (shelf === 'attention') return shelfOf(order, now, reader) === 'attention';
	return order.status !== 'failed' && stageShelf(order.status) === shelf;
}

const stageShelf = (status: Status): Shelf => SHELF_OF[status] ?? 'waiting';

/** Sorts open orders by promise, earliest first. */
export function byPromise<Order extends ManagedOrder>(orders: readonly Order[]): Order[] {
	return orders
		.filter((order) => !isClosed(order.status) || order.status === 'failed')
		.toSorted((a, b) => a.promisedAt.localeCompare(b.promisedAt) || a.number - b.number);
}

/** An order with its forecast, as far as one is known. */
export interface ForecastedOrder extends ManagedOrder {
	forecast?: ManagedForecast | undefined;
	lateChance?: number | undefined;
}

type Slack = Pick<OrderOutline, 'promisedAt'> & {
	forecast?: { eta: Pick<EtaView, 'to'> } | undefined;
};

/**
 * Time that an order has to spare, ms: from the end of its arrival window to its promise, negative when it
 * will be late. Without a forecast it is the time to the promise.
 */
export const slackOf = ({ promisedAt, forecast }: Slack, now: number): number =>
	Date.parse(promisedAt) - (forecast ? Date.parse(forecast.eta.to) : now);

/** Sorts orders by the time that they have to spare, least first. */
export const bySlack = <Order extends Slack & Pick<OrderOutline, 'number'>>(
	orders: readonly Order[],
	now: number
): Order[] => orders.toSorted((a, b) => slackOf(a, now) - slackOf(b, now) || a.number - b.number);

export type DriverState = 'off' | 'free' | 'offered' | 'waiting' | 'out';

type Held = Pick<ManagedOrder, 'stop'>;

/** A driver with their orders; `waiting`: some of the orders have not left the shop. */
export interface DriverNow<Order extends Held = ManagedOrder> {
	driver: DriverView;
	state: DriverState;
	orders: Order[];
}

const DRIVER_ORDER: readonly DriverState[] = ['free', 'waiting', 'offered', 'out', 'off'];

/** All drivers with their state, those who can take an order first. */
export function driverStates<Order extends Held>(
	drivers: readonly DriverView[],
	orders: readonly Order[]
): DriverNow<Order>[] {
	const rank = ({ state }: DriverNow<Order>) => DRIVER_ORDER.indexOf(state);
	return drivers
		.map((driver) => {
			const held = orders.filter((order) => order.stop?.driver.id === driver.id);
			return { driver, orders: held, state: stateOf(driver, held) };
		})
		.toSorted((a, b) => rank(a) - rank(b) || a.driver.name.localeCompare(b.driver.name));
}

function stateOf(driver: Pick<DriverView, 'onShift'>, held: readonly Held[]): DriverState {
	const runs = held.map((order) => order.stop?.runStatus);
	if (runs.includes('out')) return 'out';
	if (runs.includes('accepted')) return 'waiting';
	if (runs.includes('offered')) return 'offered';
	return driver.onShift ? 'free' : 'off';
}

/**
 * Whether a manager can assign an order to them now: on shift and not on the road; an open offer is
 * cancelled.
 */
export const canTake = ({ driver, state }: DriverNow): boolean =>
	driver.onShift && state !== 'out' && state !== 'off';

/** One shop's row in the group table. */
export interface ShopCount {
	open: number;
	waiting: number;
	ready: number;
	/** Age of the oldest open order in whole minutes; null when no order is open. */
	oldest: number | null;
	late: number;
	/** Orders that the forecast says will be late, and that are not yet. */
	atRisk: number;
	/** Orders that need a person, each counted under its most urgent reason. */
	needs: Partial<Record<NeedReason, number>>;
	out: number;
	free: number;
}

/** An order in outline with its forecast, as far as one is known. */
export type ForecastedOutline = OrderOutline & {
	forecast?: OutlineForecast | undefined;
	lateChance?: number | undefined;
};

/** So many orders at risk are listed: a person reads no more at once. */
export const RISKS_LISTED = 50;

/** Orders that will be late unless a person acts, least time to spare first; at most `RISKS_LISTED`. */
export function risksOf<Order extends Slack & Promised & Pick<OrderOutline, 'number'>>(
	orders: readonly Order[],
	now: number
): Order[] {
	const atRisk = orders.filter((order) => isAtRisk(order, now));
	return bySlack(atRisk, now).slice(0, RISKS_LISTED);
}

/** Counts of one shop's open orders and drivers at `now` (epoch ms). */
export function countShop(
	orders: readonly ForecastedOutline[],
	drivers: readonly Pick<DriverView, 'id' | 'onShift'>[],
	now: number
): ShopCount {
	const open = orders.filter((order) => !isClosed(order.status));
	const states = drivers.map((driver) =>
		stateOf(
			driver,
			open.filter((order) => order.stop?.driver.id === driver.id)
		)
	);
	const ages = open.map((order) => Math.floor((now - Date.parse(order.placedAt)) / MINUTE));
	return {
		open: open.length,
		waiting: open.filter(({ status }) => SHELF_OF[status] === undefined).length,
		ready: open.filter(({ status }) => status === 'boxed').length,
		oldest: open.length > 0 ? Math.max(0, ...ages) : null,
		late: open.filter((order) => isLate(order, now)).length,
		atRisk: open.filter((order) => isAtRisk(order, now)).length,
		needs: countNeeds(orders, now),
		out: states.filter((state) => state === 'out').length,
		free: states.filter((state) => state === 'free').length
	};
}

/** Sum over all shops; `oldest` is the maximum. */
export function sumShops(rows: readonly ShopCount[]): ShopCount {
	const sum = (field: Exclude<keyof ShopCount, 'oldest' | 'needs'>) =>
		rows.reduce((total, row) => total + row[field], 0);
	const ages = rows.flatMap((row) => (row.oldest === null ? [] : [row.oldest]));
	return {
		open: sum('open'),
		waiting: sum('waiting'),
		ready: sum('ready'),
		oldest: ages.length > 0 ? Math.max(...ages) : null,
		late: sum('late'),
		atRisk: sum('atRisk'),
		needs: sumNeeds(rows.map((row) => row.needs)),
		out: sum('out'),
		free: sum('free')
	};
}

function sumNeeds(counts: readonly ShopCount['needs'][]): ShopCount['needs'] {
	const sum = (reason: NeedReason) =>
		counts.reduce((total, count) => total + (count[reason] ?? 0), 0);
	return Object.fromEntries(
		NEED_REASONS.map((reason) => [reason, sum(reason)] as const).filter(([, n]) => n > 0)
	);
}

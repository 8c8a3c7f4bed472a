/** What a manager's desk knows and decides: which orders it lists, who may do what, what is selected or asked. */

import { act, handOver, seeAlarm } from '$lib/live/commands.ts';
import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import type { Channel } from '$lib/live/live.svelte.ts';
import { rolesOf } from '$lib/ui/roles.ts';
import {
	byPromise,
	bySlack,
	canBeGiven,
	driverStates,
	isAssignable,
	isOnShelf,
	SHELVES,
	shelfOf,
	type DriverNow,
	type ForecastedOrder,
	type Shelf
} from '#domain/order/desk.ts';
import { actionsFor, IRREVERSIBLE, MANAGERS, type Action } from '#domain/order/lifecycle.ts';
import { needsPerson, type Need } from '#domain/order/needs.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import type { AlarmView } from '#domain/plan/alarm-words.ts';
import type { ManagedOrder, Me, ShopView } from '#domain/wire/contract.ts';
import { FORECAST_STALE_MS } from '#domain/wire/forecasts.ts';
import { SvelteSet } from 'svelte/reactivity';
import { isAsked, type Asked } from './asking.ts';
import { Dispatching } from './dispatching.svelte.ts';
import { Drag } from './drag.svelte.ts';

/** The counter does these in passing; all other steps are in the panel. */
const QUICK: readonly Action[] = ['accept', 'collect'];

/** As much of the manager's feed as the desk reads. */
export type ManagerFeed = Pick<
	Channel<'manage'>,
	| 'orders'
	| 'drivers'
	| 'positions'
	| 'now'
	| 'stale'
	| 'warnings'
	| 'forecastOf'
	| 'forecastAt'
	| 'coverage'
>;

/** An order with money due, and the step that hands it over. */
export interface Unpaid {
	order: ManagedOrder;
	action: 'deliver' | 'collect';
}

interface ManagerDeskOptions {
	feed: ManagerFeed;
	shop: ShopView;
	me: Me;
	/** The order in the page's address. */
	openId: () => string | undefined;
	/** Puts an order into the page's address; null takes it out. */
	goTo: (id: string | null) => Promise<void>;
}

export class ManagerDesk {
	readonly feed: ManagerFeed;
	readonly shop: ShopView;
	readonly runner = new CommandRunner();
	readonly dispatching = new Dispatching(this.runner);
	readonly drag = new Drag(({ orders, driver }) => this.giveTo(driver, orders));
	/** Which orders the list shows. */
	filter = $state<Shelf | 'all'>('all');
	/** A step that is asked about before it is taken. */
	asking = $state.raw<{ order: ManagedOrder; action: Asked } | null>(null);
	/** An order to be marked as handed over, before it is known how it was paid. */
	unpaid = $state.raw<Unpaid | null>(null);
	readonly #me: Me;
	readonly #openId: () => string | undefined;
	readonly #goTo: ManagerDeskOptions['goTo'];
	readonly #marked = new SvelteSet<string>();
	#chosenDriver = $state<string>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- elements to focus; nothing is drawn from it
	readonly #links = new Map<string, HTMLElement>();

	constructor({ feed, shop, me, openId, goTo }: ManagerDeskOptions) {
		this.feed = feed;
		this.shop = shop;
		this.#me = me;
		this.#openId = openId;
		this.#goTo = goTo;
	}

	/** Whole seconds: nothing on the desk changes between two of them by the clock alone. */
	readonly now = $derived.by(() => Math.floor(this.feed.now / 1000) * 1000);
	/** The forecasts were not computed for a while. */
	readonly isForecastOld = $derived.by(() => {
		const at = this.feed.forecastAt;
		return at !== null && this.now - Date.parse(at) > FORECAST_STALE_MS;
	});
	readonly roles = $derived.by(() => rolesOf(this.#me, this.shop.id));
	/** May change how the shop is run. */
	readonly isManager = $derived.by(() =>
		this.roles.some((role) => MANAGERS.some((one) => one === role))
	);
	readonly orders = $derived.by(() =>
		byPromise(this.feed.orders.map((order) => this.#withForecast(order)))
	);
	readonly drivers = $derived.by(() => driverStates(this.feed.drivers, this.orders));
	readonly needy = $derived.by(
		() => this.orders.filter((order) => this.needsOf(order).length > 0).length
	);
	/** Marked orders that can still be given to a driver. */
	readonly selected = $derived.by(() =>
		this.orders.filter((order) => this.#marked.has(order.id) && this.isFree(order))
	);
	/** The id of the order in the panel; it may have left the list. */
	readonly openId = $derived.by(() => this.#openId());
	readonly openOrder = $derived.by(() => this.orders.find(({ id }) => id === this.openId));
	/** What the map points out: the order in the panel, else the driver who was picked. */
	readonly pointedOut = $derived.by(() => {
		if (this.openId) return { kind: 'order' as const, id: this.openId };
		return this.#chosenDriver ? { kind: 'driver' as const, id: this.#chosenDriver } : null;
	});
	readonly shownDriver = $derived.by(() => this.openOrder?.stop?.driver.id ?? this.#chosenDriver);
	/** Each shelf with all orders of its stage: an order that needs a person counts twice. */
	readonly filters = $derived.by(() =>
		SHELVES.map((shelf) => ({
			shelf,
			orders: this.#sorted(
				shelf,
				this.orders.filter((order) => isOnShelf(order, shelf, this.now, this.#me.id))
			)
		}))
	);
	/** The shelves of the list. With all of them shown, each order stands on one alone. */
	readonly listed = $derived.by(() => {
		if (this.filter !== 'all') return this.filters.filter(({ shelf }) => shelf === this.filter);
		return SHELVES.map((shelf) => ({
			shelf,
			orders: this.#sorted(
				shelf,
				this.orders.filter((order) => shelfOf(order, this.now, this.#me.id) === shelf)
			)
		})).filter(({ orders }) => orders.length > 0);
	});

	/** What needs a person first: the order with the least time to spare. */
	#sorted(shelf: Shelf, orders: ForecastedOrder[]): ForecastedOrder[] {
		return shelf === 'attention' ? bySlack(orders, this.now) : orders;
	}

	/** A forecast that is not confirmed any more raises no alarm. */
	#withForecast(order: ManagedOrder): ForecastedOrder {
		const forecast = this.feed.forecastOf(order.id);
		if (!forecast) return order;
		return { ...order, forecast, lateChance: this.isForecastOld ? undefined : forecast.lateChance };
	}

	/** Why it needs a person, without what this person has acknowledged. */
	needsOf(order: ForecastedOrder): Need[] {
		return needsPerson(order, this.now, this.#me.id);
	}

	/** The telephone of its driver; undefined for none. */
	driverPhone(order: ManagedOrder): string | undefined {
		const id = order.stop?.driver.id;
		return this.feed.drivers.find((driver) => driver.id === id)?.phone;
	}

	/** An alarm was read: it is quiet on the screens of this person. */
	see(order: ManagedOrder, alarm: AlarmView): void {
		void this.runner.run(order.id, () => seeAlarm(order, alarm.kind));
	}

	isMarked(order: ManagedOrder): boolean {
		return this.#marked.has(order.id);
	}

	mark(order: ManagedOrder, isOn: boolean): void {
		if (isOn) this.#marked.add(order.id);
		else this.#marked.delete(order.id);
	}

	unmarkAll(): void {
		this.#marked.clear();
	}

	isBusy(order: ManagedOrder): boolean {
		return this.runner.isBusy(order.id);
	}

	isOpen(order: ManagedOrder): boolean {
		return order.id === this.openId;
	}

	isHeld(order: ManagedOrder): boolean {
		return this.drag.orders.includes(order.id);
	}

	/** Whether it can be given to a driver now. */
	isFree(order: ManagedOrder): boolean {
		return canBeGiven(order, order.stop?.runStatus);
	}

	/** Whether it can be taken back from its driver: until it has left the shop. */
	isTakeable(order: ManagedOrder): boolean {
		return order.stop !== null && isAssignable(order) && order.stop.runStatus !== 'out';
	}

	/** Steps on the row: the usual ones, and the one that its most urgent need asks. */
	quickActions(order: ManagedOrder): Action[] {
		const urgent = this.needsOf(order)[0]?.action;
		const all = actionsFor(this.roles, order.status, order.fulfilment);
		return all.filter((action) => QUICK.includes(action) || action === urgent);
	}

	/** Steps in the panel: all that this person may take, except as a driver. */
	panelActions(order: ManagedOrder): Action[] {
		const roles = this.roles.filter((role) => role !== 'driver');
		return actionsFor(roles, order.status, order.fulfilment);
	}

	/** On a screen that is out of date, steps that nothing takes back must wait. */
	isBlocked(action: Action): boolean {
		return this.feed.stale && IRREVERSIBLE.includes(action);
	}

	/** Takes one step, or first asks what has to be asked. */
	run(order: ManagedOrder, action: Action): void {
		if (isAsked(action)) this.asking = { order, action };
		else if ((action === 'deliver' || action === 'collect') && order.payment.dueMinor > 0)
			this.unpaid = { order, action };
		else void this.runner.run(order.id, () => act(order, action));
	}

	confirm(reason: string): void {
		const { asking } = this;
		this.asking = null;
		if (asking)
			void this.runner.run(asking.order.id, () => act(asking.order, asking.action, reason));
	}

	confirmPaid(report: DoorReport): void {
		const { unpaid } = this;
		this.unpaid = null;
		if (!unpaid) return;
		const { order, action } = unpaid;
		void this.runner.run(order.id, () => handOver(order, action, report));
	}

	async give(orders: readonly ManagedOrder[], driver: DriverNow): Promise<void> {
		await this.dispatching.give(orders, driver);
		for (const order of orders) this.#marked.delete(order.id);
	}

	/** The same by ids, as a drop on the map or on the list has them. */
	giveTo(driver: string, ids: readonly string[]): void {
		const to = this.drivers.find((entry) => entry.driver.id === driver);
		const orders = this.orders.filter((order) => ids.includes(order.id));
		if (to && orders.length > 0) void this.give(orders, to);
	}

	/** A press on a row drags its order, and with a marked one all that are marked. */
	press(event: PointerEvent, order: ManagedOrder): void {
		const ids = this.isMarked(order) ? this.selected.map(({ id }) => id) : [order.id];
		this.drag.press(event, ids);
	}

	/** A click on the map. */
	pick(kind: 'order' | 'driver' | 'shop', id: string): void {
		this.#chosenDriver = kind === 'driver' && this.#chosenDriver !== id ? id : undefined;
		if (kind === 'order') void this.#goTo(id);
	}

	/** Closes the panel; the focus returns to the row of its order. */
	async close(): Promise<void> {
		const { openId } = this;
		await this.#goTo(null);
		if (openId) this.#links.get(openId)?.focus();
	}

	/** Attaches a row's link, so that the keyboard can be moved to it. */
	rowLink(id: string): (link: HTMLElement) => () => void {
		return (link) => {
			this.#links.set(id, link);
			return () => {
				if (this.#links.get(id) === link) this.#links.delete(id);
			};
		};
	}

	/** Moves the focus from a row to the next one (1) or the one before (-1); the ends hold it. */
	moveFocus(from: string, step: 1 | -1): void {
		const ids = this.listed.flatMap(({ orders }) => orders.map(({ id }) => id));
		const next = ids[ids.indexOf(from) + step];
		if (next !== undefined) this.#links.get(next)?.focus();
	}
}

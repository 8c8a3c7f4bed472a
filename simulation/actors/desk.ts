/**
 * The counter staff and manager of a shop: phone orders, hand-over of collections, manual
 * assignment.
 */

import { isIn, NEARLY_READY, isOnTheRoad } from '#domain/order/order.ts';
import type { DriverView, ManagedOrder } from '#domain/wire/contract.ts';
import { shiftBalance } from '#domain/pay/shift.ts';
import { distanceM } from '#domain/time/quote.ts';
import type { FeedClient } from '../client/feed.ts';
import type { PlannedOrder, PlannedShop } from '../plan/evening-plan.ts';
import { place } from './customer.ts';
import { fateOfOrder, pollUntilStopped, run, type Member, type Stage } from './stage.ts';

export interface DeskOptions {
	shop: PlannedShop;
	counter: Member;
	manager: Member;
	/** The manager's feed of the shop. */
	feed: FeedClient;
}

export interface Desk {
	/** Enters a phone order; resolves when it is placed. */
	answerPhone(planned: PlannedOrder): Promise<void>;
	/** Orders that have not ended. */
	open(): ManagedOrder[];
}

const LOOK_MS = 250;
/** Simulated minutes an order may wait for the planner before the manager assigns it by hand. */
const PLANNER_MINUTES = 1.5;
const TYPING_MINUTES = 1.5;
const THINKING_MINUTES = 1;
const NEAR_M = 900;

export function openDesk(stage: Stage, options: DeskOptions): Desk {
	const { shop, counter, manager, feed } = options;
	const { clock } = stage;
	const busy = new Set<string>();
	/** Simulated minute at which an order was first seen. */
	const seen = new Map<string, number>();

	const orders = () =>
		feed.rows().flatMap(({ subject, view }) => (subject === 'order' ? [view as ManagedOrder] : []));
	const drivers = () =>
		feed.rows().flatMap(({ subject, view }) => (subject === 'driver' ? [view as DriverView] : []));

	function seenFor(what: string): number {
		const first = seen.get(what) ?? clock.now();
		seen.set(what, first);
		return clock.now() - first;
	}

	/** Runs one task at a time per order. */
	function occupy(id: string, work: () => Promise<unknown>): void {
		if (busy.has(id)) return;
		busy.add(id);
		run(
			stage,
			`the desk of ${shop.id}`,
			work().finally(() => busy.delete(id))
		);
	}

	/** Hands over a boxed collection: at the planned time, or when it is ready. */
	function handOver(order: ManagedOrder): void {
		const { id, version } = order;
		const boxedFor = seenFor(`boxed ${id}`);
		const comes = stage.promisedIn(order) + fateOfOrder(stage, id).comesAfter;
		if (boxedFor < 0.5 || stage.since(order.placedAt) < comes) return;
		const { money } = fateOfOrder(stage, id);
		occupy(id, () => counter.caller.post(`/api/orders/${id}/collect`, { version, ...money }));
	}

	/** Cancels an order that was brought back because the customer was absent. */
	function cancelFailed({ id, version }: ManagedOrder): void {
		if (seenFor(`failed ${id}`) < THINKING_MINUTES) return;
		const body = { version, reason: 'Personne à la porte' };
		occupy(id, () => manager.caller.post(`/api/orders/${id}/cancel`, body));
	}

	const waiting = () =>
		orders()
			.filter(
				({ id, status, fulfilment, stop }) =>
					fulfilment === 'delivery' &&
					isIn(NEARLY_READY, status) &&
					!stop &&
					!busy.has(id) &&
					seenFor(`waits ${id}`) > PLANNER_MINUTES
			)
			.sort((a, b) => Date.parse(a.promisedAt) - Date.parse(b.promisedAt));

	/** Drivers who can take an order, with the orders they have not left with yet. */
	function freeDrivers(): { driver: DriverView; held: ManagedOrder[] }[] {
		const all = orders();
		return drivers().flatMap((driver) => {
			const held = all.filter(({ stop }) => stop?.driver.id === driver.id);
			const isGone = held.some(
				({ stop, status }) => stop?.runStatus !== 'accepted' || isOnTheRoad(status)
			);
			return driver.onShift && !isGone && held.length < shop.stops ? [{ driver, held }] : [];
		});
	}

	/**
	 * Assigns the oldest promise to a free driver; a run that is being loaded gets nearby orders
	 * only.
	 */
	function assignWaiting(): void {
		const free = freeDrivers().sort((a, b) => a.held.length - b.held.length);
		for (const order of waiting()) {
			const hand = free.find(({ held }) => held.length === 0 || isNear(order, held));
			if (!hand) continue;
			hand.held.push(order);
			if (hand.held.length >= shop.stops) free.splice(free.indexOf(hand), 1);
			occupy(order.id, () => assign(order, hand.driver));
		}
	}

	async function assign({ id, version }: ManagedOrder, driver: DriverView): Promise<void> {
		await counter.caller.post(`/api/orders/${id}/assign`, { driver: driver.id, version });
		await clock.wait(clock.minutesOf(500));
	}

	/** Counts the cash of shifts that have ended: what the driver hands over, and what is due of any other. */
	function countShifts(): void {
		for (const { id, closing } of drivers()) {
			if (!closing || closing.countedMinor !== null) continue;
			const ended = stage.tally.shifts.find(
				({ driver, shift }) => driver === id && (shift === null || shift === closing.id)
			);
			// Before the answer, which may be lost.
			if (ended) ended.shift = closing.id;
			const countedMinor = ended?.countedMinor ?? Math.max(0, shiftBalance(closing).owedMinor);
			occupy(closing.id, async () => {
				const path = `/api/shops/${shop.id}/shifts/${closing.id}/count`;
				await manager.caller.post(path, { countedMinor });
				await clock.wait(clock.minutesOf(LOOK_MS));
			});
		}
	}

	pollUntilStopped(stage, LOOK_MS, () => {
		if (feed.isStale()) return;
		countShifts();
		for (const order of orders()) {
			if (order.status === 'boxed' && order.fulfilment === 'collection') handOver(order);
			if (order.status === 'failed') cancelFailed(order);
		}
		assignWaiting();
	});

	return {
		async answerPhone(planned) {
			await clock.until(planned.at - TYPING_MINUTES);
			await counter.caller.get(`/api/shops/${shop.id}/menu`);
			await clock.until(planned.at);
			await place(stage, counter.caller, planned);
		},
		open: () => orders()
	};
}

function isNear(order: ManagedOrder, held: readonly ManagedOrder[]): boolean {
	const door = order.address?.point;
	return held.some(
		({ address }) => door && address?.point && distanceM(door, address.point) < NEAR_M
	);
}

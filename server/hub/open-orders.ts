import type { OrderState } from '#domain/order/order.ts';
import { isClosed, isOnTheRoad } from '#domain/order/order.ts';
import type { KnownWords } from '../../db/reads/shop-log.ts';
import { holderOf } from '../views.ts';

/** What the hub needs of an order; whole states of thousands of orders would fill its memory. */
interface Known extends Pick<OrderState, 'shop' | 'status' | 'version'> {
	driver: string | null;
	/** Its place in the driver's run. */
	position: number;
	words: KnownWords;
}

/**
 * Cache of the open orders. It keeps each order's texts, which the log leaves out, the driver before
 * a change (whose screen must remove the order), and each driver's next drop-off (only that customer
 * sees the driver).
 */
export class OpenOrders {
	readonly #known = new Map<string, Known>();
	readonly #ofDriver = new Map<string, Set<string>>();
	readonly #painted = new Set<string>();

	/** Replaces the whole cache. Changes that follow may be older than these states. */
	reset(states: readonly OrderState[]): void {
		this.#known.clear();
		this.#ofDriver.clear();
		this.#painted.clear();
		for (const state of states) this.apply(state);
	}

	/**
	 * Stores a state. Returns the driver before it (null: none), or undefined if a newer state is
	 * known.
	 */
	apply(order: OrderState): string | null | undefined {
		const before = this.#known.get(order.id);
		if (before && before.version > order.version) return undefined;
		const driver = holderOf(order);
		this.#setDriver(order.id, before?.driver ?? null, driver);
		if (isClosed(order.status) && driver === null) {
			this.#known.delete(order.id);
			this.#painted.delete(order.id);
		} else this.#known.set(order.id, knownOf(order, driver));
		return before?.driver ?? null;
	}

	#setDriver(order: string, before: string | null, now: string | null): void {
		if (before === now) return;
		if (before !== null) {
			const orders = this.#ofDriver.get(before);
			orders?.delete(order);
			if (orders?.size === 0) this.#ofDriver.delete(before);
		}
		if (now !== null)
			this.#ofDriver.set(now, (this.#ofDriver.get(now) ?? new Set<string>()).add(order));
	}

	/** Whether a kitchen screen has confirmed to this hub that it shows the order. */
	isPainted(orderId: string): boolean {
		return this.#painted.has(orderId);
	}

	setPainted(orderId: string): void {
		if (this.#known.has(orderId)) this.#painted.add(orderId);
	}

	/** The texts of an open order, as they were last known. */
	wordsOf(orderId: string): KnownWords | undefined {
		return this.#known.get(orderId)?.words;
	}

	/** The driver who holds an open order or has its offer; null for none. */
	driverOf(orderId: string): string | null {
		return this.#known.get(orderId)?.driver ?? null;
	}

	/** The shop of an open order. */
	shopOf(orderId: string): string | undefined {
		return this.#known.get(orderId)?.shop;
	}

	/** The order that a driver on the road is riding to. Called for every position of every phone. */
	nextDropoffOf(driver: string): string | undefined {
		let next: { id: string; rank: number } | undefined;
		for (const id of this.#ofDriver.get(driver) ?? []) {
			const order = this.#known.get(id);
			if (!order || !isOnTheRoad(order.status)) continue;
			const rank = order.status === 'at_door' ? -1 : order.position;
			if (!next || rank < next.rank) next = { id, rank };
		}
		return next?.id;
	}
}

function knownOf(order: OrderState, driver: string | null): Known {
	const { shop, status, version, customer, address, note, reason, reasonVersion } = order;
	const lines = order.lines.map(({ id, note }) => ({ id, note }));
	const words = { customer, address, note, reason, reasonVersion, lines };
	return { shop, status, version, driver, position: order.stop?.position ?? 0, words };
}

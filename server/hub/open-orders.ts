import type { OrderState } from '#domain/order/order.ts';
import { isClosed, isOnTheRoad } from '#domain/order/order.ts';
import { holderOf } from '../views.ts';

interface Known {
	state: OrderState;
	driver: string | null;
}

/**
 * What the hub remembers of each open order: its last state, who held it before a change, so that their screen is
 * told that it is gone, and on which leg a driver is, so that only that customer sees them.
 */
export class OpenOrders {
	readonly #known = new Map<string, Known>();
	readonly #ofDriver = new Map<string, Set<string>>();
	readonly #painted = new Set<string>();

	/** Starts again from the states now; changes that follow may be older than these. */
	reset(states: readonly OrderState[]): void {
		this.#known.clear();
		this.#ofDriver.clear();
		this.#painted.clear();
		for (const state of states) this.apply(state);
	}

	/** Takes in a state; returns who held the order before, or undefined for a state already past. */
	apply(order: OrderState): string | null | undefined {
		const before = this.#known.get(order.id);
		if (before && before.state.version > order.version) return undefined;
		const driver = holderOf(order);
		this.#hold(order.id, before?.driver ?? null, driver);
		if (isClosed(order.status) && driver === null) {
			this.#known.delete(order.id);
			this.#painted.delete(order.id);
		} else this.#known.set(order.id, { state: order, driver });
		return before?.driver ?? null;
	}

	#hold(order: string, before: string | null, now: string | null): void {
		if (before === now) return;
		if (before !== null) {
			const orders = this.#ofDriver.get(before);
			orders?.delete(order);
			if (orders?.size === 0) this.#ofDriver.delete(before);
		}
		if (now !== null)
			this.#ofDriver.set(now, (this.#ofDriver.get(now) ?? new Set<string>()).add(order));
	}

	/** Whether a kitchen screen has told this hub that it shows the order. */
	isPainted(orderId: string): boolean {
		return this.#painted.has(orderId);
	}

	setPainted(orderId: string): void {
		if (this.#known.has(orderId)) this.#painted.add(orderId);
	}

	/** The last state taken in, of an order that is not ended. */
	stateOf(orderId: string): OrderState | undefined {
		return this.#known.get(orderId)?.state;
	}

	/** The order to which a driver on the road is on the way now. Asked at each fix of each phone. */
	legOf(driver: string): string | undefined {
		let leg: { id: string; rank: number } | undefined;
		for (const id of this.#ofDriver.get(driver) ?? []) {
			const state = this.#known.get(id)?.state;
			if (!state || !isOnTheRoad(state.status)) continue;
			const rank = state.status === 'at_door' ? -1 : (state.stop?.position ?? 0);
			if (!leg || rank < leg.rank) leg = { id, rank };
		}
		return leg?.id;
	}
}

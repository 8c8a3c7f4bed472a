import { share } from '../measures.ts';
import type { Instance } from '../instance.ts';
import type { Decide, OpenOrder, View } from '../simulate.ts';

/**
 * What a policy may know of preparation times. `mean`: the mean of each restaurant over the day, as in
 * the published runs with unknown times. `learnt`: only from orders that were ready before.
 */
export type Knowledge = 'mean' | 'learnt';

/** Orders of the whole city weigh as much as so many of the restaurant's own. */
const PRIOR_ORDERS = 3;
/** Minutes, while no order of the day was ready yet. */
const FIRST = { mean: 18, spread: 6 };

interface Sums {
	count: number;
	minutes: number;
	spread: number;
}

/** Preparation times as far as they are known at a minute. One for a day. */
export class Beliefs {
	readonly #given: ReadonlyMap<number, number> | null;
	readonly #learnt = new Map<number, Sums>();
	readonly #city: Sums = { count: 0, minutes: 0, spread: 0 };
	#unready: OpenOrder[] = [];
	#seen = 0;

	constructor(instance: Instance, knowledge: Knowledge) {
		this.#given = knowledge === 'mean' ? meansOf(instance) : null;
	}

	/** Learns from the orders that are ready by now. */
	learn({ now, placed }: Pick<View, 'now' | 'placed'>): void {
		for (; this.#seen < placed.length; this.#seen++) this.#unready.push(placed[this.#seen]!);
		const ready = this.#unready.filter(({ readyAt }) => readyAt <= now);
		if (!ready.length) return;
		this.#unready = this.#unready.filter(({ readyAt }) => readyAt > now);
		for (const order of ready) this.#add(order);
	}

	#add({ restaurant, placedAt, readyAt }: OpenOrder): void {
		const minutes = readyAt - placedAt;
		const spread = Math.abs(minutes - this.minutes(restaurant));
		const own = this.#learnt.get(restaurant) ?? { count: 0, minutes: 0, spread: 0 };
		for (const sums of [own, this.#city]) {
			sums.count++;
			sums.minutes += minutes;
			sums.spread += spread;
		}
		this.#learnt.set(restaurant, own);
	}

	/** Expected minutes from the order to ready. */
	minutes(restaurant: number): number {
		return this.#given?.get(restaurant) ?? this.#shrunk(restaurant, 'minutes', FIRST.mean);
	}

	/** How far preparation times of this restaurant were from what was expected, minutes, mean. */
	spread(restaurant: number): number {
		return this.#shrunk(restaurant, 'spread', FIRST.spread);
	}

	#shrunk(restaurant: number, what: 'minutes' | 'spread', first: number): number {
		const city = (this.#city[what] + first * PRIOR_ORDERS) / (this.#city.count + PRIOR_ORDERS);
		const own = this.#learnt.get(restaurant);
		return ((own?.[what] ?? 0) + city * PRIOR_ORDERS) / ((own?.count ?? 0) + PRIOR_ORDERS);
	}

	/** The order as a policy may see it: ready when it was, or when it is expected. */
	seen(order: OpenOrder, now: number): OpenOrder {
		if (order.readyAt <= now) return order;
		const expected = Math.round(order.placedAt + this.minutes(order.restaurant));
		return { ...order, readyAt: Math.max(now + 1, expected) };
	}
}

/** Asks the policy with expected ready times in place of the true ones. */
export function withUnknownPreparation(beliefs: Beliefs, decide: Decide): Decide {
	return (view) => {
		beliefs.learn(view);
		const seen = (order: OpenOrder) => beliefs.seen(order, view.now);
		return decide({ ...view, open: view.open.map(seen), placed: view.placed.map(seen) });
	};
}

function meansOf({ orders, restaurants }: Instance): Map<number, number> {
	const minutes = Map.groupBy(orders, ({ restaurant }) => restaurant);
	return new Map(
		restaurants.flatMap(({ id }, index) => {
			const own = minutes.get(id);
			if (!own) return [];
			const sum = own.reduce((total, { readyAt, placedAt }) => total + readyAt - placedAt, 0);
			return [[index, sum / own.length] as const];
		})
	);
}

/**
 * The mean error that is left if only the preparation time has to be guessed and the median of the
 * restaurant on that very day is known: no forecast that knows less can be expected to be better.
 */
export function preparationError({ orders }: Instance): number {
	const byShop = Map.groupBy(orders, ({ restaurant }) => restaurant);
	let sum = 0;
	for (const own of byShop.values()) {
		const minutes = own.map(({ readyAt, placedAt }) => readyAt - placedAt);
		const middle = share(minutes, 0.5);
		for (const one of minutes) sum += Math.abs(one - middle);
	}
	return sum / orders.length;
}

/** What is left to do of an order in the kitchen, by what is known for sure. */

import type { Evidence, Status } from '../../order/order.ts';
import type { KitchenCapacity } from './capacity.ts';

/** Equal pizzas of a line; without minutes of their own they take those of the shop. */
export interface PizzaGroup {
	count: number;
	/** Of them struck on the make line: made. */
	struck?: number;
	makeMinutes?: number | null;
	bakeMinutes?: number | null;
}

/** An open order as the kitchen has it. Instants are epoch ms. */
export interface KitchenWork {
	id: string;
	status: Status;
	/** A stage that a timer inferred is not believed: the order counts as in the stage before. */
	evidence: Evidence;
	stageAt: number;
	/** When it has to be boxed: the promise minus the ride. */
	dueAt: number;
	/** Of an order ahead: not made earlier, so that it is not cold. Null: as soon as there are hands. */
	notBefore: number | null;
	pizzas: readonly PizzaGroup[];
}

/** One pizza and what it still needs. */
export interface PizzaLeft {
	makeMs: number;
	bakeMs: number;
	/** When it is baked; null unless it is in the oven. */
	outAt: number | null;
}

export interface WorkLeft {
	/** Hands have begun with the order. */
	isStarted: boolean;
	pizzas: PizzaLeft[];
}

/** Minutes of products that differ from the shop's, by `product/size`. */
export type ProductMinutes = Readonly<
	Record<string, { makeMinutes: number | null; bakeMinutes: number | null }>
>;

/** What passes hands and oven of a basket: pizzas, and any product with minutes of its own. */
export function pizzasOf(
	lines: readonly { product: string; size: string; quantity: number }[],
	isPizza: (product: string) => boolean,
	minutes: ProductMinutes
): PizzaGroup[] {
	return lines.flatMap(({ product, size, quantity }) => {
		const key = `${product}/${size}`;
		const own = Object.hasOwn(minutes, key) ? minutes[key] : undefined;
		return own || isPizza(product) ? [{ count: quantity, ...own }] : [];
	});
}

type Stage = 'waiting' | 'making' | 'in_oven' | 'done';

const STAGE: Partial<Record<Status, Stage>> = {
	placed: 'waiting',
	accepted: 'waiting',
	making: 'making',
	in_oven: 'in_oven'
};
const BEFORE: Record<Stage, Stage> = {
	waiting: 'waiting',
	making: 'waiting',
	in_oven: 'making',
	done: 'in_oven'
};

export const pizzaCount = (pizzas: readonly PizzaGroup[]): number =>
	pizzas.reduce((sum, { count }) => sum + count, 0);

/**
 * The pizzas of an order that need hands or oven. One person works on an order: the time since its start
 * counts against its first pizzas, and whatever is struck is made. `minuteMs` is the length of a minute.
 */
export function workLeft(
	work: KitchenWork,
	capacity: KitchenCapacity,
	{ now, minuteMs }: { now: number; minuteMs: number }
): WorkLeft {
	const isBelieved = work.evidence !== 'timer';
	const said = STAGE[work.status] ?? 'done';
	const stage = isBelieved ? said : BEFORE[said];
	const sinceMs = isBelieved ? Math.max(0, now - work.stageAt) : 0;
	if (stage === 'done') return { isStarted: true, pizzas: [] };
	const pizzas = spread(work.pizzas, capacity, minuteMs);
	if (stage === 'in_oven')
		return {
			isStarted: true,
			pizzas: pizzas.map(({ bakeMs }) => ({
				makeMs: 0,
				bakeMs,
				outAt: Math.max(now, now - sinceMs + bakeMs)
			}))
		};
	const isStarted = stage === 'making';
	return { isStarted, pizzas: made(pizzas, isStarted ? sinceMs : 0) };
}

type Spread = PizzaLeft & { isStruck: boolean };

function spread(
	groups: readonly PizzaGroup[],
	capacity: KitchenCapacity,
	minuteMs: number
): Spread[] {
	const all = groups.flatMap(({ count, struck = 0, makeMinutes, bakeMinutes }) => {
		const makeMs = makeMinutes == null ? capacity.makeMs : makeMinutes * minuteMs;
		const bakeMs = bakeMinutes == null ? capacity.bakeMs : bakeMinutes * minuteMs;
		return Array.from({ length: count }, (_, i) => {
			return { makeMs, bakeMs, outAt: null, isStruck: i < struck };
		});
	});
	return [...all.filter((one) => one.isStruck), ...all.filter((one) => !one.isStruck)];
}

/** Takes the work done off the pizzas, the struck ones first. */
function made(pizzas: readonly Spread[], workedMs: number): PizzaLeft[] {
	let left = workedMs;
	return pizzas.map(({ makeMs, bakeMs, isStruck }) => {
		const done = Math.min(makeMs, Math.max(0, left));
		left -= makeMs;
		return { makeMs: isStruck ? 0 : makeMs - done, bakeMs, outAt: null };
	});
}

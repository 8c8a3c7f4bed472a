/** The figures of one evening, over the shops that were played. Minutes, unless said. */

import { MINUTE } from '#domain/time/hours.ts';
import { quantile } from '#domain/plan/rehearsal/measures.ts';
import type { Driver } from './crew.ts';
import type { Played } from './evening.ts';

export interface Figures {
	orders: number;
	/** At the door by the promise, of all deliveries, percent. */
	onTime: number;
	/** Past the promise, mean over all deliveries. */
	late: number;
	/** From the oven (its first pizza out) to the door. */
	age50: number;
	age90: number;
	/** Without orders ahead. */
	click: number;
	click90: number;
	kmPerOrder: number;
	/** Of all drivers, at the shop with nothing to do. */
	idle: number;
	/** Of the minutes away of the drivers of one shop: 0 is equal. */
	gini: number;
	ordersPerRun: number;
}

export const FIGURES = [
	['onTime', 'on time, %'],
	['late', 'past the promise, mean'],
	['age50', 'age at the door, p50'],
	['age90', 'age at the door, p90'],
	['click', 'click to door, mean'],
	['click90', 'click to door, p90'],
	['kmPerOrder', 'km per order'],
	['idle', 'idle minutes'],
	['gini', 'Gini of minutes away'],
	['ordersPerRun', 'orders per run']
] as const satisfies readonly (readonly [keyof Figures, string])[];

export function figuresOf(played: readonly Played[]): Figures {
	const drops = played.flatMap((one) => one.drops);
	const drivers = played.flatMap((one) => one.drivers);
	const orders = drops.length + sum(played.map(({ left }) => left));
	const late = drops.map(({ doorAt, ticket }) => Math.max(0, doorAt - ticket.promisedAt) / MINUTE);
	const age = drops.map(({ doorAt, ticket }) => (doorAt - (ticket.outAt ?? doorAt)) / MINUTE);
	const click = drops
		.filter(({ ticket }) => ticket.order.wantedAt === null)
		.map(({ doorAt, ticket }) => (doorAt - ticket.order.placedAt) / MINUTE);
	return {
		orders,
		onTime: (100 * late.filter((one) => one === 0).length) / orders,
		late: mean(late),
		age50: quantile(age, 0.5),
		age90: quantile(age, 0.9),
		click: mean(click),
		click90: quantile(click, 0.9),
		kmPerOrder: sum(drivers.map(({ km }) => km)) / drops.length,
		idle: sum(played.map(idleOf)),
		gini: mean(played.map((one) => giniOf(one.drivers))),
		ordersPerRun: drops.length / sum(drivers.map(({ runs }) => runs))
	};
}

function idleOf({ drivers, from, to }: Played): number {
	return sum(drivers.map(({ awayMs }) => Math.max(0, to - from - awayMs) / MINUTE));
}

/** Half of the mean difference between two drivers, by the mean. */
function giniOf(drivers: readonly Driver[]): number {
	const away = drivers.map(({ awayMs }) => awayMs);
	const apart = mean(away.flatMap((a) => away.map((b) => Math.abs(a - b))));
	return apart / (2 * mean(away) || 1);
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
export const mean = (values: readonly number[]): number => sum(values) / (values.length || 1);

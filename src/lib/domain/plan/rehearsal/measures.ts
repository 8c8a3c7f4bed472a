/** The figures of one course of an evening. Minutes are those of the shop's clock. */

import type { Course, Evening } from './evening.ts';
import { minuteOf } from '../../time/quote.ts';

export interface Measures {
	/** Deliveries that arrived, and those that no one could carry. */
	delivered: number;
	left: number;
	/** At the door by the promise; of all deliveries, from 0 to 1. */
	onTime: number;
	/** From the order to the door, without orders ahead. */
	clickToDoorMean: number;
	clickToDoorP90: number;
	lateMean: number;
	lateP90: number;
	/** Between the box and the door. */
	ageP50: number;
	ageP90: number;
	/** Between the box and the departure, on average. */
	rackMean: number;
	trips: number;
	/** Null as observed: no one measured them. */
	km: number | null;
	/** Of drivers on shift at the shop, all together; null as observed. */
	idle: number | null;
}

/** Null when there was no delivery. */
export function measuresOf(evening: Evening, course: Course, isModel: boolean): Measures | null {
	const minute = minuteOf(evening);
	const byId = new Map(evening.orders.map((order) => [order.id, order]));
	const rows = course.legs.flatMap((leg) => {
		const order = byId.get(leg.order);
		return order ? [{ ...leg, order }] : [];
	});
	const all = rows.length + course.left.length;
	if (all === 0) return null;
	const minutes = (of: (row: (typeof rows)[number]) => number) =>
		rows.map((row) => of(row) / minute);
	const late = minutes(({ doorAt, order }) => Math.max(0, doorAt - order.promisedAt));
	const click = rows
		.filter(({ order }) => order.wantedAt === null)
		.map(({ doorAt, order }) => (doorAt - order.placedAt) / minute);
	const age = minutes(({ doorAt, boxedAt }) => doorAt - boxedAt);
	return {
		delivered: rows.length,
		left: course.left.length,
		onTime: late.filter((one) => one === 0).length / all,
		clickToDoorMean: mean(click),
		clickToDoorP90: quantile(click, 0.9),
		lateMean: mean(late),
		lateP90: quantile(late, 0.9),
		ageP50: quantile(age, 0.5),
		ageP90: quantile(age, 0.9),
		rackMean: mean(minutes(({ leaveAt, boxedAt }) => Math.max(0, leaveAt - boxedAt))),
		trips: course.trips.length,
		km: isModel ? course.trips.reduce((sum, { km }) => sum + km, 0) : null,
		idle: isModel ? idleMs(evening, course) / minute : null
	};
}

/** On shift between the first order and the last handover of the evening, and not on a trip. */
function idleMs(evening: Evening, { trips, drivers }: Course): number {
	const from = Math.min(...evening.orders.map(({ placedAt }) => placedAt));
	const to = Math.max(...evening.orders.map(({ carried }) => carried?.deliveredAt ?? 0));
	return drivers.reduce((sum, driver) => {
		const begin = Math.max(from, driver.from);
		const end = Math.min(to, driver.until ?? to);
		const away = trips
			.filter((trip) => trip.driver === driver.id)
			.reduce(
				(ms, { leaveAt, backAt }) =>
					ms + Math.max(0, Math.min(end, backAt) - Math.max(begin, leaveAt)),
				0
			);
		return sum + Math.max(0, end - begin - away);
	}, 0);
}

const mean = (values: readonly number[]): number =>
	values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** The smallest value that so large a share does not exceed; 0 of none. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

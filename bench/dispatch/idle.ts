import { adviseMoves, type ExpectedOrders } from '#domain/plan/idle-moves.ts';
import type { RoadTrip } from '#domain/plan/road.ts';
import type { Decision, View } from './simulate.ts';

/** The last so many minutes say what is expected in the next. */
const LEARNT = 60;
const HORIZON = 20;

/** Moves of couriers who have nothing to do, towards the restaurants from which orders came lately. */
export function idleMoves(
	view: View,
	trips: readonly Pick<RoadTrip, 'driver' | 'backAt'>[],
	policy: { pickupIn: number; driving: number }
): Decision[] {
	const { now, couriers, travel } = view;
	const busyUntil = new Map<string, number>();
	for (const { driver, backAt } of trips) busyUntil.set(driver, backAt);
	const crew = couriers
		.filter(({ onAt, offAt }) => onAt <= now && offAt > now + HORIZON)
		.map(({ id, place, freeAt }) => ({
			id,
			at: place,
			freeAt: busyUntil.get(id) ?? freeAt,
			isIdle: freeAt <= now && !busyUntil.has(id)
		}));
	const expected = expectedOf(view);
	return adviseMoves(crew, expected, now, { ...policy, travel, horizon: HORIZON }).map(
		({ driver, to }) => ({ courier: driver, to })
	);
}

function expectedOf({ now, placed }: View): ExpectedOrders<number>[] {
	const seen = new Map<number, { count: number; prep: number }>();
	for (let index = placed.length - 1; index >= 0; index--) {
		const { placedAt, readyAt, restaurant } = placed[index]!;
		if (placedAt <= now - LEARNT) break;
		const { count, prep } = seen.get(restaurant) ?? { count: 0, prep: 0 };
		seen.set(restaurant, { count: count + 1, prep: prep + readyAt - placedAt });
	}
	return [...seen].map(([pickup, { count, prep }]) => ({
		pickup,
		perMinute: count / LEARNT,
		prepMinutes: prep / count
	}));
}

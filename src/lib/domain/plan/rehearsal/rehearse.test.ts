import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../time/hours.ts';
import type { Evening, PastOrder } from './evening.ts';
import { faultOf, rehearseAtOnce, type Rehearsal } from './rehearse.ts';
import { withKitchen } from './kitchen-shift.ts';
import { boardAt, type Scene } from './board.ts';
import { roadOf } from './road.ts';
import { simulate } from './simulate.ts';
import { placeTravel } from '../travel.ts';

const START = Date.UTC(2026, 10, 23, 18);
const SHOP = { lat: 48.58, lng: 7.75 };
const at = (minutes: number) => START + minutes * MINUTE;

/** One order every `gap` minutes, carried alone, by drivers in turn. */
function evening(count: number, { gap = 4, drivers = 2 } = {}): Evening {
	const orders = Array.from({ length: count }, (_, i): PastOrder => {
		const placed = i * gap;
		const left = placed + 20 + (i % 3) * 4;
		const angle = (i * 2.4) % 6.28;
		return {
			id: `o${String(i).padStart(3, '0')}`,
			number: i + 1,
			fulfilment: 'delivery',
			placedAt: at(placed),
			promisedAt: at(placed + 35),
			wantedAt: null,
			pizzas: [{ count: 1 + (i % 3) }],
			door: { lat: SHOP.lat + 0.015 * Math.cos(angle), lng: SHOP.lng + 0.02 * Math.sin(angle) },
			stages: {
				accepted: at(placed + 1),
				making: at(placed + 3),
				in_oven: at(placed + 7),
				boxed: at(placed + 14)
			},
			isEstimated: false,
			carried: {
				run: `r${i}`,
				driver: `d${i % drivers}`,
				position: 1,
				leftAt: at(left),
				atDoorAt: at(left + 8),
				deliveredAt: at(left + 10)
			}
		};
	});
	return {
		...{ shop: 'gare', day: '2026-11-23', point: SHOP, prepMinutes: 12, speedKmh: 20, pace: 1 },
		deliveryRadiusM: 4000,
		kitchen: { hands: 2, ovenPlaces: 6, makeMinutes: 2, bakeMinutes: 6, cutMinutes: 0.5 },
		freshness: 0.5,
		runOrders: 4,
		orders,
		drivers: Array.from({ length: drivers }, (_, i) => ({
			id: `d${i}`,
			from: at(-10),
			until: at(400)
		})),
		leftOut: 0
	};
}

function sceneOf(past: Evening): Scene {
	return {
		evening: past,
		road: roadOf(past, placeTravel(past)),
		freshness: past.freshness,
		kitchen: past.kitchen,
		orders: past.orders,
		drivers: past.drivers,
		rideOf: new Map(),
		ridesOf: new Map(),
		passedOver: new Map()
	};
}

function courseOf(past: Evening, policy: 'planner' | 'nearest') {
	const steps = simulate(sceneOf(past), policy);
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

const late = (one: Rehearsal) => one.rehearsed?.lateMean ?? NaN;

describe('the rehearsal of an evening', () => {
	test.each(['planner', 'nearest'] as const)(
		'%s: every order leaves once, boxed, with a driver who is back',
		(policy) => {
			const past = evening(20);

			const { legs, trips, left } = courseOf(past, policy);

			expect(left).toEqual([]);
			expect(legs.map(({ order }) => order).sort()).toEqual(past.orders.map(({ id }) => id));
			const boxed = new Map(past.orders.map(({ id, stages }) => [id, stages.boxed]));
			for (const leg of legs) expect(leg.leaveAt).toBeGreaterThanOrEqual(boxed.get(leg.order)!);
			for (const driver of ['d0', 'd1']) {
				const own = trips.filter((trip) => trip.driver === driver);
				own
					.slice(1)
					.forEach((trip, i) => expect(trip.leaveAt).toBeGreaterThanOrEqual(own[i]!.backAt));
			}
			for (const { orders } of trips) expect(orders.length).toBeLessThanOrEqual(past.runOrders);
		}
	);

	test('the planner sees no order before it is placed, and no box before it is closed', () => {
		const past = evening(6);
		const scene = sceneOf(past);

		const board = boardAt(scene, at(9));

		expect(board.orders.map(({ number, status }) => [number, status])).toEqual([
			[1, 'in_oven'],
			[2, 'making'],
			[3, 'accepted']
		]);
	});

	test('what comes later changes no departure before it', () => {
		const whole = courseOf(evening(12), 'planner');
		const first = evening(12);
		const cut = at(24);
		const known = { ...first, orders: first.orders.filter(({ placedAt }) => placedAt <= cut) };

		const without = courseOf(known, 'planner');

		const early = (one: typeof whole) =>
			one.trips.filter(({ leaveAt }) => leaveAt < cut).map(({ orders }) => orders);
		expect(early(whole).length).toBeGreaterThan(0);
		expect(early(whole)).toEqual(early(without));
	});

	test('equal evenings have equal rehearsals', () => {
		expect(rehearseAtOnce(evening(15))).toEqual(rehearseAtOnce(evening(15)));
	});

	test('with one driver less the greedy rule is never less late', () => {
		const all = rehearseAtOnce(evening(20, { drivers: 3 }), { policy: 'nearest' });
		const fewer = rehearseAtOnce(evening(20, { drivers: 3 }), { policy: 'nearest', drivers: -1 });

		expect(fewer.drivers).toEqual({ was: 3, rehearsed: 2 });
		expect(late(fewer)).toBeGreaterThan(late(all));
	});

	test('kilometres are those of the trips, there and back', () => {
		const past = evening(1);
		const road = placeTravel({ speedKmh: 20 });
		const minutes = 2 * road({ point: SHOP }, { point: past.orders[0]!.door });

		const { rehearsed, model, was } = rehearseAtOnce(past);

		expect(rehearsed?.km).toBeCloseTo((minutes * 20) / 60, 6);
		expect(model?.km).toBeCloseTo((minutes * 20) / 60, 6);
		expect(was?.km).toBeNull();
	});

	test('minutes won are the difference to the model of what was', () => {
		const { orders, rehearsed, model } = rehearseAtOnce(evening(12));

		const won = orders.reduce((sum, { wonMinutes }) => sum + (wonMinutes ?? 0), 0) / orders.length;
		expect(won).toBeCloseTo(model!.clickToDoorMean - rehearsed!.clickToDoorMean, 6);
	});

	test('orders after the last shift are left, and count as late', () => {
		const past = evening(10);
		past.drivers = past.drivers.map((driver) => ({ ...driver, until: at(20) }));

		const { rehearsed } = rehearseAtOnce(past);

		expect(rehearsed!.left).toBeGreaterThan(0);
		expect(rehearsed!.onTime).toBeLessThan(1);
	});

	test('a smaller oven boxes no order earlier, the same oven changes nothing', () => {
		const past = evening(20, { gap: 1 });

		const same = withKitchen(past, past.kitchen);
		const smaller = withKitchen(past, { ...past.kitchen, ovenPlaces: 2 });

		expect(same).toEqual(past.orders);
		smaller.forEach(({ stages }, i) =>
			expect(stages.boxed).toBeGreaterThanOrEqual(past.orders[i]!.stages.boxed)
		);
		expect(smaller.at(-1)!.stages.boxed).toBeGreaterThan(past.orders.at(-1)!.stages.boxed);
	});

	test('a rehearsal without drivers or deliveries is refused in words', () => {
		expect(faultOf(evening(3), { drivers: -2 })).toMatch(/one has to remain/);
		expect(faultOf({ ...evening(3), orders: [] }, {})).toMatch(/No delivery of 2026-11-23/);
		expect(faultOf(evening(3), { freshness: 2 })).toMatch(/between 0 and 1/);
		expect(faultOf(evening(3), { drivers: -1 })).toBeUndefined();
	});
});

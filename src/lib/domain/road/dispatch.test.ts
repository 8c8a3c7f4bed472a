import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plan, type PlannableDriver, type PlannableOrder } from './dispatch.ts';
import type { Point } from '../order/order.ts';

const NOW = Date.UTC(2026, 10, 21, 19, 0);
const MINUTE = 60_000;
const SHOP: Point = { lat: 0, lng: 0 };
const POLICY = { shop: SHOP, unknownMinutes: 8 };
/** One unit of distance is one minute, so that expected times are easy to compute. */
const travel = (a: Point, b: Point) => Math.abs(a.lat - b.lat) + Math.abs(a.lng - b.lng);

const order = (id: string, inMinutes: number, over: Partial<PlannableOrder> = {}) => ({
	id,
	point: { lat: 0, lng: 5 },
	promisedAt: NOW + inMinutes * MINUTE,
	...over
});
const driver = (id: string, over: Partial<PlannableDriver> = {}): PlannableDriver => ({
	id,
	point: null,
	freeSince: NOW - 10 * MINUTE,
	declined: [],
	...over
});
const run = (orders: PlannableOrder[], drivers: PlannableDriver[]) =>
	plan(orders, drivers, NOW, travel, POLICY);

const pairs = (result: ReturnType<typeof plan>) =>
	result.runs.map((each) => `${each.orders.join('+')}>${each.driver}`);

describe('plan', () => {
	test('assigns the oldest promise first when there are few drivers', () => {
		const result = run([order('b', 20), order('a', 10)], [driver('x')]);

		expect(pairs(result)).toEqual(['a>x']);
		expect(result.unassigned).toEqual([{ order: 'b', why: 'nobody_free' }]);
	});

	test('picks the nearest driver; one without a recent position counts as at the shop', () => {
		const far = driver('far', { point: { lat: 0, lng: 9 } });
		const near = driver('near', { point: { lat: 0, lng: 2 } });

		expect(pairs(run([order('a', 10)], [far, near]))).toEqual(['a>near']);
		expect(pairs(run([order('a', 10)], [far, near, driver('here')]))).toEqual(['a>here']);
	});

	test('picks the driver who has waited longest among equally near ones', () => {
		const short = driver('a', { freeSince: NOW - 1 * MINUTE, point: { lat: 0.1, lng: 0 } });
		const long = driver('b', { freeSince: NOW - 30 * MINUTE, point: { lat: 0, lng: 0.3 } });

		expect(pairs(run([order('o', 10)], [short, long]))).toEqual(['o>b']);
	});

	test('does not offer an order again to a driver who declined it, but offers the next order', () => {
		const declined = driver('x', { declined: ['a'] });

		const alone = run([order('a', 10), order('b', 20)], [declined]);
		const two = run([order('a', 10), order('b', 20)], [declined, driver('y')]);

		expect(pairs(alone)).toEqual(['b>x']);
		expect(alone.unassigned).toEqual([{ order: 'a', why: 'all_declined' }]);
		expect(pairs(two)).toEqual(['a>y', 'b>x']);
	});

	test('gives reasons in both languages, and the expected time', () => {
		const [first] = run([order('a', -4)], [driver('x', { point: { lat: 0, lng: 3 } })]).runs;

		expect(first?.reasons.map((reason) => reason.fr)).toEqual([
			'À 3 min de la pizzeria',
			'Libre depuis 10 min',
			'Promesse dépassée de 4 min'
		]);
		expect(first?.reasons.map((reason) => reason.en)).toEqual([
			'3 min from the shop',
			'Free for 10 min',
			'4 min past its promise'
		]);
		expect(first?.score).toBe(8);
	});

	test('uses the default travel time when the address has no point', () => {
		expect(run([order('a', 10, { point: null })], [driver('x')]).runs[0]?.score).toBe(8);
	});
});

const point = fc.record({
	lat: fc.integer({ min: -9, max: 9 }),
	lng: fc.integer({ min: -9, max: 9 })
});
const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
const boards = fc.tuple(ids, ids).chain(([orderIds, driverIds]) =>
	fc.record({
		orders: fc.tuple(
			...orderIds.map((id) =>
				fc.record({
					id: fc.constant(`o${id}`),
					point: fc.option(point),
					promisedAt: fc.integer({ min: -30, max: 60 }).map((m) => NOW + m * MINUTE)
				})
			)
		),
		drivers: fc.tuple(
			...driverIds.map((id) =>
				fc.record({
					id: fc.constant(`d${id}`),
					point: fc.option(point),
					freeSince: fc.integer({ min: 0, max: 5 }).map((m) => NOW - m * MINUTE),
					declined: fc.subarray(orderIds.map((each) => `o${each}`))
				})
			)
		)
	})
);

describe('every plan', () => {
	test('uses each driver and order at most once, and lists every order', () => {
		fc.assert(
			fc.property(boards, ({ orders, drivers }) => {
				const result = run(orders, drivers);
				const used = result.runs.map((each) => each.driver);
				const served = result.runs.flatMap((each) => each.orders);
				const all = [...served, ...result.unassigned.map((each) => each.order)];

				expect(new Set(used).size).toBe(used.length);
				expect(all.toSorted()).toEqual(orders.map((each) => each.id).toSorted());
			})
		);
	});

	test('offers no order that the driver declined, and leaves none that a free driver would take', () => {
		fc.assert(
			fc.property(boards, ({ orders, drivers }) => {
				const result = run(orders, drivers);
				const byId = new Map<string, PlannableDriver>(drivers.map((each) => [each.id, each]));
				const idle = drivers.filter(
					(each) => !result.runs.some((planned) => planned.driver === each.id)
				);

				for (const { driver: id, orders: given } of result.runs)
					expect(byId.get(id)?.declined).not.toContain(given[0]);
				for (const { order: id } of result.unassigned)
					expect(idle.every((each) => each.declined.includes(id))).toBe(true);
			})
		);
	});

	test('does not depend on the order of its inputs, and does not change them', () => {
		fc.assert(
			fc.property(boards, fc.infiniteStream(fc.nat()), ({ orders, drivers }, keys) => {
				const shuffled = <T>(items: readonly T[]): T[] =>
					items
						.map((item) => ({ item, key: keys.next().value as number }))
						.sort((a, b) => a.key - b.key)
						.map(({ item }) => item);
				const before = JSON.stringify({ orders, drivers });

				expect(run(shuffled(orders), shuffled(drivers))).toEqual(run(orders, drivers));
				expect(JSON.stringify({ orders, drivers })).toBe(before);
			})
		);
	});
});

describe('the reasons of a run', () => {
	const reasonsOf = (order: Partial<PlannableOrder>, driver: Partial<PlannableDriver>) => {
		const [planned] = run(
			[{ id: 'o', version: 1, status: 'boxed', point: null, promisedAt: NOW, ...order } as never],
			[{ id: 'd', point: null, freeSince: NOW, declined: [], ...driver }]
		).runs;
		return planned?.reasons.map(({ fr, en }) => [fr, en]);
	};

	test('name the driver’s position, the time free, and the promise', () => {
		expect(reasonsOf({ promisedAt: NOW + 12 * MINUTE }, { freeSince: NOW - 3 * MINUTE })).toEqual([
			['À la pizzeria', 'At the shop'],
			['Libre depuis 3 min', 'Free for 3 min'],
			['Promise dans 12 min', 'Promised in 12 min']
		]);
	});

	test('name a promise that is due now, and one that has passed', () => {
		expect(reasonsOf({}, {})?.[2]).toEqual(['Promise dans 0 min', 'Promised in 0 min']);
		expect(reasonsOf({ promisedAt: NOW - 4 * MINUTE }, {})?.[2]).toEqual([
			'Promesse dépassée de 4 min',
			'4 min past its promise'
		]);
	});
});

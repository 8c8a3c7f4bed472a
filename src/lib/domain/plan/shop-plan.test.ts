import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Status } from '../order/order.ts';
import { readyByKitchen } from './kitchen-ready.ts';
import { anOpenOrder, aShop, SETTINGS } from './kitchen/kitchen-samples.ts';
import type { PlanBoard, PlanDriver, PlanOrder } from './plan-board.ts';
import { planShop, weightsOf, type ShopPlan } from './shop-plan.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 21, 19, 0);
const SHOP = { lat: 43.6, lng: 3.88 };
/** A door so many kilometres away; another way for another bearing. */
const door = (km: number, bearing = 0) => ({
	lat: SHOP.lat + (km / 111.2) * Math.cos(bearing),
	lng: SHOP.lng + (km / 80.5) * Math.sin(bearing)
});

const order = (id: string, over: Partial<PlanOrder> = {}): PlanOrder => ({
	id,
	number: 1,
	status: 'boxed',
	fulfilment: 'delivery',
	stageAt: NOW - MINUTE,
	placedAt: NOW - 20 * MINUTE,
	promisedAt: NOW + 20 * MINUTE,
	wantedAt: null,
	pizzas: 2,
	door: door(1),
	stop: null,
	passedOver: 0,
	declinedBy: [],
	...over
});
const driver = (id: string, over: Partial<PlanDriver> = {}): PlanDriver => ({
	id,
	name: id,
	point: null,
	freeSince: NOW - 10 * MINUTE,
	awayMinutes: 0,
	...over
});
const board = (orders: PlanOrder[], drivers: PlanDriver[], over: Partial<PlanBoard> = {}) => ({
	shop: 'gare',
	point: SHOP,
	prepMinutes: 15,
	speedKmh: 20,
	pace: 1,
	freshness: 0.5,
	runOrders: 4,
	orders,
	drivers,
	...over
});
const search = { rounds: 100, seed: 1, isTimeUp: () => false };
const plan = (orders: PlanOrder[], drivers: PlanDriver[], over: Partial<PlanBoard> = {}) =>
	planShop(board(orders, drivers, over), NOW, { search });
const due = ({ runs }: ShopPlan) => runs.filter(({ isDue }) => isDue);
const pairs = (result: ShopPlan) =>
	due(result).map(({ orders, driver: id }) => `${orders.toSorted().join('+')}>${id}`);
const english = (result: ShopPlan) => result.runs[0]?.reasons.map(({ en }) => en);

describe('runs', () => {
	test('orders for one door travel in one run, with three drivers free', () => {
		const result = plan(
			[order('a'), order('b'), order('c', { status: 'in_oven', stageAt: NOW - 4 * MINUTE })],
			[driver('x'), driver('y'), driver('z')]
		);

		expect(result.runs).toHaveLength(1);
		expect(result.runs[0]?.orders.toSorted()).toEqual(['a', 'b', 'c']);
		expect(english(result)).toContain('3 orders for one address');
	});

	test('no run has more orders than the shop allows', () => {
		const result = plan([order('a'), order('b'), order('c')], [driver('x')], { runOrders: 2 });

		expect(result.runs.map(({ orders }) => orders.length).toSorted()).toEqual([1, 2]);
	});

	test('the nearest driver is chosen', () => {
		const far = driver('far', { point: door(3) });

		expect(pairs(plan([order('a')], [far, driver('here')]))).toEqual(['a>here']);
	});

	test('an order is not given to a driver who declined it', () => {
		const declined = order('a', { declinedBy: ['x'] });
		const result = plan([declined], [driver('x'), driver('y', { point: door(2) })]);

		expect(result.runs.map((run) => run.driver)).toEqual(['y']);
		expect(plan([declined], [driver('x')])).toMatchObject({
			runs: [],
			unplanned: [{ order: 'a', why: 'all_declined' }]
		});
	});

	test('nothing is due while the order is made; it is when it is nearly ready', () => {
		const made = (status: Status, sinceMinutes: number) =>
			plan([order('a', { status, stageAt: NOW - sinceMinutes * MINUTE })], [driver('x')]);

		expect(due(made('accepted', 1))).toEqual([]);
		expect(due(made('in_oven', 1))).toEqual([]);
		expect(pairs(made('in_oven', 5))).toEqual(['a>x']);
		expect(pairs(made('boxed', 0))).toEqual(['a>x']);
	});

	test('what a driver holds stays theirs, and their next run begins after it', () => {
		const stop = { driver: 'x', position: 1, isOut: true };
		const held = order('held', { status: 'out', stop, door: door(2) });
		const result = plan([held, order('next')], [driver('x')]);

		expect(result.runs).toMatchObject([{ driver: 'x', orders: ['next'], isDue: false }]);
		const there = result.estimates.leave.get('held')?.doorAt ?? 0;
		// The handover, and eight minutes back to the shop.
		expect(result.runs[0]?.leaveAt).toBeGreaterThan(there + 9 * MINUTE);
		expect(result.backAt.get('x')).toBeGreaterThan(result.runs[0]?.leaveAt ?? Infinity);
	});

	test('one that was passed over twice is not passed over again', () => {
		const starved = order('far', {
			passedOver: 2,
			door: door(4),
			placedAt: NOW - 60 * MINUTE,
			promisedAt: NOW + 60 * MINUTE
		});
		const near = order('near', { door: door(0.5, 3) });
		const [first] = due(plan([starved, near], [driver('x')], { runOrders: 1 }));
		const [other] = due(
			plan([{ ...starved, passedOver: 1 }, near], [driver('x')], { runOrders: 1 })
		);

		expect([first?.orders, other?.orders]).toEqual([['far'], ['near']]);
	});

	test('an order that is not accepted has an estimate, and no run that is due', () => {
		const result = plan([order('a', { status: 'placed', stageAt: NOW })], [driver('x')]);

		expect(due(result)).toEqual([]);
		expect(result.estimates.leave.get('a')).toMatchObject({ driver: 'x' });
	});

	test('collections are in no run', () => {
		const result = plan([order('a', { fulfilment: 'collection', door: null })], [driver('x')]);

		expect(result.runs).toEqual([]);
		expect(result.unplanned).toEqual([]);
	});
});

describe('reasons', () => {
	test('name the driver, the promise and the second choice with the minutes lost', () => {
		const far = driver('Hugo', { point: door(3) });
		const [run] = plan([order('a')], [driver('Lea'), far]).runs;

		expect(run?.reasons.slice(0, 3).map(({ fr }) => fr)).toEqual([
			'À la pizzeria',
			'Libre depuis 10 min',
			'Promise dans 20 min'
		]);
		expect(run?.second?.driver).toBe('Hugo');
		expect(run?.second?.lossMinutes).toBeGreaterThan(5);
		expect(run?.reasons.at(-1)?.en).toMatch(/^Second choice: Hugo, \d+ min lost$/);
	});

	test('say that there is no second choice, and that a promise has passed', () => {
		const result = plan([order('a', { promisedAt: NOW - 4 * MINUTE })], [driver('x')]);

		expect(english(result)).toEqual([
			'At the shop',
			'Free for 10 min',
			'4 min past its promise',
			'No other driver possible'
		]);
	});
});

describe('the oven call', () => {
	const call = (freshness: number, promised = 60) => {
		const stop = { driver: 'x', position: 1, isOut: true };
		const held = order('held', { status: 'out', stop, door: door(3), stageAt: NOW });
		const next = order('next', {
			status: 'making',
			stageAt: NOW - 12 * MINUTE,
			promisedAt: NOW + promised * MINUTE
		});
		const result = plan([held, next], [driver('x')], { freshness });
		const { ovenBy } = result.estimates.ready.get('next') ?? {};
		const { leaveAt } = result.estimates.leave.get('next') ?? {};
		return { ovenBy: ovenBy ?? 0, leaveAt: leaveAt ?? 0 };
	};

	test('a fresh shop bakes for the moment at which the driver leaves, an early one before', () => {
		const [early, fresh] = [call(0), call(1)];

		expect((fresh.leaveAt - fresh.ovenBy) / MINUTE).toBeCloseTo(6);
		expect((early.leaveAt - early.ovenBy) / MINUTE).toBeCloseTo(12);
	});

	test('is never in the past, and not so late that the promise breaks', () => {
		const { ovenBy, leaveAt } = call(1, 5);

		expect(ovenBy).toBeGreaterThanOrEqual(NOW);
		expect(ovenBy).toBeLessThan(leaveAt - 6 * MINUTE);
	});

	test('leaves room in the oven for the orders behind it', () => {
		const stop = { driver: 'x', position: 1, isOut: true };
		const held = order('held', { status: 'out', stop, door: door(3), stageAt: NOW });
		const making = { status: 'making', stageAt: NOW - 12 * MINUTE } as const;
		const promisedAt = NOW + 60 * MINUTE;
		const both = ['a', 'b'].map((id) => order(id, { ...making, promisedAt, pizzas: 1 }));
		const now = board([held, ...both], [driver('x')], { freshness: 1 });
		const shop = aShop({
			kitchen: { ...SETTINGS, ovenPlaces: 1 },
			open: both.map(({ id, door: to }) => {
				const one = { ...making, promisedAt, fulfilment: 'delivery', door: to } as const;
				return anOpenOrder(id, 1, { now: NOW, ...one });
			})
		});
		const kitchen = (rank?: ReadonlyMap<string, number>) => readyByKitchen(shop, now, NOW, rank);
		const { ready, leave } = planShop(now, NOW, { search, kitchen }).estimates;
		const calls = both.map(({ id }) => ready.get(id)?.ovenBy ?? 0).sort((a, b) => a - b);
		const leaveAt = leave.get('a')?.leaveAt ?? 0;

		expect(leave.get('b')?.leaveAt).toBe(leaveAt);
		expect(calls[0]).toBeGreaterThan(NOW);
		expect(calls[1]! - calls[0]!).toBeGreaterThanOrEqual(6 * MINUTE);
		expect(calls[1]).toBeLessThanOrEqual(leaveAt - 6 * MINUTE);
	});

	test('freshness weighs the age of the food', () => {
		expect(weightsOf(1).age).toBeGreaterThan(weightsOf(0.5).age);
		expect(weightsOf(0).age).toBe(0);
	});
});

const orders = fc.uniqueArray(
	fc.record({
		id: fc.integer({ min: 0, max: 40 }).map((n) => `o${n}`),
		status: fc.constantFrom<Status>('placed', 'accepted', 'making', 'in_oven', 'boxed'),
		km: fc.double({ min: 0.2, max: 4, noNaN: true }),
		bearing: fc.double({ min: 0, max: 6, noNaN: true }),
		promised: fc.integer({ min: -20, max: 50 }),
		placed: fc.integer({ min: 1, max: 60 }),
		passedOver: fc.integer({ min: 0, max: 3 }),
		declinedBy: fc.subarray(['d0', 'd1', 'd2'])
	}),
	{ selector: ({ id }) => id, maxLength: 10 }
);

describe('every plan', () => {
	test('has each order once, and gives nobody what they declined', () => {
		fc.assert(
			fc.property(orders, fc.integer({ min: 0, max: 3 }), (made, many) => {
				const all = made.map(({ km, bearing, promised, placed, ...over }) =>
					order(over.id, {
						...over,
						door: door(km, bearing),
						promisedAt: NOW + promised * MINUTE,
						placedAt: NOW - placed * MINUTE
					})
				);
				const drivers = Array.from({ length: many }, (_, n) => driver(`d${n}`));
				const result = plan(all, drivers);

				const seen = [
					...result.runs.flatMap((run) => run.orders),
					...result.unplanned.map((one) => one.order)
				];
				expect(new Set(seen).size).toBe(seen.length);
				const givable = all.filter(({ status }) => status !== 'placed').map(({ id }) => id);
				expect(givable.filter((id) => !seen.includes(id))).toEqual([]);
				const drivers2 = due(result).map((run) => run.driver);
				expect(new Set(drivers2).size).toBe(drivers2.length);
				for (const run of result.runs)
					for (const id of run.orders)
						expect(all.find((one) => one.id === id)?.declinedBy).not.toContain(run.driver);
				expect(result.estimates.leave.size).toBe(all.length);
				expect(plan(all.toReversed(), drivers.toReversed())).toEqual(result);
			}),
			{ numRuns: 60 }
		);
	});
});

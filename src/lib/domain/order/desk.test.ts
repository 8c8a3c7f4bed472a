import { expect, test } from 'vitest';
import type { DriverView, ManagedOrder } from '../wire/contract.ts';
import {
	byPromise,
	canBeGiven,
	canTake,
	countShop,
	driverStates,
	isAssignable,
	isOnShelf,
	risksOf,
	shelfOf,
	SHELVES,
	sumShops
} from './desk.ts';
import { sumsOf } from '../pay/shift.ts';
import type { RunStatus } from './order.ts';

const NOW = Date.parse('2026-11-20T19:00:00Z');
const inMinutes = (n: number) => new Date(NOW + n * 60_000).toISOString();

const anOrder = (over: Partial<ManagedOrder> = {}): ManagedOrder => ({
	id: 'o1',
	shop: 'gare',
	number: 1,
	status: 'making',
	version: 1,
	fulfilment: 'delivery',
	channel: 'web',
	customer: { name: 'Camille', phone: '+33' },
	address: null,
	note: '',
	allergy: null,
	totalMinor: 1000,
	feeMinor: 250,
	discountMinor: 0,
	currency: 'EUR',
	payment: {
		method: 'door',
		status: 'due',
		totalMinor: 1000,
		capturedMinor: 0,
		refundedMinor: 0,
		changeFromMinor: null,
		dueMinor: 1000,
		kind: null,
		takings: [],
		tips: []
	},
	placedAt: inMinutes(-10),
	stageAt: inMinutes(-5),
	promisedAt: inMinutes(20),
	wantedAt: null,
	evidence: 'tap',
	alert: null,
	alarms: [],
	reason: null,
	items: [],
	stop: null,
	...over
});

const aDriver = (id: string, onShift = true): DriverView => ({
	id,
	shop: 'gare',
	name: id,
	phone: '+33',
	onShift,
	shiftStartedAt: null,
	...sumsOf({}),
	closing: null,
	version: 1
});

const heldBy = (driver: string, runStatus: RunStatus): Partial<ManagedOrder> => ({
	stop: {
		run: 'r',
		runStatus,
		driver: { id: driver, name: driver },
		expiresAt: null,
		reasons: [],
		tappedAt: null
	}
});

test('an order is on the shelf of its stage, unless it needs a person', () => {
	const shelf = (over: Partial<ManagedOrder>) => shelfOf(anOrder(over), NOW);

	expect(shelf({ status: 'placed' })).toBe('waiting');
	expect(shelf({ status: 'in_oven' })).toBe('kitchen');
	expect(shelf({ status: 'boxed', stageAt: inMinutes(0) })).toBe('ready');
	expect(shelf({ status: 'at_door' })).toBe('out');
	expect(shelf({ status: 'failed' })).toBe('attention');
	expect(shelf({ status: 'boxed', alert: 'no_driver' })).toBe('attention');
});

test('the filter of a stage also finds an order with an alert', () => {
	const waiting = anOrder({ status: 'placed', alert: 'escalated' });
	const failed = anOrder({ status: 'failed' });
	const shelvesOf = (order: typeof waiting) =>
		SHELVES.filter((shelf) => isOnShelf(order, shelf, NOW));

	expect(shelvesOf(waiting)).toEqual(['attention', 'waiting']);
	expect(shelvesOf(failed)).toEqual(['attention']);
	expect(shelvesOf(anOrder({ status: 'at_door' }))).toEqual(['out']);
});

test('the list is sorted by promise, then by number, and keeps failed orders', () => {
	const orders = [
		anOrder({ number: 3, promisedAt: inMinutes(5) }),
		anOrder({ number: 2, promisedAt: inMinutes(5) }),
		anOrder({ number: 9, status: 'failed', promisedAt: inMinutes(-5) }),
		anOrder({ number: 7, status: 'delivered', promisedAt: inMinutes(-9) })
	];
	expect(byPromise(orders).map((order) => order.number)).toEqual([9, 2, 3]);
});

test('only a delivery between acceptance and the heat rack can be assigned', () => {
	expect(isAssignable(anOrder({ status: 'accepted' }))).toBe(true);
	expect(isAssignable(anOrder({ status: 'boxed' }))).toBe(true);
	expect(isAssignable(anOrder({ status: 'placed' }))).toBe(false);
	expect(isAssignable(anOrder({ status: 'out' }))).toBe(false);
	expect(isAssignable(anOrder({ status: 'boxed', fulfilment: 'collection' }))).toBe(false);
});

test('an order that waits for its payment is on the last shelf, and not among those to accept', () => {
	const unpaid = anOrder({ status: 'awaiting_payment', promisedAt: inMinutes(-9) });

	expect(shelfOf(unpaid, NOW)).toBe('unpaid');
	expect(SHELVES.at(-1)).toBe('unpaid');
	expect(countShop([unpaid], [], NOW)).toMatchObject({ open: 1, waiting: 0, late: 0, needs: {} });
});

test('an order with an offer can be assigned by hand, an order with a driver cannot', () => {
	const boxed = anOrder({ status: 'boxed' });
	expect([null, undefined, 'offered' as const].map((held) => canBeGiven(boxed, held))).toEqual([
		true,
		true,
		true
	]);
	expect([canBeGiven(boxed, 'accepted'), canBeGiven(boxed, 'out')]).toEqual([false, false]);
	expect(canBeGiven(anOrder({ status: 'out' }), 'offered')).toBe(false);
});

test('drivers are grouped by their orders, those who can take an order first', () => {
	const drivers = ['away', 'asked', 'loading'].map((id) => aDriver(id));
	const states = driverStates(
		[aDriver('home', false), ...drivers, aDriver('idle')],
		[
			anOrder({ id: 'a', ...heldBy('away', 'out') }),
			anOrder({ id: 'b', ...heldBy('asked', 'offered') }),
			anOrder({ id: 'c', ...heldBy('loading', 'accepted') })
		]
	);
	expect(states.map(({ driver, state }) => [driver.id, state])).toEqual([
		['idle', 'free'],
		['loading', 'waiting'],
		['asked', 'offered'],
		['away', 'out'],
		['home', 'off']
	]);
	expect(states.map(canTake)).toEqual([true, true, true, false, false]);
});

test('a driver whose shift has ended takes no order, even with orders left', () => {
	const [gone] = driverStates([aDriver('d', false)], [anOrder(heldBy('d', 'accepted'))]);
	expect(gone?.state).toBe('waiting');
	expect(gone && canTake(gone)).toBe(false);
});

test('counts of a shop, and sums over shops', () => {
	const gare = countShop(
		[
			anOrder({ id: 'a', status: 'placed', placedAt: inMinutes(-42), promisedAt: inMinutes(-2) }),
			anOrder({ id: 'b', status: 'boxed', alert: 'no_driver' }),
			anOrder({ id: 'c', status: 'out', ...heldBy('away', 'out') }),
			anOrder({ id: 'd', status: 'failed' })
		],
		[aDriver('away'), aDriver('idle'), aDriver('home', false)],
		NOW
	);
	expect(gare).toEqual({
		open: 3,
		waiting: 1,
		ready: 1,
		oldest: 42,
		late: 1,
		atRisk: 0,
		needs: { failed: 1, late: 1, no_driver: 1 },
		out: 1,
		free: 1
	});
	const quiet = countShop([], [], NOW);
	expect(quiet.oldest).toBeNull();
	expect(quiet.needs).toEqual({});
	expect(sumShops([gare, quiet, { ...gare, oldest: 50 }])).toEqual({
		open: 6,
		waiting: 2,
		ready: 2,
		oldest: 50,
		late: 2,
		atRisk: 0,
		needs: { failed: 2, late: 2, no_driver: 2 },
		out: 2,
		free: 2
	});
	expect(sumShops([quiet])).toEqual(quiet);
});

test('orders at risk are listed by the time that they have to spare, at most twenty of them', () => {
	const window = (to: number) => {
		const eta = { from: inMinutes(0), to: inMinutes(to), latest: inMinutes(to), coverage: null };
		return {
			order: 'o',
			at: inMinutes(0),
			eta: { ...eta, cause: 'kitchen' as const },
			lateChance: 1
		};
	};
	const risky = (number: number, to: number, lateChance = 0.6) =>
		({
			...anOrder({ number, promisedAt: inMinutes(10) }),
			forecast: window(to),
			lateChance
		}) as const;
	const late = { ...risky(4, 60), promisedAt: inMinutes(-1) };

	expect(risksOf([risky(1, 12), risky(2, 30), risky(3, 60, 0.4), late], NOW)).toMatchObject([
		{ number: 2 },
		{ number: 1 }
	]);
	const many = Array.from({ length: 60 }, (_, n) => risky(n, 11 + n));
	expect(risksOf(many, NOW).map(({ number }) => number)).toEqual(
		Array.from({ length: 50 }, (_, n) => 59 - n)
	);
	expect(countShop(many, [], NOW)).toMatchObject({ atRisk: 60, late: 0 });
	expect(sumShops([countShop(many, [], NOW), countShop([], [], NOW)]).atRisk).toBe(60);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { distanceM } from '#domain/time/quote.ts';
import { demoMenu } from '../../db/demo/menu/index.ts';
import { DEMO_SHOPS } from '../../db/demo/shops.ts';
import { doorsOf } from '../plan/doors.ts';
import type { Town } from '../plan/evening-plan.ts';
import { readScene } from '../plan/read-scene.ts';
import { TOWN_STREETS } from '../road/roads.ts';
import { readInstance } from './instance.ts';
import { planOfRecordedDay } from './lay.ts';
import { shiftsOf } from './shifts.ts';

const folder = mkdtempSync(join(tmpdir(), 'passe-plat-replay-'));
const write = (name: string, ...lines: string[]) =>
	writeFileSync(join(folder, `${name}.txt`), `${lines.join('\n')}\n`.replaceAll(' ', '\t'));
afterAll(() => rmSync(folder, { recursive: true }));

// A made-up day in the same format: ten restaurants in a ring, two orders each.
const ring = Array.from({ length: 10 }, (_, at) => ({
	x: Math.round(5000 + 4000 * Math.cos(at)),
	y: Math.round(5000 + 4000 * Math.sin(at))
}));
write('restaurants', 'restaurant x y', ...ring.map(({ x, y }, at) => `r${at} ${x} ${y}`));
write(
	'orders',
	'order x y placement_time restaurant ready_time',
	...ring.flatMap(({ x, y }, at) => [
		`a${at} ${x + 900} ${y} ${30 + at * 7} r${at} ${45 + at * 7}`,
		`b${at} ${x} ${y - 2000} ${31 + at * 9} r${at} ${40 + at * 9}`
	])
);
write(
	'couriers',
	'courier x y on_time off_time',
	...ring.map(({ x, y }, at) => `c${at} ${x} ${y} 0 200`)
);
writeFileSync(
	join(folder, 'instance_parameters.txt'),
	'meters_per_minute\tpickup service minutes\tdropoff service minutes\n300\t4\t4\n'
);

const { menu } = await readScene('friday-rush');
const town: Town = {
	shops: DEMO_SHOPS.map(({ id, point, deliveryRadiusM, minimumMinor }) => {
		return { id, point, radiusM: deliveryRadiusM, minimumMinor };
	}),
	menus: Object.fromEntries(DEMO_SHOPS.map(({ id }) => [id, demoMenu])),
	doors: doorsOf(TOWN_STREETS)
};
const day = await readInstance(folder);
const plan = planOfRecordedDay(day, town, { seed: 1, menu, drivers: 3 });

test('every order of the day is played at its time and ready when recorded', () => {
	expect(plan.orders).toHaveLength(20);
	const first = plan.orders[0]!;
	expect(first.at).toBe(1);
	const times = plan.orders.map(({ at }) => at);
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	const recorded = day.orders.map(({ placed, ready }) => ready - placed).sort();
	expect(plan.orders.map(({ fate }) => fate.readyAfter ?? 0).sort()).toEqual(recorded);
});

test('shops get equally many orders, at addresses within delivery distance', () => {
	const counts = Map.groupBy(plan.orders, ({ body }) => body.shop);
	for (const { id, point, radiusM } of town.shops) {
		const orders = counts.get(id) ?? [];
		expect(orders).toHaveLength(4);
		for (const { body } of orders)
			expect(distanceM(body.address!.point!, point)).toBeLessThan(radiusM);
	}
});

test('a ride takes about as long as recorded', () => {
	const [shop] = plan.shops;
	// The largest distance of 2,000 m is scaled to 1,500 m; streets add a detour.
	expect(shop!.speedKmh).toBeCloseTo((300 * 0.75 * 1.3 * 60) / 1000);
	expect(shop!.loadMinutes).toBe(4);
});

test('every shop with orders gets a courier while there is one', () => {
	const few = { ...day, couriers: day.couriers.slice(0, 5) };
	const { shops } = planOfRecordedDay(few, town, { seed: 1, menu, drivers: 3 });
	expect(shops.map(({ shifts }) => shifts.length)).toEqual([1, 1, 1, 1, 1]);
	const two = {
		...day,
		orders: day.orders
			.filter(({ restaurant }) => restaurant === 'r0' || restaurant === 'r1')
			.slice(0, 3),
		couriers: day.couriers.slice(0, 2)
	};
	const hands = planOfRecordedDay(two, town, { seed: 1, menu, drivers: 3 }).shops.map(
		({ shifts }) => shifts.length
	);
	expect(hands.toSorted()).toEqual([0, 0, 0, 1, 1]);
});

test('couriers are mapped to shifts of the available drivers', () => {
	const couriers = [
		{ on: 0, off: 60 },
		{ on: 0, off: 120 },
		{ on: 60, off: 180 },
		{ on: 70, off: 200 }
	];
	expect(shiftsOf(couriers, 3, 0)).toEqual([
		[
			{ from: 0, to: 60 },
			{ from: 60, to: 180 }
		],
		[{ from: 0, to: 120 }],
		[{ from: 70, to: 200 }]
	]);
	// With only one driver, the shifts are merged into a longer one.
	expect(shiftsOf(couriers, 1, 0)).toEqual([[{ from: 0, to: 200 }]]);
});

test('a folder without the expected files is refused with their names', async () => {
	await expect(readInstance(tmpdir())).rejects.toThrow('orders.txt cannot be read');
	write('orders', 'order x y placement_time restaurant ready_time', 'o1 1 1 soon r1 9');
	await expect(readInstance(folder)).rejects.toThrow('line 2: placement_time is no number');
});

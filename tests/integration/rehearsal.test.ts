import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rehearseAtOnce, type Rehearsal } from '#domain/plan/rehearsal/rehearse.ts';
import { advance } from '../../db/commands/advance.ts';
import { assign } from '../../db/commands/assign.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { eveningOf } from '../../db/reads/rehearsal.ts';
import { PRIVATE_WORDS } from '../support/house/rows.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { cooked, doorFields, placed } from '../support/pages/orders.ts';

const DRIVERS = ['livreur1-gare', 'livreur2-gare'] as const;
const STREETS = ['3 rue des Tanneurs', '12 rue des Tanneurs', '8 rue des Tanneurs'];
const COUNT = 15;
/** Minutes after the order. */
const STEPS = {
	...{ accept: 1, start: 3, bake: 6, box: 13, pick_up: 20, arrive: 27, deliver: 29 }
};

let url: string;
let pool: Pool;
let day: string;
const ids: string[] = [];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	pool = createPool(url, { name: 'rehearsal test', max: 3 });
	await pool.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
	for (const driverId of DRIVERS) await setShift(pool, { driverId, on: true });
	for (let n = 0; n < COUNT; n++) ids.push(await delivered(n));
	await placed(pool, { customer: someone(COUNT) });
	await stretch();
	const { rows } = await pool.query<{ day: string }>(
		`select business_day::text as day from orders where id = $1`,
		[ids[0]]
	);
	day = rows[0]?.day ?? '';
});
afterAll(() => pool.end());

const someone = (n: number) => ({
	...{ name: 'Camille Durand', phone: `+3363998${1000 + n}`, email: 'camille@client.example' }
});

async function delivered(n: number): Promise<string> {
	const street = STREETS[n % STREETS.length] ?? '';
	const address = { street, city: 'Villeneuve-sur-Oc', doorCode: '12B45' };
	const { order } = await placed(pool, { customer: someone(n), address });
	await cooked(pool, order.id);
	const driver = DRIVERS[n % 2] ?? '';
	const actor = 'staff:responsable-gare';
	const given = await assign(pool, { orderId: order.id, driverId: driver, actor });
	if (!given.ok) throw new Error(given.fault.code);
	for (const action of ['pick_up', 'arrive', 'deliver'] as const) {
		const step = await advance(pool, {
			...{ orderId: order.id, action, kinds: ['driver'], actor: `staff:${driver}` },
			...doorFields(action)
		});
		if (!step.ok) throw new Error(`${action}: ${step.fault.code}`);
	}
	return order.id;
}

/** One order every 15 minutes, each step at its minute: the commands run at the clock of the test. */
async function stretch(): Promise<void> {
	const client = await pool.connect();
	await client.query('set session_replication_role = replica');
	const { rows } = await client.query<{ first: Date }>(
		'select min(placed_at) as first from orders'
	);
	const first = rows[0]?.first;
	for (const [n, id] of ids.entries()) {
		const at = `$2::timestamptz + make_interval(mins => $3)`;
		await client.query(
			`update orders set placed_at = ${at}, promised_at = ${at} + interval '25 min' where id = $1`,
			[id, first, n * 15]
		);
		for (const [action, minutes] of Object.entries(STEPS))
			await client.query(
				`update shop_log set at = ${at} where subject_id = $1::text and action = $4`,
				[id, first, n * 15 + minutes, action]
			);
	}
	await client.query(`update orders set placed_at = $1 where not (id = any ($2))`, [first, ids]);
	client.release(true);
}

function run(...args: string[]): Promise<{ code: number; out: string }> {
	return new Promise((resolve) => {
		const env = { ...process.env, DATABASE_URL: url };
		execFile('node', ['db/cli/rehearse.ts', ...args], { env }, (error, stdout, stderr) =>
			resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })
		);
	});
}

test('a day is read from the log: stages, doors, drivers, and no personal data', async () => {
	const evening = await eveningOf(pool, 'gare', day);

	expect(evening?.orders.map(({ id }) => id)).toEqual(ids);
	expect(evening?.leftOut).toBe(1);
	expect(evening?.drivers.map(({ id }) => id)).toEqual(DRIVERS);
	const [order] = evening?.orders ?? [];
	const minutes = (at = 0) => Math.round((at - (order?.placedAt ?? 0)) / 60_000);
	expect(minutes(order?.stages.boxed)).toBe(STEPS.box);
	expect(minutes(order?.carried?.leftAt)).toBe(STEPS.pick_up);
	expect(minutes(order?.carried?.atDoorAt)).toBe(STEPS.arrive);
	expect(order).toMatchObject({ isEstimated: false, pizzas: [{ count: 2 }] });
	expect(order?.door?.lat).toBeCloseTo(evening?.point.lat ?? 0, 0);
	const text = JSON.stringify(evening);
	for (const word of [...PRIVATE_WORDS, 'Camille', 'Tanneurs', '12B45', '+336'])
		expect(text).not.toContain(word);
});

test('an inferred time marks its order', async () => {
	const client = await pool.connect();
	await client.query('set session_replication_role = replica');
	await client.query(
		`update shop_log set state = (state::jsonb || '{"evidence": "timer"}')::json
			where subject_id = $1 and action = 'box'`,
		[ids[3]]
	);
	client.release(true);

	const evening = await eveningOf(pool, 'gare', day);

	const marked = evening?.orders.filter(({ isEstimated }) => isEstimated);
	expect(marked?.map(({ id }) => id)).toEqual([ids[3]]);
});

test('another shop and another day are empty, an unknown shop is undefined', async () => {
	expect(await eveningOf(pool, 'halles', day)).toMatchObject({ orders: [], leftOut: 0 });
	expect(await eveningOf(pool, 'gare', '2001-01-01')).toMatchObject({ orders: [], leftOut: 0 });
	expect(await eveningOf(pool, 'nowhere', day)).toBeUndefined();
});

test('the command compares the planner with what was, and changes nothing', async () => {
	const before = await pool.query('select seq from shop_counter order by shop_id');

	const { code, out } = await run('--shop', 'gare', '--date', day, '--json', '--drivers', '-1');

	expect(code, out).toBe(0);
	const rehearsal = JSON.parse(out) as Rehearsal;
	expect(rehearsal).toMatchObject({ drivers: { was: 2, rehearsed: 1 }, leftOut: 1 });
	expect(rehearsal.was?.clickToDoorMean).toBeCloseTo(27, 3);
	expect(rehearsal.was?.rackMean).toBeCloseTo(7, 3);
	expect(rehearsal.rehearsed?.delivered).toBe(COUNT);
	expect(rehearsal.rehearsed?.rackMean).toBeLessThan(7);
	expect(rehearsal.orders).toHaveLength(COUNT);
	const evening = await eveningOf(pool, 'gare', day);
	expect(evening && rehearseAtOnce(evening, { drivers: -1 })).toEqual(rehearsal);
	const after = await pool.query('select seq from shop_counter order by shop_id');
	expect(after.rows).toEqual(before.rows);
});

test('the table has every measure, and every order with --orders', async () => {
	const { code, out } = await run('--shop', 'gare', '--date', day, '--orders', '--oven', '+2');

	expect(code, out).toBe(0);
	expect(out).toMatch(/^on time, % +\d+\.\d +\d+\.\d +\d+\.\d +[-+]?\d/m);
	expect(out).toMatch(/^kilometres +- +\d/m);
	expect(out.match(/^ {2}no\. \d+: /gm)).toHaveLength(COUNT);
});

test.each([
	[['--date', '2026-11-23'], /npm run rehearse -- --shop/],
	[['--shop', 'gare', '--date', '2026-02-30'], /2026-02-30 is no day/],
	[['--shop', 'gare', '--date', 'yesterday'], /yesterday is no day/],
	[['--shop', 'nowhere', '--date', '2026-11-23'], /There is no shop nowhere/],
	[['--shop', 'gare', '--date', '2001-01-01'], /gare had no orders on 2001-01-01/],
	[['--shop', 'gare', '--date', '2026-11-23', '--drivers', 'one'], /--drivers is a number/],
	[['--shop', 'gare', '--date', '2026-11-23', '--mode', 'best'], /npm run rehearse -- --shop/]
])('the command refuses %j in words', async (args, words) => {
	const { code, out } = await run(...args);

	expect(code).toBe(1);
	expect(out).toMatch(words);
	expect(out).not.toMatch(/\bat .*\.ts:/);
});

test('the command refuses a rehearsal without any driver', async () => {
	const { code, out } = await run('--shop', 'gare', '--date', day, '--drivers', '-2');

	expect(code).toBe(1);
	expect(out).toMatch(/Only 2 drivers were on shift/);
});

import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rehearseAtOnce, type Rehearsal } from '#domain/plan/rehearsal/rehearse.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { KEPT, MOST_OPEN } from '../../db/commands/request-rehearsal.ts';
import { eveningOf, isArchived } from '../../db/reads/rehearsal.ts';
import { PRIVATE_WORDS } from '../support/house/rows.ts';
import { eventually } from '../../launcher/os.ts';
import type { RehearsalAnswer, RehearsalDays } from '#domain/wire/rehearsal.ts';
import { aContext, drain } from '../support/house/workers.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { placed } from '../support/pages/orders.ts';
import { PAST_DRIVERS, pastEvening, someone, STEPS } from '../support/pages/past-evening.ts';

const COUNT = 15;

let url: string;
let pool: Pool;
let day: string;
let ids: string[];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	pool = createPool(url, { name: 'rehearsal test', max: 3 });
	await pool.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
	ids = await pastEvening(pool, COUNT);
	// An open order of the same day.
	await placed(pool, { customer: someone(COUNT) });
	const client = await pool.connect();
	await client.query('set session_replication_role = replica');
	await client.query(
		`update orders set placed_at = (select min(placed_at) from orders) where not (id = any ($1))`,
		[ids]
	);
	client.release(true);
	const { rows } = await pool.query<{ day: string }>(
		`select business_day::text as day from orders where id = $1`,
		[ids[0]]
	);
	day = rows[0]?.day ?? '';
});
afterAll(() => pool.end());

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
	expect(evening?.drivers.map(({ id }) => id)).toEqual(PAST_DRIVERS);
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

describe('the API of a manager', () => {
	const PATH = '/api/shops/gare/rehearsals';
	let server: TestServer;
	let manager: string;

	beforeAll(async () => {
		server = await startTestServer({ databaseUrl: url });
		manager = await server.signIn('responsable.gare');
		await pool.query('delete from outbox');
	});
	afterAll(() => server.close());

	const request = (body: object) =>
		server.call<RehearsalAnswer & Fault>('POST', PATH, { cookie: manager, body });
	const read = (id: string) =>
		server.call<RehearsalAnswer>('GET', `${PATH}/${id}`, { cookie: manager });

	async function finished(id: string): Promise<RehearsalAnswer> {
		const isEnded = async () => ['done', 'failed'].includes((await read(id)).body.state);
		expect(await eventually(isEnded, 60_000, 100)).toBe(true);
		return (await read(id)).body;
	}

	test('a requested rehearsal gets the result of the command, and a repetition gets it at once', async () => {
		const first = await request({ day, drivers: -1 });
		expect(first.status).toBe(202);
		expect(first.body).toMatchObject({ state: 'waiting', result: null, knobs: { drivers: -1 } });
		await drain(aContext(pool));

		const ended = await finished(first.body.id);

		const evening = await eveningOf(pool, 'gare', day);
		expect(ended.result).toEqual(evening && rehearseAtOnce(evening, { drivers: -1 }));
		expect(ended.people.map(({ id }) => id)).toEqual(PAST_DRIVERS);
		const again = await request({ day, drivers: -1, mode: 'planner' });
		expect(again.status).toBe(200);
		expect(again.body).toEqual(ended);
	});

	test('a changed setting is another request', async () => {
		const { body: before } = await request({ day, drivers: -1 });
		await pool.query(`update shop set speed_kmh = speed_kmh + 1 where id = 'gare'`);
		const { status, body: after } = await request({ day, drivers: -1 });
		await pool.query(`update shop set speed_kmh = speed_kmh - 1 where id = 'gare'`);

		expect(status).toBe(202);
		expect(after.id).not.toBe(before.id);
	});

	test('one of a shop runs at a time; the second waits and is not lost', async () => {
		await pool.query(`delete from outbox; delete from rehearsal where state <> 'done'`);
		const [one, two] = [await request({ day, hands: 1 }), await request({ day, hands: 2 })];
		const busy = await drain(aContext(pool)).then(
			() => undefined,
			(error: Error) => error.message
		);
		expect(busy).toMatch(/another rehearsal runs/);
		await finished(one.body.id);
		await pool.query('update outbox set queued_at = null where done_at is null');
		await drain(aContext(pool));

		expect((await finished(two.body.id)).state).toBe('done');
	});

	test('a rehearsal whose process ended twice fails, and can be requested again', async () => {
		await pool.query(`delete from outbox; delete from rehearsal where state <> 'done'`);
		const { body } = await request({ day, hands: 3 });
		const lost = `update rehearsal set state = 'running', attempts = $2,
			started_at = now() - interval '1 hour' where id = $1`;
		await pool.query(lost, [body.id, 2]);

		await drain(aContext(pool));

		expect((await read(body.id)).body).toMatchObject({ state: 'failed', failure: 'interrupted' });
		expect((await request({ day, hands: 3 })).body.id).not.toBe(body.id);
	});

	test('a shop keeps a bounded number, and too many at once are refused', async () => {
		await pool.query(`delete from outbox; delete from rehearsal`);
		await pool.query(
			`insert into rehearsal (shop_id, day, inputs, knobs, state, failure)
				select 'gare', $1, n::text, '{}', 'failed', 'too_long' from generate_series(1, 80) n`,
			[day]
		);
		for (let oven = 1; oven <= MOST_OPEN; oven++)
			expect((await request({ day, oven })).status).toBe(202);

		const refused = await request({ day, oven: MOST_OPEN + 1 });

		expect(refused.status).toBe(429);
		const { rows } = await pool.query(`select state, count(*) as n from rehearsal group by state`);
		expect(rows).toContainEqual({ state: 'failed', n: KEPT });
		await pool.query(`delete from outbox; delete from rehearsal`);
	});

	test.each([
		[{ day: '2001-01-01' }, 409, 'rehearsal_no_delivery'],
		[{ day: '2026-02-30' }, 400, 'invalid'],
		[{ drivers: -2 }, 422, 'rehearsal_no_driver'],
		[{ hands: -10 }, 422, 'rehearsal_no_kitchen'],
		[{ freshness: 2 }, 400, 'invalid'],
		[{ mode: 'best' }, 400, 'invalid']
	])('%j is refused in words', async (body, status, code) => {
		const answer = await request({ day, ...body });

		expect([answer.status, answer.body.error.code]).toEqual([status, code]);
		expect(answer.body.error.message).toMatch(/\w+ .*\w/);
	});

	test('a day whose log is archived says so, and is not offered', async () => {
		const days = async () =>
			(await server.call<RehearsalDays>('GET', PATH, { cookie: manager })).body.days;
		expect(await days()).toEqual([{ day, deliveries: COUNT }]);
		const client = await pool.connect();
		await client.query('begin');
		await client.query('set local session_replication_role = replica');
		await client.query('update log_month set archived_at = now()');
		await client.query('commit');
		client.release();

		expect(await days()).toEqual([]);
		expect(await isArchived(pool, 'gare', day)).toBe(true);
		await pool.query('update log_month set archived_at = null');
	});

	test('a rehearsal of another shop cannot be read', async () => {
		const { body } = await request({ day, hands: 4 });
		const foreign = await server.signIn('responsable.halles');

		const answer = await server.call('GET', `/api/shops/halles/rehearsals/${body.id}`, {
			cookie: foreign
		});

		expect(answer.status).toBe(404);
	});
});

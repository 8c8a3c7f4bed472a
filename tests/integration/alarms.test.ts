import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ALARM_KINDS, ALARMS, type AlarmKind } from '#domain/plan/alarms.ts';
import type { Fulfilment, Status } from '#domain/order/order.ts';
import { advance } from '../../db/commands/advance.ts';
import { assign } from '../../db/commands/assign.ts';
import { seeAlarm } from '../../db/commands/see-alarm.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { eventually } from '../../launcher/os.ts';
import { processJob } from '../../workers/process.ts';
import { requestUpkeep } from '../../workers/upkeep/minute.ts';
import { freshDatabase, type TestDatabase } from '../support/house/postgres.ts';
import { queueModes } from '../support/house/redis.ts';
import {
	insertBoxed,
	insertDriver,
	insertOrder,
	insertRun,
	insertShop,
	move,
	versionOf
} from '../support/house/rows.ts';
import {
	aContext,
	allDone,
	drain,
	startLocalWorker,
	type LocalWorker
} from '../support/house/workers.ts';

let database: TestDatabase;
let pool: Pool;
let shop: string;

beforeAll(async () => {
	database = await freshDatabase();
	pool = createPool(database.url, { name: 'alarms test', max: 30 });
});
afterAll(() => pool.end());

beforeEach(async () => {
	await pool.query('update orders set is_open = false where is_open');
	await pool.query('delete from outbox');
	shop = await quickShop();
});

/** A shop whose minute is a second, with the smallest limits. */
async function quickShop(): Promise<string> {
	const id = await insertShop(pool, `alarms-${randomUUID().slice(0, 8)}`);
	await pool.query(`update shop set pace = 60, pace_until = 'infinity' where id = $1`, [id]);
	await pool.query(`insert into alarm_limits values ($1, 1, 0, 1, 1, 1, 1, 1, 0.5)`, [id]);
	return id;
}

async function openOf(orderId: string): Promise<string[]> {
	const { rows } = await pool.query<{ kind: string }>(
		'select kind from alarm where order_id = $1 and withdrawn_at is null order by id',
		[orderId]
	);
	return rows.map(({ kind }) => kind);
}

const raised = (orderId: string, kind: AlarmKind, limitMs = 8000) =>
	eventually(async () => (await openOf(orderId)).includes(kind), limitMs, 30);
const quiet = (orderId: string, limitMs = 1000) =>
	eventually(async () => (await openOf(orderId)).length === 0, limitMs, 20);

/** Seconds from `since` on the order or run until the alarm was raised. */
async function waited(orderId: string, kind: string, since = 'o.stage_at'): Promise<number> {
	const { rows } = await pool.query<{ seconds: number }>(
		`select extract(epoch from a.raised_at - ${since})::float8 as seconds
			from alarm a join orders o on o.id = a.order_id left join run r on r.id = a.run_id
			where a.order_id = $1 and a.kind = $2 order by a.id desc limit 1`,
		[orderId, kind]
	);
	return rows[0]?.seconds ?? Number.NaN;
}

async function cookedTo(status: Status, fulfilment: Fulfilment = 'delivery'): Promise<string> {
	const path: Status[] = ['accepted', 'making', 'in_oven', 'boxed'];
	const { id } = await insertOrder(pool, shop, { fulfilment });
	await move(pool, id, ...path.slice(0, path.indexOf(status) + 1));
	return id;
}

const forecast = (orderId: string, startIn: number | null, ovenIn: number | null) =>
	pool.query(
		`insert into forecast (order_id, shop_id, start_by, oven_by, ready_at, eta_from, eta_to, latest_at, cause,
				late_chance, planned_at)
			values ($1, $2, clock_timestamp() + make_interval(secs => $3), clock_timestamp() + make_interval(secs => $4),
				now(), now(), now(), now(), 'on_time', 0, now())
			on conflict (order_id) do update set start_by = excluded.start_by, oven_by = excluded.oven_by`,
		[orderId, shop, startIn, ovenIn]
	);

async function aRun(orders: string[], status: 'offered' | 'accepted' = 'accepted') {
	const driver = await insertDriver(pool, shop);
	const run = await insertRun(pool, { shop, driver, orders, status });
	return { driver, run };
}

test('the tables of kinds in SQL and in the domain are the same', async () => {
	const { rows } = await pool.query('select kind, stages, runs from alarm_kind order by kind');

	expect(rows).toEqual(
		ALARM_KINDS.toSorted().map((kind) => {
			const { stages, runs } = ALARMS[kind];
			return { kind, stages, runs: runs === 'any' ? null : runs };
		})
	);
});

describe.each(queueModes)('with the queues on $name', ({ redisUrl }) => {
	let worker: LocalWorker;

	beforeEach(async () => {
		worker = await startLocalWorker(aContext(pool), { databaseUrl: database.url, redisUrl });
	});
	afterEach(() => worker.close());

	test('a start is due as forecast, then late, and an UPDATE by hand ends it', async () => {
		const id = await cookedTo('accepted');
		await forecast(id, 1.5, 20);

		expect(await raised(id, 'start_due')).toBe(true);
		expect(await waited(id, 'start_due')).toBeGreaterThan(1);
		expect(await raised(id, 'start_late')).toBe(true);
		expect(await openOf(id)).toEqual(['start_late']);

		await pool.query(`update orders set status = 'making' where id = $1`, [id]);
		expect(await openOf(id)).toEqual([]);
	});

	test('the oven is due as forecast, then the order is in it for too long', async () => {
		const id = await cookedTo('making');
		await forecast(id, null, 1);
		expect(await raised(id, 'oven_due')).toBe(true);
		expect(await waited(id, 'oven_due')).toBeGreaterThan(0.9);

		await move(pool, id, 'in_oven');
		expect(await openOf(id)).toEqual([]);
		expect(await raised(id, 'oven_long')).toBe(true);
		const seconds = await waited(id, 'oven_long');
		expect(seconds).toBeGreaterThanOrEqual(1);
		expect(seconds).toBeLessThan(2.5);

		await move(pool, id, 'boxed');
		expect(await openOf(id)).toEqual([]);
	});

	test('a forecast that comes after the alarm withdraws it within a second', async () => {
		const id = await cookedTo('accepted');
		await forecast(id, 0.5, 20);
		expect(await raised(id, 'start_due')).toBe(true);

		await forecast(id, 600, 700);

		expect(await quiet(id)).toBe(true);
	});

	test('a boxed order without a driver, and one whose driver does not leave', async () => {
		const id = await cookedTo('boxed');
		expect(await raised(id, 'no_driver')).toBe(true);
		expect(await waited(id, 'no_driver')).toBeGreaterThanOrEqual(1);

		await aRun([id]);
		expect(await openOf(id)).toEqual([]);
		expect(await raised(id, 'not_leaving')).toBe(true);
		expect(await waited(id, 'not_leaving', 'r.offered_at')).toBeGreaterThanOrEqual(1);

		await move(pool, id, 'out');
		expect(await openOf(id)).toEqual([]);
	});

	test('a run raises one alarm, when its last order is boxed; until then the others get cold', async () => {
		const first = await cookedTo('boxed');
		const second = await cookedTo('in_oven');
		await aRun([first, second]);
		expect(await raised(first, 'cooling')).toBe(true);
		expect(await raised(second, 'oven_long')).toBe(true);

		await move(pool, second, 'boxed');
		expect(await raised(first, 'not_leaving')).toBe(true);
		expect([await openOf(first), await openOf(second)]).toEqual([['not_leaving'], []]);

		// The second is taken first: the run is out, and the first was left behind.
		await move(pool, second, 'out');
		expect(await openOf(first)).toEqual([]);
		expect(await raised(first, 'cooling')).toBe(true);
	});

	test('a collection gets cold once its promise has passed', async () => {
		const id = await cookedTo('boxed', 'collection');
		await pool.query(
			`update orders set promised_at = clock_timestamp() + interval '1 s' where id = $1`,
			[id]
		);
		expect(await raised(id, 'cooling')).toBe(true);
		expect(await waited(id, 'cooling', 'o.promised_at')).toBeGreaterThanOrEqual(1);

		await move(pool, id, 'collected');
		expect(await openOf(id)).toEqual([]);
	});

	test('a driver on the road is silent until the phone is heard again', async () => {
		await pool.query('update alarm_limits set silent_minutes = 2 where shop_id = $1', [shop]);
		const first = await cookedTo('boxed');
		const second = await cookedTo('boxed');
		const { driver } = await aRun([first, second]);
		const hear = () =>
			pool.query(
				`insert into position_latest (driver_id, shop_id, lat, lng, accuracy_m, device_at, at, sampled_at)
					values ($1, $2, 43.6, 3.9, 10, now(), clock_timestamp(), now())
					on conflict (driver_id) do update set at = clock_timestamp()`,
				[driver, shop]
			);
		await hear();
		await move(pool, first, 'out');
		await move(pool, second, 'out');

		await sleep(1200);
		await hear();
		await sleep(1200);
		expect(await openOf(first)).toEqual([]);
		expect(await raised(first, 'driver_silent')).toBe(true);
		expect(await openOf(second)).toEqual([]);

		await hear();
		await allDone(pool);
		await requestUpkeep(pool, Date.now());
		expect(await quiet(first, 8000)).toBe(true);
	});

	test('an offer is not answered; the answer ends the alarm', async () => {
		const id = await cookedTo('in_oven');
		const { run } = await aRun([id], 'offered');
		await pool.query(`update run set expires_at = offered_at + interval '2 s' where id = $1`, [
			run
		]);
		expect(await raised(id, 'no_answer')).toBe(true);

		await pool.query(`update run set status = 'accepted', version = version + 1 where id = $1`, [
			run
		]);
		expect(await openOf(id)).not.toContain('no_answer');
	});

	test('a check that was lost is requested again by the upkeep', async () => {
		const id = await cookedTo('in_oven');
		await allDone(pool);
		await pool.query(`delete from outbox where job = 'alarm.check'`);

		await requestUpkeep(pool, Date.now());

		expect(await raised(id, 'oven_long')).toBe(true);
	});

	test('five hundred alarms of a shop do not delay one of another', async () => {
		const crowd = await insertBoxed(pool, shop, 500);
		shop = await quickShop();
		const id = await cookedTo('boxed');
		await allDone(pool, 60_000);
		await pool.query(`update outbox set run_at = 'infinity' where done_at is null`);
		await allDone(pool);
		await pool.query('delete from alarm');
		await sleep(1000);

		// All are due at once, and the other shop's stands behind the crowd.
		await pool.query(
			`insert into outbox (queue, job, key, payload, run_at)
				select 'timers', 'alarm.check', 'crowd-' || o.id, jsonb_build_object('order', o.id, 'shop', o.shop_id),
					now() + make_interval(secs => case when o.id = $2 then 0.001 else 0 end)
				from orders o where o.id = any ($1)`,
			[[...crowd, id], id]
		);
		expect(await raised(id, 'no_driver', 30_000)).toBe(true);
		const { rowCount: left } = await pool.query(
			`select from outbox where key like 'crowd-%' and done_at is null`
		);

		expect(left).toBeGreaterThan(50);
		await allDone(pool, 60_000);
		const { rows } = await pool.query(
			'select count(*)::int as n from alarm where order_id = any ($1)',
			[crowd]
		);
		expect(rows[0].n).toBe(500);
	}, 180_000);

	test.skipIf(!redisUrl)(
		'Redis is flushed again and again: no alarm is lost',
		async () => {
			const client = await createClient({ url: redisUrl ?? '' }).connect();
			const flushing = setInterval(() => void client.flushDb().catch(() => {}), 300);
			try {
				const ids = await insertBoxed(pool, shop, 40);

				for (const id of ids) expect(await raised(id, 'no_driver', 20_000)).toBe(true);
			} finally {
				clearInterval(flushing);
				client.destroy();
			}
		},
		60_000
	);
});

describe('a check', () => {
	const checkOf = async (id: string) => {
		const { rows } = await pool.query(
			`select id, queue from outbox where job = 'alarm.check' and payload ->> 'order' = $1 order by id desc limit 1`,
			[id]
		);
		return { ...rows[0], isLast: false } as Parameters<typeof processJob>[1];
	};
	const age = (id: string, seconds: number) =>
		pool.query(`update orders set stage_at = stage_at - make_interval(secs => $2) where id = $1`, [
			id,
			seconds
		]);
	const raisedCount = async (id: string) => {
		const { rows } = await pool.query(`select count(*)::int as n from alarm where order_id = $1`, [
			id
		]);
		return rows[0].n;
	};

	test('run twenty times at once raises one alarm, and one version', async () => {
		const id = await cookedTo('in_oven');
		await age(id, 60);
		const before = await versionOf(pool, id);
		const ctx = aContext(pool);
		for (let n = 0; n < 19; n++)
			await pool.query(
				`insert into outbox (queue, job, key, payload)
					values ('timers', 'alarm.check', $1, jsonb_build_object('order', $2::text, 'shop', $3::text))`,
				[`twin-${id}-${n}`, id, shop]
			);
		const { rows } = await pool.query(
			`select id, queue from outbox where job = 'alarm.check' and payload ->> 'order' = $1`,
			[id]
		);

		await Promise.all(rows.map((row) => processJob(ctx, { ...row, isLast: false })));

		expect(await raisedCount(id)).toBe(1);
		expect(await versionOf(pool, id)).toBe(before + 1);
	});

	test('that comes late changes nothing', async () => {
		const id = await cookedTo('in_oven');
		await age(id, 60);
		const ref = await checkOf(id);
		await move(pool, id, 'boxed');

		expect(await processJob(aContext(pool), ref)).toBe('done');

		expect(await openOf(id)).toEqual([]);
	});

	test('does not make the tap of a cook stale, while a change by a person does', async () => {
		const id = await cookedTo('in_oven');
		const seen = await versionOf(pool, id);
		await age(id, 60);
		const shown = await versionOf(pool, id);
		await drain(aContext(pool));
		expect(await openOf(id)).toEqual(['oven_long']);
		const box = (version: number) =>
			advance(pool, {
				orderId: id,
				action: 'box',
				version,
				kinds: ['cook'],
				actor: 'staff:cuisine-gare'
			});

		expect(await box(seen)).toMatchObject({ ok: false, fault: { code: 'stale_version' } });
		expect(await box(shown)).toMatchObject({ ok: true, value: { status: 'boxed' } });
		expect(await openOf(id)).toEqual([]);
	});

	test('that raises an alarm while a cook taps refuses no tap', async () => {
		const ctx = aContext(pool);
		const ids = await Promise.all(Array.from({ length: 20 }, () => cookedTo('in_oven')));
		const races = ids.map(async (id) => {
			await age(id, 60);
			const version = await versionOf(pool, id);
			const ref = await checkOf(id);
			const step = {
				orderId: id,
				action: 'box',
				version,
				kinds: ['cook'],
				actor: 'staff:x'
			} as const;
			const [boxed] = await Promise.all([advance(pool, step), processJob(ctx, ref)]);
			return boxed.ok;
		});

		expect(await Promise.all(races)).toEqual(ids.map(() => true));
		// A minute of this shop is a second: on a busy machine the boxed ones may wait for a driver by now.
		for (const id of ids) expect(await openOf(id)).not.toContain('oven_long');
	});

	test('raises an alarm that a manager’s assignment does not find stale', async () => {
		const id = await cookedTo('boxed');
		const driverId = await insertDriver(pool, shop);
		const version = await versionOf(pool, id);
		await pool.query(`insert into alarm (order_id, kind) values ($1, 'no_driver')`, [id]);

		const given = await assign(pool, {
			orderId: id,
			driverId,
			version,
			actor: 'staff:gerante-gare'
		});

		expect(given.ok).toBe(true);
		expect(await openOf(id)).toEqual([]);
	});
});

describe('an open alarm', () => {
	test('is in the state of its order and in the log, one row for each change', async () => {
		const id = await cookedTo('in_oven');
		const before = await versionOf(pool, id);
		await pool.query(`insert into alarm (order_id, kind) values ($1, 'oven_long')`, [id]);

		const state = await orderById(pool, id);
		expect(state?.alarms).toMatchObject([{ kind: 'oven_long', seenBy: [] }]);
		expect(state?.version).toBe(before + 1);
		const logged = async () => {
			const { rows } = await pool.query(
				`select action, version::int, state -> 'alarms' as alarms from shop_log where subject_id = $1 and version > $2
					order by version`,
				[id, before]
			);
			return rows;
		};
		expect(await logged()).toMatchObject([{ action: 'alarm', alarms: [{ kind: 'oven_long' }] }]);

		await move(pool, id, 'boxed');
		expect(await logged()).toMatchObject([
			{ action: 'alarm', version: before + 1 },
			{ action: 'box', version: before + 2, alarms: null }
		]);
	});

	test('is seen by each person alone, and stays', async () => {
		const id = await cookedTo('in_oven');
		await pool.query(`insert into alarm (order_id, kind) values ($1, 'oven_long')`, [id]);
		const see = (staffId: string, kind = 'oven_long') =>
			seeAlarm(pool, { orderId: id, kind, staffId });

		expect(await see('cuisine-gare')).toMatchObject({ ok: true });
		expect(await see('cuisine-gare')).toMatchObject({ ok: true });
		expect(await see('cuisine-gare', 'cooling')).toMatchObject({
			ok: false,
			fault: { code: 'not_found' }
		});

		expect((await orderById(pool, id))?.alarms).toMatchObject([
			{ kind: 'oven_long', seenBy: ['cuisine-gare'] }
		]);
		expect(await openOf(id)).toEqual(['oven_long']);
	});

	test('cannot be open twice for an order or for a run', async () => {
		const [first, second] = await insertBoxed(pool, shop, 2);
		const { run } = await aRun([first ?? '', second ?? '']);
		const raise = (order: string | undefined) =>
			pool.query(`insert into alarm (order_id, kind, run_id) values ($1, 'not_leaving', $2)`, [
				order,
				run
			]);
		await raise(first);

		await expect(raise(first)).rejects.toThrow(/alarm_open/);
		await expect(raise(second)).rejects.toThrow(/alarm_open_run/);
	});
});

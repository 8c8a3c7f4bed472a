import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Forecast } from '#domain/plan/forecast.ts';
import { FRAME_FORECASTS } from '#domain/wire/forecasts.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { forecastsOf, plansOf, saveForecasts } from '../../db/tables/forecasts.ts';
import { arrivalsOf } from '../../db/tables/eta-records.ts';
import { shopsBehind } from '../../db/reads/forecast-board.ts';
import { forecastOrders, requestForecasts } from '../../workers/dispatch/forecast-shop.ts';
import { planNow } from '../../workers/dispatch/planning.ts';
import type { WorkerContext } from '../../workers/context.ts';
import { placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { flushRedis, queueModes } from '../support/house/redis.ts';
import { aContext, drain, startLocalWorker } from '../support/house/workers.ts';
import { giveTo, insertOrder, move, signedIn, startTestHub, until } from '../support/wire/hub.ts';
import type { TestClient, TestHub } from '../support/wire/hub.ts';

const MINUTE = 60_000;

let url: string;
let pool: Pool;
let db: pg.Client;
let ctx: WorkerContext;
const hubs: TestHub[] = [];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	pool = createPool(url, { name: 'test', max: 10 });
	db = new pg.Client({ connectionString: url });
	db.on('error', () => {});
	await db.connect();
	ctx = aContext(pool);
	for (let n = 0; n < 2; n++) hubs.push(await startTestHub(url, { rateLimits: false }));
	for (const { hub } of hubs) await until(() => hub.state().live, 20_000);
});
afterAll(async () => {
	for (const hub of hubs) await hub.close();
	await db.end();
	await pool.end();
});
beforeEach(async () => {
	await db.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
	await db.query(
		`update orders set status = 'cancelled' where status in ('placed', 'accepted', 'making', 'in_oven', 'boxed')`
	);
	await db.query('truncate forecast, forecast_plan');
	await db.query('delete from outbox');
});

const plan = (shop = 'gare') =>
	inTransaction(pool, 'worker', (tx) => forecastOrders(tx, shop, ctx));
const stored = async (order: string, shop = 'gare') =>
	(await forecastsOf(pool, [shop])).find((forecast) => forecast.order === order);
const framesOf = (client: TestClient, order: string) =>
	client.forecasts.flatMap(({ forecasts }) => forecasts).filter((one) => one.order === order);

const save = (forecasts: Forecast[], now: number) =>
	inTransaction(pool, 'worker', (tx) => saveForecasts(tx, 'gare', forecasts, now));

describe('the stored forecasts', () => {
	const forecast = (order: string, now: number, over: Partial<Forecast> = {}): Forecast => ({
		order,
		startBy: null,
		ovenBy: null,
		readyAt: now,
		leaveAt: now + 10 * MINUTE,
		driver: null,
		eta: {
			from: now + 20 * MINUTE,
			to: now + 30 * MINUTE,
			latest: now + 40 * MINUTE,
			coverage: null,
			cause: 'on_time'
		},
		lateChance: 0.2,
		reasons: [],
		...over
	});
	const changedAt = async (order: string) =>
		(await db.query('select changed_at as at from forecast where order_id = $1', [order])).rows[0]
			.at as Date;

	test('change only when a screen has to hear of it', async () => {
		const id = await insertOrder(db, { shop: 'gare' });
		const now = Date.now();
		const first = forecast(id, now);
		const eta = (over: object) => ({ eta: { ...first.eta, ...over } });
		await save([first], now);
		const before = await changedAt(id);

		for (const same of [
			{},
			eta({ to: first.eta.to + 1.9 * MINUTE }),
			{ lateChance: 0.49 },
			{ leaveAt: now + 11 * MINUTE }
		])
			await save([forecast(id, now, same)], now);
		expect(await changedAt(id)).toEqual(before);

		let last = before;
		for (const news of [
			eta({ to: first.eta.to + 2 * MINUTE }),
			eta({ from: first.eta.from - 2 * MINUTE }),
			eta({ cause: 'kitchen' }),
			{ lateChance: 0.5 },
			{ leaveAt: null }
		]) {
			await save([forecast(id, now, news)], now);
			expect(await changedAt(id), JSON.stringify(news)).not.toEqual(last);
			last = await changedAt(id);
		}
	});

	test('follow small moves that add up', async () => {
		const id = await insertOrder(db, { shop: 'gare' });
		const now = Date.now();
		const { eta } = forecast(id, now);
		for (let n = 0; n <= 10; n++)
			await save([forecast(id, now, { eta: { ...eta, to: eta.to + n * 0.5 * MINUTE } })], now);

		expect((await stored(id))!.eta.to).toBe(eta.to + 4 * MINUTE);
	});

	test('are never in the past, whatever the planner said', async () => {
		const id = await insertOrder(db, { shop: 'gare' });
		const now = Date.now();
		const eta = { from: 0, to: 1, latest: 2, coverage: null, cause: 'on_time' as const };
		await save([forecast(id, now, { eta, lateChance: 7 })], now);
		const found = await stored(id);

		expect(found!.eta).toMatchObject({ from: now, to: now, latest: now });
		expect(found!.lateChance).toBe(1);
	});

	test('vanish with their order', async () => {
		const [open, closed] = [
			await insertOrder(db, { shop: 'gare' }),
			await insertOrder(db, { shop: 'gare' })
		];
		await plan();
		expect(await stored(closed)).toBeDefined();
		await move(db, closed, 'cancelled');

		// Before the next plan no screen reads it, after it the row is gone.
		expect(await stored(closed)).toBeUndefined();
		await plan();
		const { rows } = await db.query('select order_id as id from forecast');
		expect(rows).toEqual([{ id: open }]);
	});
});

describe('the wire', () => {
	test('a status typed into psql moves the window on both hubs, each audience with its fields', async () => {
		const { order, token } = (await placed(pool)) as { order: { id: string }; token: string };
		const driver = await signedIn(db, 'gare', 'driver');
		await plan();
		const sessions = {
			cook: (await signedIn(db, 'gare', 'cook')).session,
			manager: (await signedIn(db, 'gare', 'manager')).session
		};
		const [cook, manager, boss, customer] = [
			await hubs[0]!.client(sessions.cook),
			await hubs[1]!.client(sessions.manager),
			await hubs[0]!.client(sessions.manager),
			await hubs[1]!.client()
		];
		const kitchen = await cook.join<'kitchen'>('kitchen:gare');
		const desk = await manager.join<'manage'>('manage:gare');
		const group = await boss.join<'group'>('manage:group');
		const track = await customer.join<'order'>(`order:${token}`);
		expect(keysOf(kitchen.snapshot.forecasts[0])).toEqual([
			'at',
			'eta',
			'order',
			'ovenBy',
			'startBy'
		]);
		expect(keysOf(track.snapshot.forecasts[0])).toEqual(['at', 'eta', 'order']);
		expect(desk.snapshot.forecasts[0]).toMatchObject({ order: order.id, driver: null });
		expect(desk.snapshot.coverage).toEqual({ coverage: null, arrivals: 0, isOff: false });
		expect(track.snapshot.forecastAt).not.toBeNull();
		await sleep(1500);

		expect(keysOf(group.snapshot.forecasts[0])).toEqual(['at', 'eta', 'lateChance', 'order']);
		const all = [cook, manager, boss, customer];
		// The forecast that they joined with may have come as a frame as well.
		for (const { forecasts } of all) forecasts.length = 0;
		await move(db, order.id, 'accepted', 'making', 'in_oven', 'boxed');
		await giveTo(db, order.id, driver.id);
		await plan();
		// A frame of the forecast before the tap may still come first.
		await until(() => {
			const last = framesOf(manager, order.id).at(-1);
			return last !== undefined && 'driver' in last && last.driver === driver.id;
		}, 5000);
		await until(() => all.every((client) => framesOf(client, order.id).length > 0), 5000);

		expect(keysOf(framesOf(cook, order.id).at(-1))).toEqual([
			'at',
			'eta',
			'order',
			'ovenBy',
			'startBy'
		]);
		expect(keysOf(framesOf(customer, order.id).at(-1))).toEqual(['at', 'eta', 'order']);
		expect(keysOf(framesOf(boss, order.id).at(-1))).toEqual(['at', 'eta', 'lateChance', 'order']);
		expect(boss.forecasts.some((frame) => 'coverage' in frame)).toBe(false);
		expect(framesOf(manager, order.id).at(-1)).toMatchObject({ driver: driver.id, ovenBy: null });
		const before = Date.parse(track.snapshot.forecasts[0]!.eta.to);
		expect(Date.parse(framesOf(customer, order.id).at(-1)!.eta.to)).toBeLessThan(before);
	});

	test('a driver gets the windows of their own stops, a foreign token none', async () => {
		const mine = await insertOrder(db, { shop: 'gare' });
		const other = (await placed(pool)) as { order: { id: string }; token: string };
		const driver = await signedIn(db, 'gare', 'driver');
		await move(db, mine, 'accepted', 'making', 'in_oven', 'boxed');
		await giveTo(db, mine, driver.id);
		await plan();
		const phone = await hubs[0]!.client(driver.session);
		const customer = await hubs[0]!.client();
		const joined = await phone.join<'driver'>(`driver:${driver.id}`);
		await customer.join(`order:${other.token}`);
		expect(joined.snapshot.forecasts.map(({ order }) => order)).toEqual([mine]);
		await sleep(1500);

		await move(db, mine, 'out');
		await db.query(`update forecast set cause = 'road', changed_at = clock_timestamp()`);
		await until(
			() => framesOf(phone, mine).length > 0 && framesOf(customer, other.order.id).length > 0
		);

		expect(framesOf(phone, other.order.id)).toEqual([]);
		expect(framesOf(customer, mine)).toEqual([]);
		expect(await customer.refused('order:AAAAAAAAAAAAAAAAAAAAAA')).toBe('not_found');
		await db.query(`update orders set status = 'at_door' where id = $1`, [mine]);
		await db.query(`update orders set status = 'delivered' where id = $1`, [mine]);
	});

	test('a burst of one shop comes in small frames and delays no other shop', async () => {
		const [cook, neighbour] = [
			await hubs[0]!.client((await signedIn(db, 'gare', 'cook')).session),
			await hubs[0]!.client((await signedIn(db, 'halles', 'cook')).session)
		];
		const many: string[] = [];
		while (many.length < 450) many.push(await insertOrder(db, { shop: 'gare', lines: 1 }));
		const lone = await insertOrder(db, { shop: 'halles', lines: 1 });
		await cook.join('kitchen:gare');
		await neighbour.join('kitchen:halles');
		await sleep(1200);
		await plan('gare');
		await plan('halles');
		await until(() => framesOf(neighbour, lone).length > 0, 2500, 'the frame of the other shop');
		await until(
			() =>
				new Set(cook.forecasts.flatMap((f) => f.forecasts.map((o) => o.order))).size ===
				many.length,
			10_000,
			'the whole burst'
		);

		for (const { forecasts } of cook.forecasts)
			expect(forecasts.length).toBeLessThanOrEqual(FRAME_FORECASTS);
		const sizes = cook.forecasts.map((frame) => JSON.stringify(frame).length);
		expect(Math.max(...sizes)).toBeLessThan(20_000);
		expect(framesOf(neighbour, many[0]!)).toEqual([]);
		const counts = Map.groupBy(
			cook.forecasts.flatMap(({ forecasts }) => forecasts),
			({ order }) => order
		);
		expect(Math.max(...[...counts.values()].map((sent) => sent.length))).toBe(1);
		await db.query(`update orders set status = 'cancelled' where id = any ($1)`, [[...many, lone]]);
	}, 60_000);

	test('screens hear that nothing has changed', async () => {
		await insertOrder(db, { shop: 'gare' });
		await plan();
		const cook = await hubs[0]!.client((await signedIn(db, 'gare', 'cook')).session);
		const { snapshot } = await cook.join<'kitchen'>('kitchen:gare');
		await db.query(
			`update forecast_plan set planned_at = clock_timestamp() + interval '16 seconds'`
		);
		await until(() => cook.forecasts.some(({ at }) => at > snapshot.forecastAt!), 4000);

		expect(cook.forecasts.at(-1)!.forecasts).toEqual([]);
	});
});

describe('the producer', () => {
	const behind = () => shopsBehind(pool, { settleSeconds: 1, everySeconds: 20 });

	test('finds a shop behind while its forecasts come from a plan that is older than its log', async () => {
		const id = await insertOrder(db, { shop: 'gare' });
		await inTransaction(pool, 'worker', async (tx) => {
			const planned = await planNow(tx, 'gare', ctx);
			await move(db, id, 'accepted');
			await forecastOrders(tx, 'gare', ctx, planned);
		});
		expect((await stored(id))?.order).toBe(id);
		await until(async () => (await behind()).includes('gare'), 3000);
		await inTransaction(pool, 'worker', async (tx) =>
			forecastOrders(tx, 'gare', ctx, await planNow(tx, 'gare', ctx))
		);
		expect(await behind()).not.toContain('gare');
	});

	test('finds a shop behind when its log has moved on, whoever wrote', async () => {
		const id = await insertOrder(db, { shop: 'gare' });
		for (const shop of await behind()) await plan(shop);
		expect(await behind()).toEqual([]);

		await move(db, id, 'accepted');
		expect(await behind()).toEqual([]);
		await until(async () => (await behind()).includes('gare'), 3000);
		await plan();
		expect(await behind()).toEqual([]);
		await db.query(`update forecast_plan set planned_at = planned_at - interval '21 seconds'`);
		expect(await behind()).toEqual(['gare']);
	});

	test('has one row a shop in the outbox, however often it is asked', async () => {
		await insertOrder(db, { shop: 'gare' });
		for (let round = 0; round < 3; round++) {
			await db.query('truncate forecast_plan');
			await requestForecasts(pool);
			await requestForecasts(pool);
			await drain(ctx);
		}
		const { rows } = await db.query(
			`select key, done_at is not null as done from outbox where key = 'forecast-gare'`
		);

		expect(rows).toEqual([{ key: 'forecast-gare', done: true }]);
	});

	test('comes back from a crash that emptied the unlogged tables', async () => {
		const id = await insertOrder(db, { shop: 'gare' });
		await plan();
		await db.query('truncate forecast, forecast_plan');
		await requestForecasts(pool);
		await drain(ctx);

		expect(await stored(id)).toBeDefined();
		expect((await plansOf(pool, ['gare']))[0]?.plannedAt).toBeGreaterThan(Date.now() - MINUTE);
	});

	test('leaves another shop alone while one is locked', async () => {
		const [mine, other] = [
			await insertOrder(db, { shop: 'gare' }),
			await insertOrder(db, { shop: 'halles' })
		];
		await db.query('begin');
		await db.query(`select pg_advisory_xact_lock(hashtextextended('forecast:gare', 0))`);
		await requestForecasts(pool);
		await drain(ctx);
		await db.query('commit');

		expect(await stored(mine)).toBeUndefined();
		expect(await stored(other, 'halles')).toBeDefined();
		await requestForecasts(pool);
		await drain(ctx);
		expect(await stored(mine)).toBeDefined();
	});

	test.each(queueModes)(
		'runs in the queue on $name, flushed or not',
		async ({ redisUrl }) => {
			const place = { databaseUrl: url, redisUrl };
			const id = await insertOrder(db, { shop: 'gare' });
			const worker = await startLocalWorker(ctx, place);
			const asking = setInterval(() => void requestForecasts(pool).catch(() => {}), 300);
			try {
				await until(async () => (await stored(id)) !== undefined, 10_000, 'the first forecast');
				if (redisUrl) await flushRedis();
				const before = (await stored(id))!.eta.to;
				await move(db, id, 'accepted', 'making', 'in_oven', 'boxed');
				await until(async () => (await stored(id))!.eta.to < before, 15_000, 'the next forecast');
			} finally {
				clearInterval(asking);
				await worker.close();
			}
		},
		40_000
	);
});

describe('the windows at acceptance', () => {
	test('are kept once, and meet the arrival', async () => {
		await db.query('delete from eta_record');
		const [ridden, fetched, given, guessed] = [
			await insertOrder(db, { shop: 'gare' }),
			await insertOrder(db, { shop: 'gare', fulfilment: 'collection' }),
			await insertOrder(db, { shop: 'gare' }),
			await insertOrder(db, { shop: 'gare', fulfilment: 'collection' })
		];
		await plan();
		expect((await db.query('select 1 from eta_record')).rowCount).toBe(0);
		for (const id of [ridden, fetched, given, guessed]) await move(db, id, 'accepted');
		await plan();
		const { rows: first } = await db.query('select * from eta_record order by order_id');
		expect(first).toHaveLength(4);
		await plan();
		expect((await db.query('select * from eta_record order by order_id')).rows).toEqual(first);

		const driver = await signedIn(db, 'gare', 'driver');
		await giveTo(db, ridden, driver.id);
		await move(db, ridden, 'making', 'in_oven', 'boxed', 'out', 'at_door');
		await move(db, fetched, 'making', 'in_oven', 'boxed');
		await move(db, given, 'cancelled');
		await move(db, guessed, 'making', 'in_oven');
		await db.query(`update orders set status = 'boxed', evidence = 'timer' where id = $1`, [
			guessed
		]);
		await plan();

		const { rows } = await db.query(
			`select r.order_id as id, r.arrived_at = o.stage_at as same from eta_record r
				join orders o on o.id = r.order_id`
		);
		const same = new Map(rows.map((row) => [row.id, row.same]));
		expect(same).toEqual(
			new Map([
				[ridden, true],
				[fetched, true],
				[guessed, null]
			])
		);
		expect(await arrivalsOf(pool, 'gare')).toHaveLength(2);
		expect(await arrivalsOf(pool, 'halles')).toEqual([]);
		await move(db, ridden, 'delivered');
	});
});

const keysOf = (value: object | undefined) => Object.keys(value ?? {}).sort();

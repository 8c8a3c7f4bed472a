import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BasketQuote, PlacedAnswer } from '#domain/wire/contract.ts';
import type { PlanAnswer } from '#domain/wire/plan.ts';
import type { Point } from '#domain/order/order.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { startTravelDouble, type TravelDouble } from '../../doubles/travel/server.ts';
import { openTravel, type TravelTimes } from '../../travel/open.ts';
import type { WorkerContext } from '../../workers/context.ts';
import { aRequest, cooked, placed } from '../support/pages/orders.ts';
import { anOrder, startTestServer, type TestServer } from '../support/house/server.ts';
import { byRoad, PLAIN } from '../support/house/travel.ts';
import { aContext, drain } from '../support/house/workers.ts';

/** Set from the shop's place: 700 m and 1.5 km north of it. */
let near: Point;
let far: Point;
const PATIENCE_MS = 2000;

let double: TravelDouble;
let server: TestServer;
let pool: Pool;
let travel: TravelTimes;
let ctx: WorkerContext;
let boss: string;

beforeAll(async () => {
	double = await startTravelDouble({ world: PLAIN, isRecorded: true });
	const config = {
		kind: 'osrm',
		url: double.url,
		profile: 'driving',
		speed: 'shop',
		timeoutMs: PATIENCE_MS
	} as const;
	server = await startTestServer({ config: { travel: config } });
	pool = createPool(server.databaseUrl, { name: 'test', max: 10 });
	ctx = aContext(pool);
	travel = openTravel({ config, log: ctx.log });
	ctx = { ...ctx, travel };
	boss = await server.signIn('responsable.gare');
	const { lat, lng } = await shopOf();
	near = { lat: lat + 0.0063, lng };
	far = { lat: lat + 0.0135, lng };
	await pool.query('update stock set quantity = 1000000');
});
beforeEach(async () => {
	double.trouble = () => undefined;
	await pool.query(`update orders set status = 'cancelled' where is_open`);
	await pool.query('update shift set ended_at = now() where ended_at is null');
	await pool.query('delete from outbox');
	await pool.query(`update shop set dispatch_mode = 'off'`);
});
afterAll(async () => {
	travel.close();
	await pool.end();
	await server.close();
	await double.close();
});

const address = (point: Point) => ({
	street: '3 rue des Tanneurs',
	city: 'Villeneuve-sur-Oc',
	point
});

async function shopOf(id = 'gare') {
	const { rows } = await pool.query<{ lat: number; lng: number; speed: number }>(
		'select lat, lng, speed_kmh as speed from shop where id = $1',
		[id]
	);
	return rows[0]!;
}

/** How much longer the plain's roads are than the guess of a great circle, in minutes. */
async function longerBy(door: Point): Promise<number> {
	const { speed, ...shop } = await shopOf();
	return byRoad(shop, door, speed) * (1 - 1.3 / 2);
}

async function quoted(door: Point): Promise<number> {
	const body = {
		shop: 'gare',
		fulfilment: 'delivery',
		address: address(door),
		lines: aRequest().lines
	};
	const { status, body: answer } = await server.call<BasketQuote>('POST', '/api/quote', { body });
	expect(status, JSON.stringify(answer)).toBe(200);
	return Date.parse(answer.way.asap?.from ?? '');
}

async function promised(door: Point): Promise<number> {
	const { lines } = aRequest();
	const placing = anOrder({ fulfilment: 'delivery', address: address(door), lines });
	const { status, body } = await server.call<PlacedAnswer>('POST', '/api/orders', {
		body: placing,
		headers: { 'idempotency-key': randomUUID() }
	});
	expect(status, JSON.stringify(body)).toBe(201);
	await pool.query(`update orders set status = 'cancelled' where id = $1`, [body.order.id]);
	return Date.parse(body.order.promise);
}

describe('with a provider of routes', () => {
	test('quote and promise count the road, and the same one', async () => {
		const extra = await longerBy(far);
		expect(extra).toBeGreaterThan(2);
		double.trouble = () => 'hang';
		const guessed = await quoted({ ...far, lat: far.lat + 0.0001 });
		double.trouble = () => undefined;

		const known = await quoted(far);
		const promise = await promised(far);

		expect((known - guessed) / MINUTE).toBeGreaterThan(extra - 1.5);
		expect((known - guessed) / MINUTE).toBeLessThan(extra + 1.5);
		// The promise is the end of the quote: a quarter or five minutes more.
		expect(promise).toBeGreaterThanOrEqual(known + 4 * MINUTE);
	});

	test('the plan of the worker, and the one that a manager reads, ride on roads', async () => {
		await pool.query(`update shop set dispatch_mode = 'auto' where id = 'gare'`);
		await setShift(pool, { driverId: 'livreur1-gare', on: true });
		const { order } = await placed(pool, { address: address(far) });
		await cooked(pool, order.id);
		const { speed, ...shop } = await shopOf();

		const { body: plan } = await server.call<PlanAnswer>('GET', '/api/shops/gare/plan', {
			cookie: boss
		});
		await drain(ctx);

		const run = plan.runs.find(({ stops }) => stops.some((stop) => stop.order === order.id));
		const doorAt = Date.parse(run?.stops[0]?.doorAt ?? '');
		const ride = (doorAt - Date.parse(run?.leaveAt ?? '')) / MINUTE;
		expect(ride).toBeCloseTo(byRoad(shop, far, speed), 0);
		const { rows } = await pool.query<{ minutes: number }>(
			`select extract(epoch from (eta_from + (eta_to - eta_from) / 2 - now()))::float8 / 60 as minutes
				from forecast where order_id = $1`,
			[order.id]
		);
		expect(rows[0]?.minutes).toBeGreaterThan(byRoad(shop, far, speed) - 2);
		expect(travel.state().pairs.provider).toBeGreaterThan(0);
	});

	test('a provider that hangs delays no transaction, and no other shop', async () => {
		const { order } = await placed(pool, { address: address(near) });
		double.trouble = () => 'hang';
		const askedBefore = double.asked.length;
		let longest = 0;
		const watch = setInterval(async () => {
			const { rows } = await pool.query<{ age: number }>(
				`select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 * 1000 as age
					from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`
			);
			longest = Math.max(longest, rows[0]?.age ?? 0);
		}, 20);

		await pool.query(
			`insert into outbox (queue, job, key, payload) select 'dispatch', 'forecast.shop', 'f-' || id,
				jsonb_build_object('shop', id) from shop where id in ('gare', 'lac')`
		);
		await drain(ctx);
		clearInterval(watch);

		expect(double.asked.length).toBeGreaterThan(askedBefore);
		expect(longest).toBeLessThan(PATIENCE_MS / 2);
		const { rows } = await pool.query('select 1 from forecast where order_id = $1', [order.id]);
		expect(rows.length).toBe(1);
		const { rows: plans } = await pool.query(
			`select 1 from forecast_plan where shop_id in ('gare', 'lac') and planned_at > now() - interval '1 minute'`
		);
		expect(plans.length).toBe(2);
	});
});

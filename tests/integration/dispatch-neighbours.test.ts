/** What goes wrong in the plan of one shop stays there. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { requestForecasts } from '../../workers/dispatch/forecast-shop.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase, type TestDatabase } from '../support/house/postgres.ts';
import { queueModes } from '../support/house/redis.ts';
import { aContext, startLocalWorker, type LocalWorker } from '../support/house/workers.ts';
import { until } from '../support/wire/hub.ts';

const [BAD, GOOD] = ['gare', 'halles'] as const;
const DRIVER = { [BAD]: 'livreur1-gare', [GOOD]: 'livreur1-halles' } as const;
const WAIT_MS = 30_000;

let database: TestDatabase;
let pool: Pool;
let workers: Pool;

beforeAll(async () => {
	database = await freshDatabase();
	pool = createPool(database.url, { name: 'neighbours', max: 5, lockMs: 0, statementMs: 30_000 });
	workers = createPool(database.url, { name: 'neighbours-worker', max: 16 });
	await pool.query(`update stock set quantity = 1000000`);
	// Open at any hour at which the tests run.
	await pool.query('delete from opening_hours where shop_id = $1', [GOOD]);
	await pool.query(
		`insert into opening_hours select $1, d, '00:00', '24:00' from generate_series(1, 7) d`,
		[GOOD]
	);
	await pool.query(`update shop set dispatch_mode = 'auto' where id = any ($1)`, [[BAD, GOOD]]);
	await pool.query(
		`create table trouble (place text, shop_id text);
		create function refuse() returns trigger language plpgsql as $$
			begin
				if exists (select from trouble where place = tg_table_name and shop_id = new.shop_id) then
					raise exception 'this row cannot be stored';
				end if;
				return new;
			end $$;
		create trigger _000_refuse before insert on run for each row execute function refuse();
		create trigger _000_refuse before insert on forecast for each row execute function refuse()`
	);
});
afterAll(async () => {
	await workers.end();
	await pool.end();
});

beforeEach(async () => {
	await pool.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
	await pool.query(`update run set status = 'cancelled' where status in ('accepted', 'out')`);
	await pool.query('update shift set ended_at = now() where ended_at is null');
	await pool.query(`update orders set status = 'cancelled' where is_open`);
	for (const table of ['forecast', 'forecast_plan', 'outbox', 'trouble'])
		await pool.query(`delete from ${table}`);
});

/** An order of the shop that was boxed so long ago that its alarm is due. */
async function boxed(shop: string): Promise<string> {
	const { order } = await placed(pool, { shop });
	await cooked(pool, order.id);
	await pool.query(`update orders set stage_at = now() - interval '5 min' where id = $1`, [
		order.id
	]);
	return order.id;
}

const has = async (text: string, orderId: string) =>
	(await pool.query(text, [orderId])).rowCount === 1;
const isGiven = (id: string) => has('select from stop where order_id = $1 and outcome is null', id);
const hasForecast = (id: string) => has('select from forecast where order_id = $1', id);
const hasAlarm = (id: string) =>
	has(`select from alarm where order_id = $1 and kind = 'no_driver' and withdrawn_at is null`, id);

async function forecastsAgain(orderId: string): Promise<void> {
	await pool.query('delete from forecast where order_id = $1', [orderId]);
	await pool.query('delete from forecast_plan');
	await requestForecasts(pool);
	await until(() => hasForecast(orderId), WAIT_MS, 'the forecast');
}

type During = () => Promise<void>;

/** Fails every insert of the bad shop into a table, until the end of `during`. */
async function failing(table: 'run' | 'forecast', during: During): Promise<void> {
	await pool.query('insert into trouble values ($1, $2)', [table, BAD]);
	try {
		await during();
	} finally {
		await pool.query('delete from trouble');
	}
}

/** Holds these locks of the bad shop, until the end of `during`. */
async function locked(text: string, during: During): Promise<void> {
	const holder = new pg.Client({ connectionString: database.url });
	await holder.connect();
	try {
		await holder.query('begin');
		await holder.query(text);
		await during();
	} finally {
		await holder.end();
	}
}

const ORDERS = `select from orders where shop_id = '${BAD}' and is_open for update`;
const PLANS = `select pg_advisory_xact_lock(hashtextextended('plan:${BAD}', 0)),
	pg_advisory_xact_lock(hashtextextended('forecast:${BAD}', 0))`;
const TROUBLES = [
	['whose runs cannot be stored', (during: During) => failing('run', during)],
	['whose forecasts cannot be stored', (during: During) => failing('forecast', during)],
	['whose orders are locked', (during: During) => locked(ORDERS, during)],
	['whose plan is locked', (during: During) => locked(PLANS, during)]
] as const;

describe.each(queueModes)('with the queues on $name', ({ redisUrl }) => {
	test.each(TROUBLES)(
		'a shop %s stops no plan, forecast or alarm of another',
		async (_, trouble) => {
			const [bad, good] = [await boxed(BAD), await boxed(GOOD)];
			await setShift(pool, { driverId: DRIVER[BAD], on: true });
			let worker: LocalWorker | undefined;
			try {
				await trouble(async () => {
					const place = { databaseUrl: database.url, redisUrl };
					worker = await startLocalWorker(aContext(workers), place);
					await until(() => hasAlarm(good), WAIT_MS, 'the alarm');
					await setShift(pool, { driverId: DRIVER[GOOD], on: true });
					await until(() => isGiven(good), WAIT_MS, 'the run');
					await forecastsAgain(good);
					await until(async () => !(await hasAlarm(good)), WAIT_MS, 'the end of the alarm');
					expect(await isGiven(bad)).toBe(false);
				});

				// Afterwards the shop goes on: its driver begins again.
				for (const on of [false, true]) await setShift(pool, { driverId: DRIVER[BAD], on });
				await until(() => isGiven(bad), WAIT_MS, 'the run of the first shop');
				await forecastsAgain(bad);
			} finally {
				await worker?.close();
			}
		},
		180_000
	);
});

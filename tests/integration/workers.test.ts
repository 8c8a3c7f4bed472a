import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Action } from '#domain/order/lifecycle.ts';
import { setShift } from '../../db/commands/shift.ts';
import { advance } from '../../db/commands/advance.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { eventually } from '../../launcher/os.ts';
import { requestUpkeep } from '../../workers/upkeep/minute.ts';
import { cooked, placed, doorFields } from '../support/pages/orders.ts';
import { freshDatabase, type TestDatabase } from '../support/house/postgres.ts';
import { queueModes } from '../support/house/redis.ts';
import {
	aContext,
	allDone,
	dueNow,
	startLocalWorker,
	timersOf,
	type LocalWorker
} from '../support/house/workers.ts';

const DRIVER = 'livreur1-gare';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
	database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 30 });
});
afterAll(() => pool.end());

/** Actions by the driver. */
async function drive(orderId: string, ...actions: Action[]): Promise<void> {
	for (const action of actions) {
		const step = await advance(pool, {
			orderId,
			action,
			kinds: ['driver'],
			actor: `staff:${DRIVER}`,
			...doorFields(action)
		});
		if (!step.ok) throw new Error(`${action}: ${step.fault.code}`);
	}
}

async function one<T>(text: string, values: unknown[] = []): Promise<T> {
	const { rows } = await pool.query(text, values);
	return rows[0] as T;
}

async function noticesOf(orderId: string) {
	const { rows } = await pool.query<{ stage: string; status: string }>(
		'select stage, status from notice where order_id = $1 order by created_at',
		[orderId]
	);
	return rows;
}

function orderNow(orderId: string) {
	return one<{
		status: string;
		alert: string | null;
		reason: string | null;
		driver: string | null;
	}>(
		`select o.status, o.alert, c.reasons ->> o.reason_version::text as reason, r.driver_id as driver
		from orders o join customer c on c.id = o.customer_id
			left join stop s on s.order_id = o.id and s.outcome is null left join run r on r.id = s.run_id
		where o.id = $1`,
		[orderId]
	);
}

/** All contents of the queues, as text. */
async function queueContents(redisUrl: string | undefined): Promise<string> {
	if (!redisUrl) {
		const { rows } = await pool.query('select j::text as row from bullmq.job j');
		return rows
			.map(({ row }: { row: string }) => row.replaceAll('""', '"').replaceAll(' ', ''))
			.join();
	}
	const client = await createClient({ url: redisUrl }).connect();
	try {
		const keys = await client.keys('*');
		const values = keys.map(async (key) => {
			const type = await client.type(key);
			if (type === 'hash') return JSON.stringify(Object.values(await client.hGetAll(key)));
			if (type === 'stream') return JSON.stringify(await client.xRange(key, '-', '+'));
			return '';
		});
		return [...keys, ...(await Promise.all(values))].join('\n').replaceAll('\\"', '"');
	} finally {
		client.destroy();
	}
}

describe.each(queueModes)('a worker with its queues on $name', ({ redisUrl }) => {
	let worker: LocalWorker;
	const place = () => ({ databaseUrl: database.url, redisUrl });

	beforeEach(async () => {
		await pool.query('delete from outbox');
		await pool.query('update stock set quantity = 1000000');
		await pool.query(`update shop set dispatch_mode = 'off'`);
		worker = await startLocalWorker(aContext(pool), place());
	});
	afterEach(() => worker.close());

	test('processes an order from placing to payment, with each message once', async () => {
		await pool.query(`update shop set dispatch_mode = 'auto' where id = 'gare'`);
		await setShift(pool, { driverId: DRIVER, on: true });
		const { order } = await placed(pool);
		await cooked(pool, order.id);
		expect(await eventually(async () => (await orderNow(order.id)).driver !== null, 5000)).toBe(
			true
		);

		await drive(order.id, 'pick_up', 'arrive', 'deliver');
		await allDone(pool);

		expect((await noticesOf(order.id)).sort((a, b) => (a.stage < b.stage ? -1 : 1))).toEqual(
			['accepted', 'delivered', 'out', 'placed'].map((stage) => ({ stage, status: 'kept' }))
		);
		expect(
			await one(
				`select p.status, p.driver_id as driver, p.amount_minor as amount, s.ended_at as ended
					from payment p join shift s on s.id = p.shift_id where p.order_id = $1`,
				[order.id]
			)
		).toEqual({ status: 'collected', driver: DRIVER, amount: order.total, ended: null });
		await setShift(pool, { driverId: DRIVER, on: false });
	});

	test('reminds, alerts the manager, then ends an order that is not accepted', async () => {
		const before = await one('select sum(quantity)::bigint as sum from stock');
		await timersOf(pool, 'gare', { display: 1, remind: 2, escalate: 3, lapse: 4 });
		const { order } = await placed(pool);
		await timersOf(pool, 'gare', { remind: 120, escalate: 240, lapse: 900 });

		const isOver = async () => (await orderNow(order.id)).status === 'cancelled';
		expect(await eventually(isOver, 10_000)).toBe(true);
		await allDone(pool);

		const { rows } = await pool.query<{ told: string; actor: string }>(
			`select coalesce(state->>'alert', action) as told, actor from shop_log
				where subject_id = $1 and (action in ('alert', 'lapse')) order by seq`,
			[order.id]
		);
		expect(rows).toEqual(
			['not_displayed', 'not_accepted', 'escalated', 'lapse'].map((told) => ({
				told,
				actor: 'timer'
			}))
		);
		expect(await orderNow(order.id)).toMatchObject({
			alert: null,
			reason: 'La pizzeria n’a pas pu accepter la commande à temps.'
		});
		expect(await one('select sum(quantity)::bigint as sum from stock')).toEqual(before);
		expect(await one('select status from payment where order_id = $1', [order.id])).toEqual({
			status: 'void'
		});
		expect((await noticesOf(order.id)).map((notice) => notice.stage)).toEqual([
			'placed',
			'cancelled'
		]);
	});

	test('does nothing for an accepted order, or one that a screen has shown', async () => {
		const accepted = (await placed(pool)).order;
		await cooked(pool, accepted.id, 'accept');
		const painted = (await placed(pool)).order;
		await pool.query(
			`insert into display_receipt (order_id, shop_id, version, painted_ms) values ($1, 'gare', 1, 40)`,
			[painted.id]
		);
		for (const job of ['display.check', 'accept.remind', 'accept.escalate', 'accept.lapse'])
			await dueNow(pool, job, accepted.id);
		await dueNow(pool, 'display.check', painted.id);
		await allDone(pool);

		expect(await orderNow(accepted.id)).toMatchObject({ status: 'accepted', alert: null });
		expect(await orderNow(painted.id)).toMatchObject({ status: 'placed', alert: null });
	});

	test('shares the load with a second worker, and each job runs once', async () => {
		const second = await startLocalWorker(aContext(pool), place());
		const orders = 60;
		try {
			for (let made = 0; made < orders; made += 10)
				await Promise.all(Array.from({ length: 10 }, () => placed(pool)));
			await allDone(pool);
			const done = () =>
				[worker, second].map(({ outcomes }) =>
					outcomes.filter(({ outcome }) => outcome === 'done').map(({ id }) => id)
				);
			// A job is done in the database before its worker has noted the outcome.
			await eventually(() => done().flat().length >= orders, 5000);

			const ids = done().flat();
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.length).toBe(orders);
			expect(Math.min(...done().map(({ length }) => length))).toBeGreaterThan(0);
		} finally {
			await second.close();
		}
	});

	test('puts only the row’s number into the queue', async () => {
		await worker.close();
		await placed(pool, {
			customer: { name: 'Camille Canari', phone: '+33600000999', email: 'canari@client.example' }
		});
		const carrier = await startLocalWorker(aContext(pool), place(), { isWorking: false });
		const isQueued = async () =>
			(await one<{ n: number }>('select count(queued_at) as n from outbox')).n === 1;
		expect(await eventually(isQueued, 5000)).toBe(true);
		await eventually(async () => (await queueContents(redisUrl)).includes('outbox-'), 5000);

		const held = await queueContents(redisUrl);
		await carrier.close();
		worker = await startLocalWorker(aContext(pool), place());
		await allDone(pool);

		expect(held).toMatch(/outbox-\d+/);
		expect(held).toContain('{"outbox":');
		expect(held).not.toMatch(/canari|600000999|rue des/i);
	});

	test('runs the maintenance job once per minute for all workers', async () => {
		await pool.query(
			`insert into command (scope, key, fingerprint, status, body, at)
				values ('old', 'k', 'f', 200, 'null', now() - interval '3 days'), ('new', 'k', 'f', 200, 'null', now())`
		);
		const { order } = await placed(pool);
		await pool.query(
			`update tracking set expires_at = now() - interval '1 s' where order_id = $1`,
			[order.id]
		);
		await pool.query(
			`insert into notice (order_id, shop_id, stage, language, subject, text, status, created_at)
				select $1, 'gare', stage, 'fr', '', '', 'kept', now() - make_interval(days => age)
				from (values ('out', 91), ('accepted', 89)) as old (stage, age)`,
			[order.id]
		);
		await Promise.all(Array.from({ length: 5 }, () => requestUpkeep(pool, 60_000 * 7)));
		await allDone(pool);

		expect(await one(`select count(*) as jobs from outbox where job = 'upkeep.minute'`)).toEqual({
			jobs: 1
		});
		expect(await one(`select count(*) as n from command where scope = 'old'`)).toEqual({ n: 0 });
		expect(await one(`select count(*) as n from command where scope = 'new'`)).toEqual({ n: 1 });
		expect(await one('select count(*) as n from tracking where order_id = $1', [order.id])).toEqual(
			{ n: 0 }
		);
		const left = await pool.query(
			`select stage from notice where order_id = $1 and stage <> 'placed'`,
			[order.id]
		);
		expect(left.rows).toEqual([{ stage: 'accepted' }]);
		await pool.query(`delete from command where scope = 'new'`);
	});
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setShift } from '../../db/commands/shift.ts';
import { advance } from '../../db/commands/advance.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { assign } from '../../db/commands/assign.ts';
import { eventually } from '../../launcher/os.ts';
import { CRASH_POINTS, PAYMENT_POINTS, type CrashPoint } from '../../workers/crashpoints.ts';
import { CONCURRENCY } from '../../workers/queues.ts';
import { cooked, placed, doorFields } from '../support/pages/orders.ts';
import { freshDatabase, type TestDatabase } from '../support/house/postgres.ts';
import { flushRedis, queueModes } from '../support/house/redis.ts';
import {
	allDone,
	dueNow,
	killWorkers,
	spawnWorker,
	startMailDouble,
	timersOf,
	type MailDouble,
	type WorkerProcess
} from '../support/house/workers.ts';

const [FIRST, SECOND] = ['livreur1-gare', 'livreur2-gare'] as const;

let database: TestDatabase;
let pool: Pool;
let mail: MailDouble;

beforeAll(async () => {
	mail = await startMailDouble();
});
afterAll(() => mail.close());

interface Scene {
	delivered: string;
	total: number;
	forgotten: string;
	waiting: string;
}

/** Ends the orders and runs of the last scene. */
async function clear(): Promise<void> {
	await pool.query(`update orders set status = 'cancelled' where status in ('placed', 'boxed')`);
	await pool.query('update shift set ended_at = now() where ended_at is null');
	mail.mails.length = 0;
	mail.onMail = () => {};
}

/** Jobs for every queue: a delivered order, one that is not accepted, one that needs a driver. */
async function aScene(): Promise<Scene> {
	await pool.query(`update shop set dispatch_mode = 'auto' where id = 'gare'`);
	await setShift(pool, { driverId: FIRST, on: true });
	const { order } = await placed(pool);
	await cooked(pool, order.id);
	await assign(pool, { orderId: order.id, driverId: FIRST, actor: 'staff:responsable-gare' });
	for (const action of ['pick_up', 'arrive', 'deliver'] as const)
		await advance(pool, {
			orderId: order.id,
			action,
			kinds: ['driver'],
			actor: `staff:${FIRST}`,
			...doorFields(action)
		});
	const forgotten = (await placed(pool)).order.id;
	await dueNow(pool, 'accept.lapse', forgotten);
	await setShift(pool, { driverId: SECOND, on: true });
	const waiting = (await placed(pool)).order.id;
	await cooked(pool, waiting);
	return { delivered: order.id, total: order.total, forgotten, waiting };
}

async function rowsOf<T>(text: string, values: unknown[] = []): Promise<T[]> {
	const { rows } = await pool.query(text, values);
	return rows as T[];
}

/** How often each effect of a scene has happened. */
async function effectsOf(scene: Scene) {
	const { delivered, forgotten, waiting } = scene;
	const logged = (id: string, where: string) =>
		rowsOf(`select 1 from shop_log where subject_id = $1 and ${where}`, [id]);
	const collected = `state->'payment'->>'status' = 'collected'`;
	const paid = await rowsOf<{ sum: number }>(
		`select sum(amount_minor)::bigint as sum from payment where driver_id = $1 and order_id = $2`,
		[FIRST, delivered]
	);
	const kept = await rowsOf(
		`select 1 from stock_movement where order_id = $1 group by ingredient_id having sum(delta) <> 0`,
		[forgotten]
	);
	const releases = await rowsOf<{ most: number }>(
		`select max(n)::int as most from (select count(*) as n from stock_movement
			where order_id = $1 and delta > 0 group by ingredient_id) per_ingredient`,
		[forgotten]
	);
	const notices = await rowsOf<{ told: string }>(
		`select case order_id when $1 then 'delivered' when $2 then 'forgotten' else 'waiting' end
			|| ' ' || stage || ' ' || status as told from notice where order_id in ($1, $2, $3) order by told`,
		[delivered, forgotten, waiting]
	);
	return {
		collected: (await logged(delivered, collected)).length,
		cashMinor: paid[0]?.sum,
		lapsed: (await logged(forgotten, `action = 'lapse'`)).length,
		stockKept: kept.length,
		mostReleases: releases[0]?.most,
		runs: (await rowsOf('select 1 from stop where order_id = $1 and outcome is null', [waiting]))
			.length,
		notices: notices.map(({ told }) => told),
		letters: new Set(mail.mails.map(({ messageId }) => messageId)).size
	};
}

const onceEach = (scene: Scene) => ({
	collected: 1,
	cashMinor: scene.total,
	lapsed: 1,
	stockKept: 0,
	mostReleases: 1,
	runs: 1,
	notices: [
		'delivered accepted sent',
		'delivered delivered sent',
		'delivered out sent',
		'delivered placed sent',
		'forgotten cancelled sent',
		'forgotten placed sent',
		'waiting accepted sent',
		'waiting placed sent'
	],
	// Eight notices, and the receipt of the delivered order.
	letters: 9
});

/** Without those that a payment through a provider passes: payments.test.ts. */
const POINTS = CRASH_POINTS.filter(
	(point) => !(PAYMENT_POINTS as readonly CrashPoint[]).includes(point)
);

describe.each(queueModes)('with queues on $name', ({ name, redisUrl }) => {
	const killed: string[] = [];
	let second: WorkerProcess;

	const spawn = (more: NodeJS.ProcessEnv = {}) =>
		spawnWorker({ DATABASE_URL: database.url, REDIS_URL: redisUrl, SMTP_URL: mail.url, ...more });

	beforeAll(async () => {
		await flushRedis();
		database = await freshDatabase();
		pool = createPool(database.url, { name: 'test', max: 10 });
		await pool.query('update stock set quantity = 1000000');
		// Only jobs that a test makes due are due.
		await timersOf(pool, 'gare', { remind: 900, escalate: 901, lapse: 902 });
		second = spawn();
		await second.ready;
		await allDone(pool);
	});
	afterAll(async () => {
		await killWorkers();
		await pool.end();
	});
	beforeEach(clear);

	test.each(POINTS)(
		'a worker killed at %s leaves no effect undone or done twice',
		async (point) => {
			// Suspended, so that the worker with the crash point gets the jobs.
			second.kill('SIGSTOP');
			const scene = await aScene();
			const dying = spawn({ CRASH_POINT: point });
			expect(await dying.ended).toBe('SIGKILL');
			killed.push(point);

			second.kill('SIGCONT');
			await allDone(pool);

			expect(await effectsOf(scene)).toEqual(onceEach(scene));
			// Each mail that the dead process had in hand, between the server's 250 and our commit, may be
			// sent once more, at any crash point: the other jobs of the process die with the one that crashes.
			expect(mail.mails.length - 9).toBeLessThanOrEqual(CONCURRENCY.notices);
		}
	);

	test('a worker killed in the middle of a plan: another one hands out each order once', async () => {
		second.kill('SIGSTOP');
		await pool.query(`update shop set dispatch_mode = 'auto', run_orders = 3 where id = 'gare'`);
		for (const driverId of [FIRST, SECOND]) await setShift(pool, { driverId, on: true });
		const orders: string[] = [];
		for (let bags = 0; bags < 6; bags++) {
			const { order } = await placed(pool);
			await cooked(pool, order.id);
			orders.push(order.id);
		}
		const handedOut = () =>
			rowsOf<{ driver: string; orders: number }>(
				`select r.driver_id as driver, count(*)::int as orders from stop s join run r on r.id = s.run_id
					where s.order_id = any ($1) and s.outcome is null and r.status = 'accepted' group by r.id order by 1`,
				[orders]
			);
		const dying = spawn({ CRASH_POINT: 'after-run' });
		expect(await dying.ended).toBe('SIGKILL');
		// The half plan is gone with its worker.
		expect(await handedOut()).toEqual([]);

		second.kill('SIGCONT');
		await allDone(pool, 60_000);

		expect(await handedOut()).toEqual([
			{ driver: FIRST, orders: 3 },
			{ driver: SECOND, orders: 3 }
		]);
		const all = await rowsOf('select 1 from stop where order_id = any ($1)', [orders]);
		expect(all).toHaveLength(orders.length);
		await pool.query(`update shop set run_orders = 4 where id = 'gare'`);
	});

	test('every crash point was used', () => {
		console.log(`Queues on ${name}: ${killed.length} of ${POINTS.length} crash points killed`);
		expect(killed).toEqual(POINTS);
	});

	test('a worker suspended longer than its lock changes nothing when it resumes', async () => {
		second.kill('SIGSTOP');
		const frozen = spawn();
		await frozen.ready;
		const told = await story();
		let isFrozen = false;
		mail.onMail = () => {
			if (mail.mails.length < 4 || isFrozen) return;
			isFrozen = true;
			frozen.kill('SIGSTOP');
		};
		const orders = 15;
		for (let made = 0; made < orders; made++) await placed(pool);
		await dueNow(pool, 'accept.lapse');
		expect(await eventually(() => isFrozen, 20_000)).toBe(true);

		second.kill('SIGCONT');
		await allDone(pool, 40_000);
		const before = await story();
		frozen.kill('SIGCONT');
		await placed(pool);
		await allDone(pool);
		const both = await Promise.all([frozen.stop(), second.stop()]);

		expect(both).toEqual([0, 0]);
		expect(before).toEqual({
			lapses: told.lapses + orders,
			notices: told.notices + orders * 2,
			unsent: 0,
			open: 0
		});
		expect(await story()).toEqual({ ...before, notices: before.notices + 1 });
		expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(orders * 2 + 1);
		expect(mail.mails.length).toBeLessThanOrEqual(orders * 2 + 1 + 4);
	}, 90_000);
});

interface Story {
	lapses: number;
	notices: number;
	unsent: number;
	open: number;
}

async function story(): Promise<Story> {
	const [row] = await rowsOf<Story>(
		`select (select count(*) from shop_log where action = 'lapse') as lapses,
			(select count(*) from notice) as notices,
			(select count(*) from notice where status <> 'sent') as unsent,
			(select count(*) from outbox where done_at is null
				and job in ('notice.send', 'accept.lapse') and run_at <= now()) as open`
	);
	if (!row) throw new Error('no row');
	return row;
}

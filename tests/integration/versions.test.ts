import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import {
	insertBoxed,
	insertDriver,
	insertOrder,
	insertRun,
	insertShop,
	lastLogOf,
	move,
	rowOf,
	stateOf,
	versionOf
} from '../support/house/rows.ts';

let pool: Pool;
const shop = 'versions';

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'versions test' });
	await insertShop(pool, shop);
});
afterAll(() => pool.end());

const boxed = (count?: number) => insertBoxed(pool, shop, count);
const lastLog = (id: string) => lastLogOf(pool, id);

const one = <Row>(text: string, values: unknown[]) => rowOf<Row>(pool, text, values);

const logged = (id: string) =>
	one<{ count: number }>('select count(*) from shop_log where subject_id = $1', [id]);
const stopOf = (id: string) =>
	one<{ outcome: string | null }>(
		'select outcome from stop where order_id = $1 order by ended_at desc nulls first limit 1',
		[id]
	);
const runOf = (id: string) =>
	one<{ status: string; version: number }>('select status, version from run where id = $1', [id]);

describe('a version', () => {
	/** Increase of the version and of the log while `work` ran. */
	async function growth(id: string, work: () => Promise<unknown>): Promise<[number, number]> {
		const before = [await versionOf(pool, id), Number((await logged(id)).count)];
		await work();
		const after = [await versionOf(pool, id), Number((await logged(id)).count)];
		return [(after[0] ?? 0) - (before[0] ?? 0), (after[1] ?? 0) - (before[1] ?? 0)];
	}

	test('rises by one, with one log row, at each visible change', async () => {
		const order = await insertOrder(pool, shop);
		const [line, second, third] = order.lines;
		const driver = await insertDriver(pool, shop);
		const steps: [string, string, unknown[]][] = [
			['status', `update orders set status = 'accepted' where id = $1`, [order.id]],
			['alert', `update orders set alert = 'no_driver' where id = $1`, [order.id]],
			['strike', 'update order_line set struck_at = now() where id = $1', [line]],
			[
				'strike of two',
				'update order_line set struck_at = now() where id = any ($1)',
				[[second, third]]
			],
			['void', 'update order_line set voided_at = now() where id = $1', [line]],
			['payment', `update payment set amount_minor = 2580 where order_id = $1`, [order.id]],
			['version set by hand', 'update orders set version = 900 where id = $1', [order.id]]
		];
		const grown = [];
		for (const [name, text, values] of steps)
			grown.push([name, await growth(order.id, () => pool.query(text, values))]);
		grown.push([
			'stop',
			await growth(order.id, () =>
				insertRun(pool, { shop, driver, orders: [order.id], status: 'offered' })
			)
		]);
		grown.push([
			'run',
			await growth(order.id, () =>
				pool.query(`update run set status = 'accepted' where driver_id = $1`, [driver])
			)
		]);

		expect(grown).toEqual(grown.map(([name]) => [name, [1, 1]]));
	});

	test('stays when a row is updated without a change', async () => {
		const [id = ''] = await boxed();
		const driver = await insertDriver(pool, shop);
		await insertRun(pool, { shop, driver, orders: [id] });

		const still = await growth(id, async () => {
			await pool.query('update orders set status = status, alert = alert where id = $1', [id]);
			await pool.query('update order_line set struck_at = struck_at where order_id = $1', [id]);
			await pool.query('update payment set status = status where order_id = $1', [id]);
			await pool.query('update stop set position = position where order_id = $1', [id]);
			await pool.query('update run set status = status where driver_id = $1', [driver]);
		});
		const drivers = await logged(driver);
		await pool.query('update driver set phone = phone where id = $1', [driver]);

		expect(still).toEqual([0, 0]);
		expect((await logged(driver)).count).toBe(drivers.count);
	});

	test('of a driver rises with the shift and the cash', async () => {
		const [id = ''] = await boxed();
		const driver = await insertDriver(pool, shop);
		const before = await lastLog(driver);

		await pool.query(
			`update payment set status = 'collected', collected_at = now(), driver_id = $2,
				shift_id = (select id from shift where driver_id = $2) where order_id = $1`,
			[id, driver]
		);
		const rich = await lastLog(driver);
		await pool.query('update shift set ended_at = now() where driver_id = $1', [driver]);
		const home = await lastLog(driver);

		expect(before).toMatchObject({
			version: 2,
			state: { onShift: true, cashMinor: 0, cardMinor: 0 }
		});
		expect(rich).toMatchObject({ version: 3, state: { onShift: true, cashMinor: 3870 } });
		expect(home).toMatchObject({ version: 4, state: { onShift: false } });
	});
});

describe('a run', () => {
	async function loaded(count: number): Promise<{ orders: string[]; run: string }> {
		const orders = await boxed(count);
		const driver = await insertDriver(pool, shop);
		return { orders, run: await insertRun(pool, { shop, driver, orders }) };
	}

	test('starts with its first order on the road and ends with its last', async () => {
		const { orders, run } = await loaded(2);
		const [a = '', b = ''] = orders;

		await move(pool, a, 'out');
		const left = await runOf(run);
		const told = await lastLog(b);
		await move(pool, b, 'out', 'at_door', 'delivered');
		const halfway = await runOf(run);
		await move(pool, a, 'at_door', 'failed');

		expect(left.status).toBe('out');
		expect(told.state.stop).toMatchObject({ run, runStatus: 'out' });
		expect([halfway.status, (await stopOf(b)).outcome]).toEqual(['out', 'delivered']);
		expect([(await runOf(run)).status, (await stopOf(a)).outcome]).toEqual(['done', 'failed']);
	});

	test('releases an order on return, which can be assigned again', async () => {
		const { orders, run } = await loaded(1);
		const [a = ''] = orders;

		await move(pool, a, 'out', 'boxed');

		expect([(await runOf(run)).status, (await stopOf(a)).outcome]).toEqual(['done', 'returned']);
		expect((await lastLog(a)).state.stop).toBeNull();
		const again = await insertDriver(pool, shop);
		expect(await stateOf(insertRun(pool, { shop, driver: again, orders: [a] }))).toBe('none');
	});

	test('drops a cancelled order, and ends when all are cancelled', async () => {
		const { orders, run } = await loaded(2);
		const [a = '', b = ''] = orders;

		await move(pool, a, 'cancelled');
		const shorter = await runOf(run);
		await move(pool, b, 'cancelled');

		expect([shorter.status, (await stopOf(a)).outcome]).toEqual(['accepted', 'removed']);
		expect((await runOf(run)).status).toBe('cancelled');
	});

	test('is unique per driver, and a stop is unique per order (I7)', async () => {
		const { orders } = await loaded(1);
		const [driver, other] = [await insertDriver(pool, shop), await insertDriver(pool, shop)];
		await insertRun(pool, { shop, driver, orders: await boxed() });

		expect(await stateOf(insertRun(pool, { shop, driver, orders: await boxed() }))).toBe('23505');
		expect(await stateOf(insertRun(pool, { shop, driver: other, orders }))).toBe('23505');
	});
});

/** Orders whose last logged state differs from the tables. */
async function misremembered(on: Pool): Promise<string[]> {
	const { rows } = await on.query<{ id: string }>(
		`select o.id from orders o where o.shop_id = $1 and o.is_open and o.status <> 'failed'
			and order_state(o) is distinct from (
				select l.state::jsonb from shop_log l where l.subject_id = o.id::text order by l.version desc limit 1)`,
		[shop]
	);
	return rows.map((row) => row.id);
}

describe('the state in the log', () => {
	test('equals the tables for every order, whatever the change', async () => {
		const [id = ''] = await boxed();
		const driver = await insertDriver(pool, shop);
		const steps = [
			() => pool.query('update order_line set struck_at = now() where order_id = $1', [id]),
			() => pool.query(`update orders set alert = 'no_driver' where id = $1`, [id]),
			() => pool.query('update payment set amount_minor = 990 where order_id = $1', [id]),
			() => insertRun(pool, { shop, driver, orders: [id] }),
			() => move(pool, id, 'out'),
			() => move(pool, id, 'at_door')
		];
		// After each step: a later change collects the lines again and would hide a fault.
		for (const step of steps) {
			await step();
			expect(await misremembered(pool)).toEqual([]);
		}
	});

	test('would differ if lines were not collected again', async () => {
		const { url } = await freshDatabase();
		const broken = createPool(url, { name: 'broken lifecycle test' });
		const found = await broken.query<{ text: string }>(
			`select pg_get_functiondef('record_order'::regproc) as text`
		);
		const text = found.rows[0]?.text ?? '';
		await broken.query(text.replace('new.touched_at = old.touched_at', 'true'));
		await insertShop(broken, shop);
		const order = await insertOrder(broken, shop);

		await broken.query('update order_line set struck_at = now() where id = $1', [order.lines[0]]);
		const lagging = await misremembered(broken);
		await broken.end();

		expect(lagging).toEqual([order.id]);
	});

	test('includes what is stored later with the order itself', async () => {
		const order = await insertOrder(pool, shop);
		const tx = await pool.connect();
		await tx.query('begin');
		await tx.query(`select set_config('app.settling', $1, true)`, [order.id]);
		await tx.query('update order_line set voided_at = now() where id = $1', [order.lines[0]]);
		await tx.query(`select set_config('app.settling', '', true)`);
		await move(tx, order.id, 'accepted');
		await tx.query('commit');
		tx.release();

		expect(await versionOf(pool, order.id)).toBe(2);
		expect(await misremembered(pool)).toEqual([]);
	});
});

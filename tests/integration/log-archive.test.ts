import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { timeline } from '../../db/reads/shop-log.ts';
import * as archive from '../../db/tables/log-archive.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { insertOrder, insertShop, move, rowOf } from '../support/house/rows.ts';

/** Holds every row of a database that was migrated just now. */
const MONTH = 'shop_log_before';
const FAR = new Date('2100-01-01T00:00:00Z');
const LIFE = ['accepted', 'making', 'in_oven', 'boxed', 'collected'] as const;

let url: string;
let pool: Pool;
let shop: string;

beforeAll(async () => {
	url = (await freshDatabase()).url;
	pool = createPool(url, { name: 'log archive test' });
	shop = await insertShop(pool, 'archives');
});

afterAll(() => pool.end());

const finished = async (): Promise<string> => {
	const { id } = await insertOrder(pool, shop, { fulfilment: 'collection' });
	await move(pool, id, ...LIFE);
	return id;
};
const count = async (from: string): Promise<number> =>
	(await rowOf<{ count: number }>(pool, `select count(*) from ${from}`, [])).count;

test('the parts of a finished order are gone, and a late change of it is logged whole', async () => {
	const id = await finished();
	expect(await count(`order_parts where order_id = '${id}'`)).toBe(0);

	await pool.query(`update order_line set struck_at = now() where order_id = $1`, [id]);

	const { same } = await rowOf<{ same: boolean }>(
		pool,
		`select order_state(o) = (select l.state::jsonb from shop_log l where l.subject_id = o.id::text
			order by l.version desc limit 1) as same from orders o where o.id = $1`,
		[id]
	);
	expect(same).toBe(true);
	expect(await count(`shop_log where subject_id = '${id}'`)).toBe(LIFE.length + 2);
	expect(await count(`order_parts where order_id = '${id}'`)).toBe(0);
});

test('a month with an order that is open still is not taken', async () => {
	const { id } = await insertOrder(pool, shop, { fulfilment: 'collection' });
	const [month] = await archive.monthsOver(pool, FAR);
	expect(month).toMatchObject({ name: MONTH, open: 1 });
	expect(await archive.monthsOver(pool, new Date(0))).toEqual([]);
	await move(pool, id, 'cancelled');
});

test('a month is archived without losing a row, and an order’s history is as it was', async () => {
	const ids = [await finished(), await finished(), await finished()];
	const before = await Promise.all(ids.map((id) => timeline(pool, id)));
	const rows = await count('shop_log');

	await archive.pack(pool, MONTH);
	// A second try finds that all is done.
	await archive.pack(pool, MONTH);
	const digest = await archive.digestOfMonth(pool, MONTH);
	expect(await archive.digestOfArchive(pool, MONTH)).toEqual(digest);
	expect(digest.rows).toBe(rows);
	expect(await sizeOf('shop_log_archive')).toBeLessThan((await sizeOf(MONTH)) / 2);

	await inTransaction(pool, 'setup', (tx) => archive.dropMonth(tx, MONTH, digest));
	expect(await count('shop_log')).toBe(0);
	expect(await Promise.all(ids.map((id) => timeline(pool, id)))).toEqual(before);
	expect(await archive.monthsOver(pool, new Date())).toEqual([]);

	// Its partition no longer exists: the default partition gets the row, with the next seq.
	await pool.query('update orders set quote_to = quote_to where id = $1', [ids[0]]);
	await pool.query(`update orders set quote_to = quote_to + interval '1 s' where id = $1`, [
		ids[0]
	]);
	const after = await timeline(pool, ids[0]!);
	expect(after.map(({ version }) => version)).toEqual(after.map((_, n) => n + 1));
	expect(await count('shop_log_rest')).toBe(1);
});

async function sizeOf(table: string): Promise<number> {
	const { rows } = await pool.query<{ size: number }>(
		'select pg_table_size($1::regclass) as size',
		[table]
	);
	return rows[0]!.size;
}

test('an archive that is not what the log was is found', async () => {
	const { url: other } = await freshDatabase();
	const db = createPool(other, { name: 'broken archive test' });
	await insertShop(db, shop);
	for (let n = 0; n < 2; n++) {
		const { id } = await insertOrder(db, shop, { fulfilment: 'collection' });
		await move(db, id, ...LIFE);
	}
	await archive.pack(db, MONTH);
	const digest = await archive.digestOfMonth(db, MONTH);

	await db.query('alter table shop_log_archive disable trigger user');
	await db.query('update shop_log_archive set lines = (select max(lines) from shop_log_archive)');

	expect((await archive.digestOfArchive(db, MONTH)).sum).not.toBe(digest.sum);
	await db.query(
		`insert into shop_log (shop_id, seq, subject, subject_id, version, action, actor, state)
		values ($1, 1000, 'order', 'x', 1, 'change', 'sql:me', '{}')`,
		[shop]
	);
	const dropped = inTransaction(db, 'setup', (tx) => archive.dropMonth(tx, MONTH, digest));
	await expect(dropped).rejects.toThrow('has changed');
	await db.end();
});

test('months are made ahead, and rows that had none move into theirs', async () => {
	const at = await rowOf<{ at: string; month: string }>(
		pool,
		`select at::text, to_char(at, 'YYYY_MM') as month
			from (select date_trunc('month', now(), 'UTC') + interval '5 months 3 days' as at) t`,
		[]
	);
	await pool.query(
		`insert into shop_log (shop_id, seq, at, subject, subject_id, version, action, actor, state)
			values ($1, 5000, $2, 'order', 'later', 1, 'change', 'sql:me', '{}')`,
		[shop, at.at]
	);

	expect(await archive.openMonths(pool, 3)).toBe(0);
	expect(await archive.openMonths(pool, 6)).toBe(3);
	expect(await count(`shop_log_${at.month} where subject_id = 'later'`)).toBe(1);
	expect(await count(`shop_log_rest where subject_id = 'later'`)).toBe(0);
	await expect(pool.query(`delete from shop_log where subject_id = 'later'`)).rejects.toMatchObject(
		{
			code: 'PZ002'
		}
	);
});

test('the command says what it may not do, and does nothing twice', async () => {
	const run = (...args: string[]) =>
		promisify(execFile)(process.execPath, ['db/cli/archive.ts', ...args], {
			env: { ...process.env, DATABASE_URL: url }
		});
	await expect(run('--before', '2999-01')).rejects.toMatchObject({ code: 1 });
	await expect(run()).rejects.toMatchObject({ code: 1 });
	const { stdout } = await run('--before', '2026-01');
	expect(stdout).toContain('no month to archive');
});

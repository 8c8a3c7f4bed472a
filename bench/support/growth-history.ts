import type pg from 'pg';
import type { PlacedAnswer, Snapshots } from '#domain/wire/contract.ts';
import { openScreen, post, type Person } from '../../tests/support/wire/client.ts';
import { createPool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import * as archive from '../../db/tables/log-archive.ts';
import { addDrivers, shopsOf, type House } from './house.ts';

/**
 * Tables that keep rows of an order for ever; rows deleted after days (jobs, stored answers) do not
 * count.
 */
const TABLES = [
	...['customer', 'orders', 'order_line', 'run', 'stop', 'payment', 'tracking', 'display_receipt'],
	...['notice', 'stock_movement', 'order_parts', 'shop_log']
];
const A_SHOP = 4;
const DAYS = 60;
const BATCH = 250;
/** One in so many copies has its log rows in the next month, for the archive. */
const ARCHIVED = 20;

type Column = { name: string; type: string };

/**
 * Plays orders through the public API (one to four lines, three of four delivered, every line
 * struck), then copies their rows until `count` are finished, over the last 60 days. Returns bytes
 * of disk per order.
 */
export async function addFinishedOrders(house: House, owner: string, count: number) {
	const lived = await liveOrders(house, owner);
	await house.db.query('vacuum analyze');
	const before = await bytesOf(house.db);
	await copyOrders(house, lived, Math.ceil(count / lived.length));
	await house.db.query('vacuum analyze');
	const after = await bytesOf(house.db);
	const made = Math.ceil(count / lived.length) * lived.length;
	const each = [...after].map(([name, bytes]) => [name, (bytes - (before.get(name) ?? 0)) / made]);
	const bytes = new Map(each as [string, number][]);
	return { made, bytes, archived: await archiveNextMonth(house) };
}

/** Bytes of an order's log once its month is archived, as `npm run archive` does it; compared. */
async function archiveNextMonth(house: House): Promise<number> {
	const pool = createPool(house.databaseUrl, { name: 'bench archive', statementMs: 600_000 });
	try {
		const { rows } = await pool.query<{ month: string }>(
			`select 'shop_log_' || to_char(date_trunc('month', now(), 'UTC') + interval '1 month 1 day', 'YYYY_MM') as month`
		);
		const { month } = rows[0]!;
		await archive.pack(pool, month);
		const digest = await archive.digestOfMonth(pool, month);
		const packed = await archive.digestOfArchive(pool, month);
		if (packed.rows !== digest.rows || packed.sum !== digest.sum)
			throw new Error('the archive is not what the log was');
		await inTransaction(pool, 'setup', (tx) => archive.dropMonth(tx, month, digest));
		const sized = await pool.query<{ each: number }>(
			`select pg_total_relation_size('shop_log_archive')::float8 / count(*) as each from shop_log_archive`
		);
		return sized.rows[0]!.each;
	} finally {
		await pool.end();
	}
}

/** Bytes of disk of each of these tables, with indexes, TOAST and partitions. */
async function bytesOf(db: pg.Pool): Promise<Map<string, number>> {
	const { rows } = await db.query<{ name: string; bytes: number }>(
		`select t as name, coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 as bytes
			from unnest($1::text[]) t left join pg_class c on c.relkind = 'r'
				and (c.relname = t or t = 'shop_log' and c.relname like 'shop\\_log\\_%')
			group by t`,
		[TABLES]
	);
	return new Map(rows.map(({ name, bytes }) => [name, bytes]));
}

async function liveOrders(house: House, owner: string): Promise<string[]> {
	const shops = await shopsOf(house);
	const drivers = await addDrivers(house, shops.length, shops);
	const person: Person = { url: house.url, cookie: owner };
	const ids: string[] = [];
	for (const [at, shop] of shops.entries()) {
		const screen = openScreen(person, `kitchen:${shop}`);
		for (let n = 0; n < A_SHOP; n++)
			ids.push(
				await liveOne(person, { shop, lines: n + 1, driver: drivers[at]!.id, isCollected: n === 0 })
			);
		screen.close();
	}
	return ids;
}

interface Life {
	shop: string;
	lines: number;
	driver: string;
	isCollected: boolean;
}

async function liveOne(
	person: Person,
	{ shop, lines, driver, isCollected }: Life
): Promise<string> {
	const { order } = await told<PlacedAnswer>(person, '/api/orders', {
		shop,
		fulfilment: isCollected ? 'collection' : 'delivery',
		customer: { name: 'Camille Durand', phone: '+33639980101', email: 'camille@client.example' },
		...(!isCollected && {
			address: { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc', doorCode: '12B45' }
		}),
		lines: ['margherita', 'reine', 'vegetarienne', 'quatre-fromages']
			.slice(0, lines)
			.map((product, n) => ({ product, size: 'm', quantity: 1 + (n % 2) }))
	});
	const act = (action: string, body = {}) =>
		told(person, `/api/orders/${order.id}/${action}`, body);
	await act('accept');
	await act('start');
	const answer = await fetch(`${person.url}/api/shops/${shop}/tickets`, {
		headers: { cookie: person.cookie! }
	});
	const { snapshot } = (await answer.json()) as { snapshot: Snapshots['kitchen'] };
	const ticket = snapshot.orders.find(({ id }) => id === order.id)!;
	for (const line of ticket.lines) await act(`lines/${line.id}/strike`);
	await act('box');
	if (isCollected) await act('collect');
	else {
		await act('assign', { driver });
		await act('pick_up');
		await act('arrive');
		await act('deliver', { paymentKind: 'cash' });
	}
	return order.id;
}

async function told<T>(person: Person, path: string, body: object): Promise<T> {
	const reply = await post<T>(person, path, body);
	if (reply.outcome !== 'ok') throw new Error(`${path}: ${JSON.stringify(reply)}`);
	return reply.body;
}

/** Copies with triggers disabled: the rows that they would write are copied too. */
async function copyOrders(house: House, ids: string[], times: number): Promise<void> {
	const client = await house.db.connect();
	try {
		await client.query('set session_replication_role = replica');
		await client.query(`set jit = off`);
		await client.query(
			`create temporary table lived as select o.id as "order", o.customer_id as customer, o.shop_id as shop,
				(select array_agg(run_id) from stop where order_id = o.id) as runs
			from orders o where id = any ($1::uuid[])`,
			[ids]
		);
		await client.query(
			`create temporary table entry as
				select l.*, row_number() over (partition by l.shop_id order by l.seq) as rank,
					count(*) over (partition by l.shop_id) as entries, c.seq as base, v.customer
				from shop_log l join lived v on v."order"::text = l.subject_id
					join shop_counter c on c.shop_id = l.shop_id`
		);
		await client.query('analyze entry');
		const statements = [];
		for (const table of TABLES) statements.push(await copyStatement(client, table));
		for (let from = 1; from <= times; from += BATCH)
			for (const statement of statements)
				await client.query(statement, [from, Math.min(times, from + BATCH - 1), times]);
		await client.query(
			'update shop_counter c set seq = (select max(seq) from shop_log l where l.shop_id = c.shop_id)'
		);
		await client.query('reset session_replication_role');
	} finally {
		client.release(true);
	}
}

const WHICH: Record<string, string> = {
	customer: 't.id in (select customer from lived)',
	orders: 't.id in (select "order" from lived)',
	run: 't.id in (select unnest(runs) from lived)'
};

async function copyStatement(db: pg.PoolClient, table: string): Promise<string> {
	const { rows } = await db.query<Column>(
		`select column_name as name, data_type as type from information_schema.columns
			where table_schema = 'public' and table_name = $1 and is_identity = 'NO' order by ordinal_position`,
		[table]
	);
	const values = rows.map((column) => copied(table, column));
	const from = table === 'shop_log' ? 'entry' : table;
	const which =
		table === 'shop_log' ? 'true' : (WHICH[table] ?? 't.order_id in (select "order" from lived)');
	return `insert into ${table} (${rows.map(({ name }) => name).join()})
		select ${values.join()} from ${from} t, generate_series($1::int, $2::int) n
		where ${which} and $3::int > 0 order by n`;
}

/** The SQL value of a column in the n-th copy: ids and days are shifted, all else is equal. */
function copied(table: string, { name, type }: Column): string {
	if (table === 'shop_log' && name === 'seq') return 't.base + (n - 1) * t.entries + t.rank';
	if (table === 'shop_log' && name === 'at')
		return `case when n <= $3 / ${ARCHIVED} then t.at + interval '1 month' + n * interval '1 min'
			else t.at - ($3 - n) * interval '${DAYS} days' / $3 end`;
	if (table === 'shop_log' && name === 'subject_id') return `md5(t.subject_id || n)::uuid::text`;
	if (table === 'shop_log' && name === 'state')
		return `replace(replace(t.state::text, t.subject_id, md5(t.subject_id || n)::uuid::text),
			t.customer::text, md5(t.customer::text || n)::uuid::text)::json`;
	if (table === 'orders' && name === 'number') return 't.number + n * 100';
	// One shift with the takings of all copies would be summed for every desk.
	if (name === 'shift_id') return 'null::uuid';
	if (type === 'uuid') return `md5(t.${name}::text || n)::uuid`;
	if (type === 'bytea') return `sha256(t.${name} || n::text::bytea)`;
	if (type === 'date') return `t.${name} - ($3 - n) * ${DAYS} / $3`;
	if (type === 'timestamp with time zone')
		return `t.${name} - ($3 - n) * interval '${DAYS} days' / $3`;
	return `t.${name}`;
}

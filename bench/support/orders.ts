import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Status } from '#domain/order/order.ts';

export interface BenchOrder {
	id: string;
	shop: string;
	token: string;
}

const FROZEN = {
	name: { fr: 'Margherita', en: 'Margherita' },
	sizeName: { fr: 'Moyenne', en: 'Medium' },
	halves: [],
	options: [],
	bundle: null,
	allergens: ['gluten', 'milk']
};

/**
 * Inserts orders of two lines as the application writes them, thousands at a time, spread over the
 * shops, each with a tracking token. The stock of pizzas is not changed.
 */
export async function addOrders(
	db: pg.Pool,
	shops: readonly string[],
	count: number,
	firstNumber = 0
): Promise<BenchOrder[]> {
	const orders = Array.from({ length: count }, (_, index) => ({
		id: randomUUID(),
		shop: shops[index % shops.length]!,
		token: randomBytes(16).toString('base64url')
	}));
	const client = await db.connect();
	try {
		await client.query('begin');
		for (let from = 0; from < count; from += 500)
			await insert(client, orders.slice(from, from + 500), firstNumber + from);
		await client.query('commit');
		return orders;
	} finally {
		client.release();
	}
}

async function insert(db: pg.PoolClient, orders: BenchOrder[], from: number): Promise<void> {
	const ids = orders.map(({ id }) => id);
	await db.query(
		`insert into customer (id, name, phone, email, address, note)
			select id, 'Zoé Canari', '0611223344', 'zoe@canari.example', $2, '' from unnest($1::uuid[]) id`,
		[ids, { street: '3 rue du Four', city: 'Villeneuve-sur-Oc', postcode: '34999' }]
	);
	await db.query(
		`insert into order_line (order_id, position, product_id, size_id, quantity, unit_minor,
				total_minor, vat, vat_minor, frozen)
			select t.id, n, p.id, 'm', 1, 1250, 1250, 100, 114, $2
			from unnest($1::uuid[]) as t (id), generate_series(1, 2) n,
				(select id from product order by id limit 1) p`,
		[ids, FROZEN]
	);
	await db.query(
		`insert into payment (order_id, method, status, amount_minor, currency)
			select id, 'door', 'due', 2500, 'EUR' from unnest($1::uuid[]) id`,
		[ids]
	);
	await db.query(
		`insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
				total_minor, vat_minor, currency, promised_at, quote_from, quote_to)
			select id, shop, current_date, 1000000 + $3 + n, id, 'placed', 'delivery', 'fr', 2500, 228,
				'EUR', now() + interval '40 min', now() + interval '30 min', now() + interval '45 min'
			from unnest($1::uuid[], $2::text[]) with ordinality as t (id, shop, n)`,
		[ids, orders.map(({ shop }) => shop), from]
	);
	await db.query(
		`insert into tracking (token_hash, order_id, expires_at)
			select hash, id, now() + interval '1 day' from unnest($1::uuid[], $2::bytea[]) as t (id, hash)`,
		[ids, orders.map(({ token }) => createHash('sha256').update(token).digest())]
	);
}

/** Moves all of them through these stages at once. */
export async function moveAll(
	db: pg.Pool,
	orders: readonly BenchOrder[],
	...path: Status[]
): Promise<void> {
	for (const status of path)
		await db.query('update orders set status = $2 where id = any ($1)', [
			orders.map(({ id }) => id),
			status
		]);
}

/** Gives each driver one of the orders, boxed, and moves it to the road. */
export async function sendOut(
	db: pg.Pool,
	orders: readonly BenchOrder[],
	drivers: readonly { id: string }[]
): Promise<void> {
	await moveAll(db, orders, 'accepted', 'making', 'in_oven', 'boxed');
	const pairs = [orders.map(({ id }) => id), drivers.map(({ id }) => id)];
	await db.query(
		`with pair as (
				select *, gen_random_uuid() as run from unnest($1::uuid[], $2::text[]) as t (id, driver)
			), made as (
				insert into run (id, shop_id, driver_id, status, created_by)
				select p.run, d.shop_id, d.id, 'accepted', 'bench' from pair p join driver d on d.id = p.driver
				returning id
			)
			insert into stop (run_id, order_id, position)
			select p.run, p.id, 1 from pair p join made m on m.id = p.run`,
		pairs
	);
	await moveAll(db, orders, 'out');
}

/** The current versions, in the order of the argument. */
export async function versionsOf(db: pg.Pool, orders: readonly BenchOrder[]): Promise<number[]> {
	const { rows } = await db.query<{ id: string; version: number }>(
		'select id, version::int from orders where id = any ($1)',
		[orders.map(({ id }) => id)]
	);
	const versions = new Map(rows.map(({ id, version }) => [id, version]));
	return orders.map(({ id }) => versions.get(id) ?? 0);
}

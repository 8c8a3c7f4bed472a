import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { TRANSITIONS } from '#domain/order/lifecycle.ts';
import type { Fulfilment, Status } from '#domain/order/order.ts';

/** Rows inserted by plain SQL as in psql: no commands, only the database's own rules. */
export type Sql = Pick<pg.ClientBase, 'query'> | pg.Pool;

/** The first row of a result. */
export async function rowOf<Row>(db: Sql, text: string, values: unknown[]): Promise<Row> {
	const { rows } = await db.query(text, values);
	return rows[0] as Row;
}

const CUSTOMER = {
	name: 'Odile Vasseur-Tremblay',
	phone: '+33639981234',
	email: 'odile.vt@client.example',
	address: { street: '17 impasse du Moulin', city: 'Villeneuve-sur-Oc', doorCode: '77C12' },
	note: 'sonnette cassée, frapper'
};

/** Personal data of the test customer that must not be in the log. */
export const PRIVATE_WORDS = [
	CUSTOMER.name,
	CUSTOMER.phone,
	CUSTOMER.email,
	CUSTOMER.address.street,
	CUSTOMER.address.doorCode,
	CUSTOMER.note
];

const FROZEN = JSON.stringify({
	name: { fr: 'Reine', en: 'Reine' },
	sizeName: { fr: 'Moyenne', en: 'Medium' },
	halves: [],
	options: [{ id: 'olives', kind: 'added', name: { fr: 'Olives', en: 'Olives' } }],
	bundle: null,
	allergens: ['gluten', 'milk']
});

/** A shop with its own product to order. */
export async function insertShop(sql: Sql, id: string): Promise<string> {
	await sql.query(
		`insert into shop (id, name, zone, street, city, postcode, lat, lng, phone)
		values ($1, $1, 'Europe/Paris', '1 rue du Four', 'Villeneuve-sur-Oc', '34999', 43.6, 3.9, '+33400000000')`,
		[id]
	);
	await sql.query(`insert into category (id, name, position) values ('by-hand', '{}', 1000)
		on conflict do nothing`);
	await sql.query(`insert into product (id, category_id, kind, name, description, vat, position)
		values ('by-hand', 'by-hand', 'pizza', '{}', '{}', 100, 1000) on conflict do nothing`);
	return id;
}

export interface OrderRow {
	id: string;
	lines: string[];
}

let lastNumber = 100_000;

/** An order with customer, lines and a payment at the door, in one transaction. */
export async function insertOrder(
	pool: pg.Pool,
	shop: string,
	over: { status?: Status; fulfilment?: Fulfilment; lines?: number } = {}
): Promise<OrderRow> {
	const tx = await pool.connect();
	try {
		await tx.query('begin');
		const order = await insertParts(tx, over.lines ?? 3);
		await tx.query(
			`insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
				total_minor, vat_minor, currency, promised_at, quote_from, quote_to)
			values ($1, $2, '2026-03-06', $3, $4, $5, $6, 'fr', 3870, 351, 'EUR',
				now() + interval '30 min', now() + interval '25 min', now() + interval '40 min')`,
			[
				order.id,
				shop,
				lastNumber++,
				order.customer,
				over.status ?? 'placed',
				over.fulfilment ?? 'delivery'
			]
		);
		await tx.query('commit');
		return order;
	} catch (error) {
		await tx.query('rollback');
		throw error;
	} finally {
		tx.release();
	}
}

async function insertParts(sql: Sql, lines: number): Promise<OrderRow & { customer: string }> {
	const customer = await sql.query(
		`insert into customer (name, phone, email, address, note) values ($1, $2, $3, $4, $5) returning id`,
		[CUSTOMER.name, CUSTOMER.phone, CUSTOMER.email, JSON.stringify(CUSTOMER.address), CUSTOMER.note]
	);
	const order = {
		id: randomUUID(),
		lines: Array.from({ length: lines }, () => randomUUID()),
		customer: customer.rows[0].id as string
	};
	await sql.query(
		`insert into order_line (id, order_id, position, product_id, size_id, quantity, unit_minor,
			total_minor, vat, vat_minor, frozen)
		select id, $1, position, 'by-hand', 'm', 1, 1290, 1290, 100, 117, $3::jsonb
		from unnest($2::uuid[]) with ordinality as wanted (id, position)`,
		[order.id, order.lines, FROZEN]
	);
	await sql.query(
		`insert into payment (order_id, method, status, amount_minor, currency)
		values ($1, 'door', 'due', 3870, 'EUR')`,
		[order.id]
	);
	return order;
}

/** Moves an order through the given statuses with plain UPDATEs. */
export async function move(sql: Sql, orderId: string, ...path: Status[]): Promise<void> {
	for (const status of path)
		await sql.query('update orders set status = $2 where id = $1', [orderId, status]);
}

/** Fills the stock of every shop, with its movements. */
export async function fillFridges(sql: Sql): Promise<void> {
	await sql.query(
		`with more as (update stock set quantity = quantity + 1e6 returning shop_id, ingredient_id)
			insert into stock_movement (shop_id, ingredient_id, delta, reason)
			select shop_id, ingredient_id, 1e6, 'count' from more`
	);
}

/** Inserts boxed orders of a shop; returns their ids. */
export async function insertBoxed(pool: pg.Pool, shop: string, count = 1): Promise<string[]> {
	const ids: string[] = [];
	for (let i = 0; i < count; i++) {
		const { id } = await insertOrder(pool, shop);
		await move(pool, id, 'accepted', 'making', 'in_oven', 'boxed');
		ids.push(id);
	}
	return ids;
}

/** The last log entry of a subject. */
export async function lastLogOf(sql: Sql, id: string) {
	const { rows } = await sql.query(
		'select action, version, actor, state from shop_log where subject_id = $1 order by version desc limit 1',
		[id]
	);
	return rows[0] as {
		action: string;
		version: number;
		actor: string;
		state: Record<string, unknown>;
	};
}

/**
 * The shortest legal path from an order's first status to another; undefined when there is none.
 */
export function pathTo(
	target: Status,
	fulfilment: Fulfilment,
	start: Status = 'placed'
): Status[] | undefined {
	const ways = new Map<Status, Status[]>([[start, []]]);
	for (const [from, way] of ways) {
		if (from === target) return way;
		for (const row of TRANSITIONS)
			if (row.from === from && (row.fulfilment ?? fulfilment) === fulfilment && !ways.has(row.to))
				ways.set(row.to, [...way, row.to]);
	}
	return undefined;
}

/** Inserts a driver on shift. */
export async function insertDriver(sql: Sql, shop: string): Promise<string> {
	const id = `driver-${randomUUID().slice(0, 8)}`;
	await sql.query('insert into staff (id, name, email) values ($1, $1, $2)', [
		id,
		`${id}@example.org`
	]);
	await sql.query(`insert into driver (id, shop_id, phone) values ($1, $2, '+33611111111')`, [
		id,
		shop
	]);
	await sql.query('insert into shift (driver_id, shop_id) values ($1, $2)', [id, shop]);
	return id;
}

/** Inserts a run with its stops in the given order. */
export async function insertRun(
	sql: Sql,
	run: { shop: string; driver: string; orders: string[]; status?: 'offered' | 'accepted' }
): Promise<string> {
	const { rows } = await sql.query(
		`insert into run (shop_id, driver_id, status, created_by) values ($1, $2, $3, 'test') returning id`,
		[run.shop, run.driver, run.status ?? 'accepted']
	);
	const id: string = rows[0].id;
	await sql.query(
		`insert into stop (run_id, order_id, position)
		select $1, id, position from unnest($2::uuid[]) with ordinality as wanted (id, position)`,
		[id, run.orders]
	);
	return id;
}

/** The order's version in its table. */
export async function versionOf(sql: Sql, orderId: string): Promise<number> {
	const { rows } = await sql.query('select version from orders where id = $1', [orderId]);
	return Number(rows[0].version);
}

/** SQLSTATE of a statement that should fail; 'none' when it succeeded. */
export async function stateOf(attempt: Promise<unknown>): Promise<string> {
	try {
		await attempt;
		return 'none';
	} catch (error) {
		return (error as { code?: string }).code ?? String(error);
	}
}

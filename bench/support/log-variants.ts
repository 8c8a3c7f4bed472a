import pg from 'pg';
import { migrate } from '../../db/plumbing/migrate.ts';

/** One database per variant of change notification, all with the same orders. */
export interface Variant {
	name: string;
	/** Column heading. */
	what: string;
	isLogged: boolean;
	/** SQL to run on a clone of the shipped schema. */
	sql: (shipped: string) => string;
}

const DISABLE = 'alter table orders disable trigger user;';
const NUDGE = `${DISABLE}
	create function nudge() returns trigger language plpgsql as $$
	begin
		perform pg_notify('shop_log', '');
		return null;
	end $$;
	create trigger nudge after update on orders for each row execute function nudge();`;
const LEADER = 'pg_try_advisory_xact_lock(4242)';

export const VARIANTS = [
	{ name: 'bare', what: 'no triggers', isLogged: false, sql: () => DISABLE },
	{ name: 'alone', what: 'pg_notify alone', isLogged: false, sql: () => NUDGE },
	{
		// The baseline for the feed: an UPDATE with the same effect on the order, without the log.
		name: 'notify',
		what: 'rules + pg_notify, no log',
		isLogged: false,
		sql: () => `${NUDGE} alter table orders enable trigger _100_guard;`
	},
	{ name: 'shipped', what: 'rules + feed, as shipped', isLogged: true, sql: () => '' },
	{
		name: 'silent',
		what: 'the same without NOTIFY',
		isLogged: true,
		sql: (shipped) => replaced(shipped, LEADER, 'false')
	},
	{
		name: 'eager',
		what: 'the same, NOTIFY each time',
		isLogged: true,
		sql: (shipped) => replaced(shipped, LEADER, 'true')
	}
] as const satisfies readonly Variant[];
export type VariantName = (typeof VARIANTS)[number]['name'];

export const SHOPS = 5;
export const WRITERS = 16;
const ORDERS_A_LANE = 20;

function replaced(text: string, from: string, to: string): string {
	if (!text.includes(from)) throw new Error(`record_change has no ${from} any more`);
	return text.replace(from, to);
}

/** Creates the databases; returns their URLs and, per shop, its orders, all boxed. */
export async function makeVariants(
	serverUrl: string
): Promise<{ urls: Record<VariantName, string>; orders: string[][] }> {
	const urls = Object.fromEntries(
		VARIANTS.map(({ name }) => [name, databaseUrl(serverUrl, `log_${name}`)])
	) as Record<VariantName, string>;
	await run(serverUrl, 'create database log_shipped');
	await migrate(urls.shipped);
	const orders = await seed(urls.shipped);
	const [row] = await run(
		urls.shipped,
		`select pg_get_functiondef(oid) as text from pg_proc where proname = 'record_change'`
	);
	for (const { name, sql } of VARIANTS) {
		if (name === 'shipped') continue;
		await run(serverUrl, `create database log_${name} template log_shipped`);
		await run(urls[name], sql(String(row?.text)));
	}
	for (const { name } of VARIANTS) await run(urls[name], 'vacuum analyze');
	await run(serverUrl, 'checkpoint');
	return { urls, orders };
}

/** Faults of a log after the writes: gaps, and versions without a row. */
export async function logFaults(databaseUrl: string): Promise<number> {
	const [row] = await run(
		databaseUrl,
		`select (select count(*) from (select from shop_log group by shop_id having count(*) <> max(seq)) holes)
			+ (select count(*) from orders o
				where o.version <> (select count(*) from shop_log where subject_id = o.id::text)) as faults`
	);
	return Number(row?.faults);
}

export async function run(url: string, text: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query<Record<string, unknown>>(text)).rows;
	} finally {
		await client.end();
	}
}

function databaseUrl(serverUrl: string, name: string): string {
	const url = new URL(serverUrl);
	url.pathname = name;
	return url.href;
}

/** Orders of three lines each. */
async function seed(url: string): Promise<string[][]> {
	await run(
		url,
		`insert into shop (id, name, zone, street, city, postcode, lat, lng, phone)
			select 'bench-' || n, 'Bench ' || n, 'Europe/Paris', '1 rue du Four', 'Villeneuve-sur-Oc', '34999',
				43.6, 3.9, '+33400000000' from generate_series(1, ${SHOPS}) n;
		insert into category (id, name, position) values ('pizza', '{}', 1);
		insert into product (id, category_id, kind, name, description, vat, position)
			values ('reine', 'pizza', 'pizza', '{}', '{}', 100, 1);
		insert into customer (id, name, phone)
			values ('00000000-0000-4000-8000-000000000001', 'Camille', '+33639980101');
		create temporary table wanted as select gen_random_uuid() as id, 'bench-' || s as shop, n
			from generate_series(1, ${SHOPS}) s, generate_series(1, ${WRITERS * ORDERS_A_LANE}) n;
		begin;
		insert into order_line (order_id, position, product_id, size_id, quantity, unit_minor, total_minor, vat, vat_minor, frozen)
			select id, l, 'reine', 'm', 1, 1290, 1290, 100, 117, '${FROZEN}' from wanted, generate_series(1, 3) l;
		insert into payment (order_id, method, status, amount_minor, currency)
			select id, 'door', 'due', 3870, 'EUR' from wanted;
		insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
				total_minor, vat_minor, currency, promised_at, quote_from, quote_to)
			select id, shop, '2026-03-06', n, '00000000-0000-4000-8000-000000000001', 'placed', 'delivery', 'fr',
				3870, 351, 'EUR', now() + interval '30 min', now() + interval '25 min', now() + interval '40 min'
			from wanted;
		commit;
		update orders set status = 'accepted';
		update orders set status = 'making';
		update orders set status = 'in_oven';
		update orders set status = 'boxed';`
	);
	const rows = await run(url, 'select shop_id, id from orders order by shop_id, number');
	return Array.from({ length: SHOPS }, (_, index) =>
		rows.filter((row) => row.shop_id === `bench-${index + 1}`).map((row) => String(row.id))
	);
}

const FROZEN = JSON.stringify({
	name: { fr: 'Reine', en: 'Reine' },
	sizeName: { fr: 'Moyenne', en: 'Medium' },
	halves: [],
	options: [
		{ id: 'olives', kind: 'added', name: { fr: 'Olives noires', en: 'Black olives' } },
		{ id: 'mushrooms', kind: 'removed', name: { fr: 'Champignons', en: 'Mushrooms' } }
	],
	bundle: null,
	allergens: ['gluten', 'milk']
});

import type pg from 'pg';
import { addDrivers, shopsOf, type House } from './house.ts';
import { addOrders, moveAll } from './orders.ts';
import type { BenchOrder } from './orders.ts';

/** Open orders per shop, at each size. */
const OPEN_ORDERS = 5;
const DRIVERS = 2;
/** Order numbers from here on do not collide with other orders of the day. */
const FIRST_NUMBER = 5_000_000;
const PLAIN_HOURS = `insert into opening_hours (shop_id, weekday, opens, closes)
	select s.id, day, '00:00', '24:00' from shop s, generate_series(1, 7) day
	where s.id = any ($1)`;

/**
 * Prepares the demo's own shops: open all night, no offers to drivers, each with its open orders.
 */
export async function prepareFirstShops(house: House): Promise<BenchOrder[]> {
	const shops = await shopsOf(house);
	await house.db.query('delete from opening_hours');
	await house.db.query(PLAIN_HOURS, [shops]);
	await house.db.query(`update shop set dispatch_mode = 'off'`);
	await house.db.query('update stock set quantity = quantity + 1e6');
	return addOpenOrders(house, shops, FIRST_NUMBER);
}

/** Adds shops until there are `count`, 25 per town, with drivers and open orders. */
export async function addShopsUpTo(house: House, count: number): Promise<void> {
	const before = (await shopsOf(house)).length;
	if (before >= count) return;
	const fresh = await insertShops(house.db, before + 1, count);
	await addOpenOrders(house, fresh, FIRST_NUMBER + before * OPEN_ORDERS);
	await house.db.query('vacuum analyze');
}

async function addOpenOrders(house: House, shops: string[], first: number): Promise<BenchOrder[]> {
	await addDrivers(house, DRIVERS * shops.length, shops);
	const orders = await addOrders(house.db, shops, OPEN_ORDERS * shops.length, first);
	const cooking = orders.slice(0, Math.floor(orders.length / 2));
	await moveAll(house.db, cooking, 'accepted', 'making');
	return orders;
}

/** Towns are on a grid of half a degree, their shops within a few kilometres. */
async function insertShops(db: pg.Pool, first: number, last: number): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>(
		`insert into shop select (jsonb_populate_record(s, jsonb_build_object(
				'id', 'shop-' || n, 'name', 'OC Pizza ' || n, 'city', 'Bourg-' || n / 25,
				'postcode', (10000 + n / 25)::text, 'street', n || ' rue du Four',
				'lat', 44 + (n / 25 % 8) * 0.5 + (n % 5) * 0.01, 'lng', (n / 200) * 0.5 + (n % 7) * 0.01,
				'created_at', clock_timestamp()))).*
			from shop s, generate_series($1::int, $2::int) n where s.id = 'gare' returning id`,
		[first, last]
	);
	const ids = rows.map(({ id }) => id);
	await db.query(PLAIN_HOURS, [ids]);
	await db.query(
		`insert into stock (shop_id, ingredient_id, quantity)
			select id, ingredient_id, quantity from unnest($1::text[]) id, stock where shop_id = 'gare'`,
		[ids]
	);
	await db.query(
		`insert into staff_role (staff_id, shop_id, role)
			select distinct staff_id, id, role from staff_role, unnest($1::text[]) id where role = 'owner'`,
		[ids]
	);
	return ids;
}

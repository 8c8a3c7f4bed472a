import { listOf } from '../plumbing/sql.ts';
import type { DriverView } from '#domain/wire/contract.ts';
import { OPEN_RUNS, type OrderState, type Point } from '#domain/order/order.ts';
import { CUSTOMER, withWords, type CustomerWords } from '../tables/customers.ts';
import type { Db } from '../plumbing/pool.ts';

const STATE = `select order_state(o) as state, ${CUSTOMER} as words
	from orders o join customer c on c.id = o.customer_id`;

/** The open orders of these shops, oldest first. */
export async function openStates(db: Db, shops: readonly string[]): Promise<OrderState[]> {
	return states(db, {
		name: 'open-states',
		text: `${STATE} where o.shop_id = any ($1)
			and o.is_open order by o.placed_at`,
		values: [shops]
	});
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The open orders of all shops, read in pieces, so that no query takes longer with more orders. */
export async function allOpenStates(db: Db, size = 500): Promise<OrderState[]> {
	const all: OrderState[] = [];
	for (let last = FIRST_ID; ; last = all.at(-1)?.id ?? last) {
		const piece = await states(db, {
			name: 'open-states-piece',
			text: `${STATE} where o.id in (
					select id from orders where is_open and id > $1 order by id limit $2)
				order by o.id`,
			values: [last, size]
		});
		all.push(...piece);
		if (piece.length < size) return all;
	}
}

/** One order as it is now, with its customer. */
export async function orderById(db: Db, id: string): Promise<OrderState | undefined> {
	const found = await states(db, {
		name: 'order-state',
		text: `${STATE} where o.id = $1`,
		values: [id]
	});
	return found[0];
}

/** Every driver of these shops. */
export async function driversOf(db: Db, shops: readonly string[]): Promise<DriverView[]> {
	const { rows } = await db.query<{ state: DriverView }>({
		name: 'drivers-of',
		text: 'select driver_state(d) as state from driver d where d.shop_id = any ($1) order by d.id',
		values: [shops]
	});
	return rows.map((row) => row.state);
}

/**
 * A driver with their orders, failed ones that are not back too; undefined when there is no such driver.
 */
export async function statesOfDriver(
	db: Db,
	driverId: string
): Promise<{ driver: DriverView; orders: OrderState[] } | undefined> {
	const { rows } = await db.query<{ state: DriverView }>(
		'select driver_state(d) as state from driver d where d.id = $1',
		[driverId]
	);
	const driver = rows[0]?.state;
	if (!driver) return undefined;
	const orders = await states(db, {
		name: 'states-of-driver',
		text: `${STATE} join lateral (
				select run_id, position from stop where order_id = o.id
					and (outcome is null or (outcome = 'failed' and o.status = 'failed'))
				order by outcome is null desc, ended_at desc limit 1
			) s on true join run r on r.id = s.run_id
			where o.is_open and o.shop_id = (select shop_id from driver where id = $1)
				and r.driver_id = $1 and (o.status = 'failed' or r.status in (${listOf(OPEN_RUNS)}))
			order by s.position`,
		values: [driverId]
	});
	return { driver, orders };
}

/** What views say of a shop; undefined when it does not exist. */
export async function factsOf(db: Db, shop: string): Promise<ShopFacts | undefined> {
	const { rows } = await db.query<ShopFacts>({
		name: 'shop-facts',
		text: `select id, name, jsonb_build_object('lat', lat, 'lng', lng) as point, speed_kmh as "speedKmh"
			from shop where id = $1`,
		values: [shop]
	});
	return rows[0];
}

/** What a view of an order says of its shop. */
export interface ShopFacts {
	id: string;
	name: string;
	point: Point;
	speedKmh: number;
}

async function states(
	db: Db,
	query: { name: string; text: string; values: unknown[] }
): Promise<OrderState[]> {
	const { rows } = await db.query<{ state: OrderState; words: CustomerWords }>(query);
	return rows.map(({ state, words }) => withWords(state, words));
}

import { isLow, runsOutAt, USED_MS } from '#domain/stock/stock-left.ts';
import type { StockRow } from '#domain/wire/stock.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** The stock of a shop by ingredient id. */
export async function ofShop(db: Db, shopId: string): Promise<Map<string, number>> {
	const { rows } = await db.query<{ ingredient_id: string; quantity: number }>({
		name: 'stock-of-shop',
		text: 'select ingredient_id, quantity from stock where shop_id = $1',
		values: [shopId]
	});
	return new Map(rows.map((row) => [row.ingredient_id, row.quantity]));
}

/**
 * The stock of a shop as the back office shows it, what is low first, then by name: every ingredient of the
 * group, also those that the shop never had; with an id only that one.
 */
export async function rows(
	db: Db,
	shop: string,
	id?: string
): Promise<Omit<StockRow, 'version'>[]> {
	const { rows: found } = await db.query<
		Pick<StockRow, 'id' | 'name' | 'unit' | 'quantity' | 'threshold'> & { used: number; now: Date }
	>({
		name: 'stock-rows',
		text: `select i.id, i.name, i.unit, coalesce(s.quantity, 0) as quantity, s.threshold,
				coalesce(u.used, 0)::float8 as used, clock_timestamp() as now
			from ingredient i left join stock s on s.shop_id = $1 and s.ingredient_id = i.id
				left join (
					select m.ingredient_id, -sum(m.delta) as used from stock_movement m
					where m.shop_id = $1 and m.reason in ('order', 'release')
						and m.at > clock_timestamp() - make_interval(secs => $3)
					group by m.ingredient_id
				) u on u.ingredient_id = i.id
			where ($2::text is null or i.id = $2) and (i.archived_at is null or s.quantity > 0)
			order by coalesce(s.quantity, 0) <= coalesce(s.threshold, 0) desc, i.name->>'fr', i.id`,
		values: [shop, id ?? null, USED_MS / 1000]
	});
	return found.map(({ used, now, ...row }) => {
		const end = runsOutAt(row.quantity, used, now.getTime());
		return {
			...row,
			isArchived: false,
			isLow: isLow(row.quantity, row.threshold),
			runsOutAt: end === undefined ? null : new Date(end).toISOString()
		};
	});
}

/**
 * Waits for other entries of an ingredient, in any shop: two transfers in opposite directions would lock the
 * rows of their shops the other way round.
 */
export async function lockEntries(tx: Tx, ingredient: string): Promise<void> {
	await tx.query(`select pg_advisory_xact_lock(hashtextextended('stock:' || $1, 0))`, [ingredient]);
}

/** Sets the quantity from which an ingredient is low; null for none. */
export async function setThreshold(
	tx: Tx,
	shop: string,
	ingredient: string,
	threshold: number | null
): Promise<void> {
	await tx.query(
		`insert into stock (shop_id, ingredient_id, quantity, threshold) values ($1, $2, 0, $3)
			on conflict (shop_id, ingredient_id) do update set threshold = excluded.threshold`,
		[shop, ingredient, threshold]
	);
}

/**
 * Moves a quantity to another shop. Returns the ingredient when there is less than that; then nothing is booked.
 */
export async function transfer(
	tx: Tx,
	{ from, to }: { from: string; to: string },
	ingredient: string,
	quantity: number
): Promise<string[]> {
	const short = await bookAs(tx, from, 'transfer', { [ingredient]: -quantity });
	if (short.length === 0) await bookAs(tx, to, 'transfer', { [ingredient]: quantity });
	return short;
}

/**
 * Takes what an order needs, all or nothing, and returns the ids of missing ingredients. Rows are locked in
 * a fixed order, so that two orders wait instead of deadlocking.
 */
export async function take(
	tx: Tx,
	shopId: string,
	orderId: string,
	needs: ReadonlyMap<string, number>
): Promise<string[]> {
	const ids = [...needs.keys()].sort();
	const has = await lock(tx, shopId, ids);
	const missing = ids.filter((id) => (has.get(id) ?? 0) < (needs.get(id) ?? 0));
	if (missing.length > 0) return missing;
	const deltas = ids.map((id) => -(needs.get(id) ?? 0));
	await move(tx, shopId, ids, deltas, 'order', orderId);
	return [];
}

/**
 * Locks the stock rows of an order, in the fixed order. A transaction that changes an order and its stock
 * does this first: placing locks stock before the log of the shop, and the other way round would deadlock.
 */
export async function lockHeld(tx: Tx, shopId: string, orderId: string): Promise<void> {
	await tx.query(
		`select 1 from stock where shop_id = $1
				and ingredient_id in (select ingredient_id from stock_movement where order_id = $2)
			order by ingredient_id for update`,
		[shopId, orderId]
	);
}

/** Returns all that an order still holds. */
export async function release(tx: Tx, shopId: string, orderId: string): Promise<void> {
	await lockHeld(tx, shopId, orderId);
	const { rows } = await tx.query<{ ingredient_id: string; delta: number }>(
		`select ingredient_id, -sum(delta)::bigint as delta from stock_movement where order_id = $1
			group by ingredient_id having sum(delta) <> 0 order by ingredient_id`,
		[orderId]
	);
	if (rows.length === 0) return;
	await move(
		tx,
		shopId,
		rows.map((row) => row.ingredient_id),
		rows.map((row) => row.delta),
		'release',
		orderId
	);
}

/** Books a delivery from the supplier. */
export async function deliver(
	tx: Tx,
	shopId: string,
	quantities: Readonly<Record<string, number>>
): Promise<void> {
	await book(tx, shopId, 'delivery', quantities);
}

/**
 * Books an entry of a person, by ingredient id in its own unit: `delivery` adds, `waste` subtracts, `count`
 * sets. Returns the ids of which there is less than `waste` subtracts; then nothing is booked.
 */
export async function book(
	tx: Tx,
	shopId: string,
	reason: 'delivery' | 'count' | 'waste',
	quantities: Readonly<Record<string, number>>
): Promise<string[]> {
	return bookAs(tx, shopId, reason, quantities);
}

type Entry = 'delivery' | 'count' | 'waste' | 'transfer';

/** Books an entry whose quantities of `transfer` have a sign. */
async function bookAs(
	tx: Tx,
	shopId: string,
	reason: Entry,
	quantities: Readonly<Record<string, number>>
): Promise<string[]> {
	const ids = Object.keys(quantities).sort();
	await tx.query(
		`insert into stock (shop_id, ingredient_id, quantity) select $1, unnest($2::text[]), 0
			on conflict do nothing`,
		[shopId, ids]
	);
	const has = await lock(tx, shopId, ids);
	const deltas = ids.map((id) => deltaOf(reason, quantities[id] ?? 0, has.get(id) ?? 0));
	const short = ids.filter((id, index) => (has.get(id) ?? 0) + (deltas[index] ?? 0) < 0);
	if (short.length === 0) await move(tx, shopId, ids, deltas, reason, null);
	return short;
}

function deltaOf(reason: Entry, quantity: number, has: number): number {
	if (reason === 'count') return quantity - has;
	return reason === 'waste' ? -quantity : quantity;
}

/** Locks the rows in the fixed order and reads them. */
async function lock(tx: Tx, shopId: string, ids: readonly string[]): Promise<Map<string, number>> {
	const { rows } = await tx.query<{ ingredient_id: string; quantity: number }>(
		`select ingredient_id, quantity from stock where shop_id = $1 and ingredient_id = any ($2)
			order by ingredient_id for update`,
		[shopId, ids]
	);
	return new Map(rows.map((row) => [row.ingredient_id, row.quantity]));
}

/** The opening stock of a shop for each ingredient of the menu; 0 for those that it never had. */
export async function openingStock(db: Db, shopId: string): Promise<Record<string, number>> {
	const { rows } = await db.query<{ id: string; quantity: number }>(
		`select i.id, coalesce((
				select m.delta from stock_movement m
				where m.shop_id = $1 and m.ingredient_id = i.id and m.reason in ('delivery', 'count')
				order by m.id limit 1), 0)::bigint as quantity
			from ingredient i`,
		[shopId]
	);
	return Object.fromEntries(rows.map(({ id, quantity }) => [id, Math.max(0, quantity)]));
}

async function move(
	tx: Tx,
	shopId: string,
	ids: string[],
	deltas: number[],
	reason: 'order' | 'release' | Entry,
	orderId: string | null
): Promise<void> {
	await tx.query(
		`with moved as (
			insert into stock_movement (shop_id, ingredient_id, delta, reason, order_id)
			select $1, d.id, d.delta, $4, $5 from unnest($2::text[], $3::bigint[]) as d (id, delta)
			returning ingredient_id, delta
		)
		update stock s set quantity = s.quantity + m.delta from moved m
		where s.shop_id = $1 and s.ingredient_id = m.ingredient_id`,
		[shopId, ids, deltas, reason, orderId]
	);
}

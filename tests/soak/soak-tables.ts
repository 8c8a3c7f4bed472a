/** Invariants of the tables that must always hold; each returned row is one fault. */

import type { SoakHouse } from './soak-house.ts';

type Tables = Pick<SoakHouse, 'db'>;

/** Checks the invariants that the tables alone can show. */
export async function judgeTables(house: Tables): Promise<Record<string, string[]>> {
	return {
		'I7 one driver an order, one run a driver': await rowsOf(house, TWO_AT_ONCE),
		'I8 the stock is the sum of its movements': await rowsOf(house, STOCK_OFF),
		'I8 what was sold has left the stock': await rowsOf(house, UNSOLD),
		'I14 every change has its row': await rowsOf(house, UNLOGGED)
	};
}

/**
 * I13: the largest delay of each kind of job after it was due, ms; jobs that failed finally are
 * excluded.
 */
export async function latest({ db }: Tables, since: Date): Promise<{ what: string; ms: number }[]> {
	const { rows } = await db.query<{ what: string; ms: number }>(
		`select job || ' ' || key as what, case when failed_at is not null then 'Infinity'
				else extract(epoch from coalesce(done_at, clock_timestamp()) - run_at)::float8 * 1000 end as ms
			from outbox where run_at <= clock_timestamp() and coalesce(done_at, clock_timestamp()) >= $1
			order by ms desc limit 10`,
		[since]
	);
	return rows;
}

async function rowsOf({ db }: Tables, text: string): Promise<string[]> {
	const { rows } = await db.query<{ what: string }>(text);
	return rows.map(({ what }) => what);
}

/** Uses the times of events, independent of the columns that the constraints use. */
const TWO_AT_ONCE = `
	with span as (
		select r.driver_id, r.id, r.offered_at as begins,
			max(coalesce(s.ended_at, 'infinity')) as ends
		from run r join stop s on s.run_id = r.id group by r.id),
	following as (
		select *, lead(begins) over next as then_begins, lead(id) over next as then_id
		from span window next as (partition by driver_id order by begins, id))
	select 'driver ' || driver_id || ' had the runs ' || id || ' and ' || then_id || ' at once' as what
		from following where then_begins < ends
	union all
	select 'order ' || o.id || ' is ' || o.status || ', handed over '
			|| count(s.id) filter (where s.outcome = 'delivered') || ' times, open '
			|| count(s.id) filter (where s.outcome is null) || ' times'
		from orders o left join stop s on s.order_id = o.id where o.fulfilment = 'delivery' group by o.id
		having count(s.id) filter (where s.outcome = 'delivered') <> (o.status = 'delivered')::int
			or count(s.id) filter (where s.outcome is null) > 1`;

const STOCK_OFF = `
	select s.shop_id || ' ' || s.ingredient_id || ': ' || s.quantity || ' there, ' || m.total || ' moved' as what
		from stock s join (select shop_id, ingredient_id, sum(delta) as total
			from stock_movement group by 1, 2) m using (shop_id, ingredient_id)
		where s.quantity <> m.total or s.quantity < 0`;

/** Only pizzas use dough: compares the recipes of the lines with the stock movements. */
const UNSOLD = `
	with sold as (
		select l.order_id, sum(l.quantity * coalesce(
			(select avg(r.quantity) from jsonb_array_elements(l.frozen->'halves') h
				join recipe_step r on r.product_id = h->>'product' and r.size_id = l.size_id
					and r.ingredient_id = 'dough'),
			(select r.quantity from recipe_step r where r.product_id = l.product_id
				and r.size_id = l.size_id and r.ingredient_id = 'dough'), 0)) as dough
		from order_line l where l.voided_at is null group by l.order_id),
	moved as (
		select order_id, -sum(delta) as dough from stock_movement
			where ingredient_id = 'dough' and order_id is not null group by order_id)
	select o.id || ' is ' || o.status || ': ' || round(coalesce(sold.dough, 0)) || ' g of dough sold, '
			|| coalesce(moved.dough, 0) || ' g taken' as what
		from orders o left join sold on sold.order_id = o.id left join moved on moved.order_id = o.id
		where round(coalesce(sold.dough, 0)) <> coalesce(moved.dough, 0)
			and not (o.status in ('cancelled', 'refused') and coalesce(moved.dough, 0) = 0)`;

const UNLOGGED = `
	select 'order ' || o.id || ' is v' || o.version || ', ' || count(l.seq) || ' rows' as what
		from orders o left join shop_log l on l.subject = 'order' and l.subject_id = o.id::text
		group by o.id, o.version having count(l.seq) <> o.version`;

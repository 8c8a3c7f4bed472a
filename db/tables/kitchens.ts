import { BEFORE_OVEN } from '#domain/order/order.ts';
import type { KitchenKnobs, KitchenSettings } from '#domain/plan/kitchen/capacity.ts';
import type { KitchenTimes } from '#domain/plan/kitchen/learnt.ts';
import type { OpenOrder } from '#domain/plan/kitchen/quote.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { listOf } from '../plumbing/sql.ts';

/** What the forecast and the quotes of a shop are computed from, with its row. */
export interface ShopKitchen {
	kitchen: KitchenSettings;
	knobs: KitchenKnobs;
	times: KitchenTimes[];
	/** Minutes of products that differ, by `product/size`. */
	productWork: Record<string, ProductWork>;
	/** Orders before boxing; of those not accepted yet the first ones only, see `believable`. */
	open: OpenOrder[];
}

export interface ProductWork {
	makeMinutes: number | null;
	bakeMinutes: number | null;
}

/** Of the orders not accepted yet no more are read: a flood of them costs nothing. */
const UNACCEPTED_READ = 20;

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** An order before boxing, with its pizzas line by line; drinks and other cold things are left out. */
const ORDER = `jsonb_build_object('id', o.id, 'number', o.number, 'status', o.status, 'evidence', o.evidence,
	'stageAt', ${ms('o.stage_at')}, 'promisedAt', ${ms('o.promised_at')}, 'wantedAt', ${ms('o.wanted_at')},
	'fulfilment', o.fulfilment,
	'door', (select nullif(c.address->'point', 'null') from customer c where c.id = o.customer_id),
	'pizzas', (select coalesce(jsonb_agg(jsonb_build_object('count', l.quantity,
			'struck', case when l.struck_at is null then 0 else l.quantity end,
			'makeMinutes', w.make_minutes, 'bakeMinutes', w.bake_minutes) order by l.position, l.id), '[]')
		from order_line l join product p on p.id = l.product_id
			left join product_work w on w.product_id = l.product_id and w.size_id = l.size_id
		where l.order_id = o.id and l.voided_at is null and (p.kind = 'pizza' or w.product_id is not null)))`;

const NOT_BOXED = `o.is_open and o.status in (${listOf([...BEFORE_OVEN, 'in_oven'])})`;

/** The columns of `ShopKitchen`, of the shop `s`. */
export const KITCHEN_COLUMNS = `
	jsonb_build_object('hands', s.make_hands, 'ovenPlaces', s.oven_places, 'makeMinutes', s.make_minutes,
		'bakeMinutes', s.bake_minutes, 'cutMinutes', s.cut_minutes) as kitchen,
	coalesce((select jsonb_build_object('delayMinutes', k.delay_minutes, 'delayUntil', ${ms('k.delay_until')},
			'pausedUntil', ${ms('k.paused_until')}, 'hands', k.make_hands, 'ovenPlaces', k.oven_places,
			'tonightUntil', ${ms('k.tonight_until')})
		from kitchen_knob k where k.shop_id = s.id),
		'{"delayMinutes": 0, "delayUntil": null, "pausedUntil": null, "hands": null, "ovenPlaces": null,
			"tonightUntil": null}') as knobs,
	(select coalesce(jsonb_agg(jsonb_build_object('step', t.step, 'median', t.median, 'p90', t.p90,
			'samples', t.samples,
			'scope', case when t.hour is not null then 'hour' when t.load is not null then 'load' else 'all' end,
			'load', t.load)), '[]')
		from kitchen_time t where t.shop_id = s.id
			and (t.hour is null or t.hour = extract(hour from now() at time zone s.zone))) as times,
	(select coalesce(jsonb_object_agg(w.product_id || '/' || w.size_id,
			jsonb_build_object('makeMinutes', w.make_minutes, 'bakeMinutes', w.bake_minutes)), '{}')
		from product_work w) as "productWork",
	(select coalesce(jsonb_agg(open.work), '[]') from (
		select ${ORDER} as work from orders o
			where o.shop_id = s.id and ${NOT_BOXED} and o.status <> 'placed'
		union all
		(select ${ORDER} from orders o where o.shop_id = s.id and o.is_open and o.status = 'placed'
			order by o.promised_at limit ${UNACCEPTED_READ})) open) as open`;

/** Every order of a shop before boxing. */
export async function openOrders(db: Db, shop: string): Promise<OpenOrder[]> {
	const { rows } = await db.query<{ work: OpenOrder }>({
		name: 'kitchen-open-orders',
		text: `select ${ORDER} as work from orders o where o.shop_id = $1 and ${NOT_BOXED}
			order by o.promised_at, o.id`,
		values: [shop]
	});
	return rows.map(({ work }) => work);
}

/** Two managers at once: the second waits, and sees what the first has set. */
export async function lockKnobs(tx: Tx, shop: string): Promise<void> {
	await tx.query(
		'insert into kitchen_knob (shop_id) select id from shop where id = $1 on conflict do nothing',
		[shop]
	);
	await tx.query('select from kitchen_knob where shop_id = $1 for update', [shop]);
}

/** Sets what a manager wants for tonight, all of it; null and 0 end it. */
export async function setKnobs(tx: Tx, shop: string, knobs: KitchenKnobs): Promise<void> {
	const at = (instant: number | null) => (instant === null ? null : new Date(instant));
	await tx.query(
		`insert into kitchen_knob (shop_id, delay_minutes, delay_until, paused_until, make_hands, oven_places,
				tonight_until)
			values ($1, $2, $3, $4, $5, $6, $7)
			on conflict (shop_id) do update set delay_minutes = excluded.delay_minutes,
				delay_until = excluded.delay_until, paused_until = excluded.paused_until,
				make_hands = excluded.make_hands, oven_places = excluded.oven_places,
				tonight_until = excluded.tonight_until`,
		[
			shop,
			knobs.delayMinutes,
			at(knobs.delayUntil),
			at(knobs.pausedUntil),
			knobs.hands,
			knobs.ovenPlaces,
			at(knobs.tonightUntil)
		]
	);
}

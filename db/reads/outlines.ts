import type { DriverView, OrderOutline } from '#domain/wire/contract.ts';
import type { OrderState } from '#domain/order/order.ts';
import type { Db } from '../plumbing/pool.ts';

/** The fields of an outline: no lines and no customer data. */
export type OutlineState = Pick<OrderState, keyof OrderOutline>;

const OPEN_OUTLINES = `select json_build_object('id', o.id, 'shop', o.shop_id, 'number', o.number,
		'status', o.status, 'version', o.version, 'fulfilment', o.fulfilment, 'placedAt', o.placed_at,
		'stageAt', o.stage_at, 'promisedAt', o.promised_at, 'alert', o.alert, 'alarms', alarms_of(o.id),
		'stop', case when exists (select from stop where order_id = o.id) then stop_of(o.id) end) as state
	from orders o where o.is_open and`;

/** The open orders of these shops in outline, oldest first: one query, however many shops. */
export async function openOutlines(db: Db, shops: readonly string[]): Promise<OutlineState[]> {
	const { rows } = await db.query<{ state: OutlineState }>({
		name: 'open-outlines',
		text: `${OPEN_OUTLINES} o.shop_id = any ($1) order by o.placed_at`,
		values: [shops]
	});
	return rows.map((row) => row.state);
}

/** Those of these orders that are open, in outline. */
export async function openOutlinesOf(db: Db, orders: readonly string[]): Promise<OutlineState[]> {
	const { rows } = await db.query<{ state: OutlineState }>({
		name: 'open-outlines-of',
		text: `${OPEN_OUTLINES} o.id = any ($1)`,
		values: [orders]
	});
	return rows.map((row) => row.state);
}

/** A driver, as far as a count needs it. */
export type DriverOnShift = Pick<DriverView, 'id' | 'shop' | 'onShift'>;

/** Every driver of these shops, and whether on shift. */
export async function driversOnShift(db: Db, shops: readonly string[]): Promise<DriverOnShift[]> {
	const { rows } = await db.query<DriverOnShift>({
		name: 'drivers-on-shift',
		text: `select d.id, d.shop_id as shop,
				exists (select from shift where driver_id = d.id and ended_at is null) as "onShift"
			from driver d where d.shop_id = any ($1)`,
		values: [shops]
	});
	return rows;
}

/** An open order with its chance to be late, and no more than its urgency is known from. */
export type LikelyLate = Pick<
	OrderOutline,
	'id' | 'shop' | 'number' | 'status' | 'fulfilment' | 'promisedAt'
> & { lateChance: number; forecast: { eta: { to: string } } };

/** The open orders of these shops that have this chance to be late or more. */
export async function likelyLate(
	db: Db,
	shops: readonly string[],
	chance: number
): Promise<LikelyLate[]> {
	const { rows } = await db.query<LikelyLateRow>({
		name: 'outlines-likely-late',
		text: `select o.id, o.shop_id as shop, o.number, o.status, o.fulfilment,
				o.promised_at as "promisedAt", f.late_chance as "lateChance", f.eta_to as to
			from forecast f join orders o on o.id = f.order_id and o.is_open
			where f.shop_id = any ($1) and f.late_chance >= $2`,
		values: [shops, chance]
	});
	return rows.map(({ promisedAt, to, ...row }) => ({
		...row,
		promisedAt: promisedAt.toISOString(),
		forecast: { eta: { to: to.toISOString() } }
	}));
}

type LikelyLateRow = Omit<LikelyLate, 'promisedAt' | 'forecast'> & { promisedAt: Date; to: Date };

import type { DriverView, OrderOutline } from '#domain/wire/contract.ts';
import type { OrderState } from '#domain/order/order.ts';
import type { Db } from '../plumbing/pool.ts';

/** The fields of an outline: no lines and no customer data. */
export type OutlineState = Pick<OrderState, keyof OrderOutline>;

/** The open orders of these shops in outline, oldest first: one query, however many shops. */
export async function openOutlines(db: Db, shops: readonly string[]): Promise<OutlineState[]> {
	const { rows } = await db.query<{ state: OutlineState }>({
		name: 'open-outlines',
		text: `select json_build_object('id', o.id, 'shop', o.shop_id, 'number', o.number, 'status', o.status,
				'version', o.version, 'fulfilment', o.fulfilment, 'placedAt', o.placed_at,
				'stageAt', o.stage_at, 'promisedAt', o.promised_at, 'alert', o.alert, 'alarms', alarms_of(o.id),
				'stop', case when exists (select from stop where order_id = o.id) then stop_of(o.id) end) as state
			from orders o where o.shop_id = any ($1) and o.is_open order by o.placed_at`,
		values: [shops]
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

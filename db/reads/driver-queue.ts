/** What the queue of a shop's drivers is made from: shifts and runs, nothing of a customer. */

import { firstName } from '#domain/people/first-name.ts';
import type { ForecastBoard } from '#domain/plan/forecast-board.ts';
import type { QueueDriver } from '#domain/plan/driver-queue.ts';
import type { Db } from '../plumbing/pool.ts';
import { forecastBoardOf } from './forecast-board.ts';

interface QueueBoard {
	board: ForecastBoard;
	drivers: QueueDriver[];
}

/** The shop in which a driver is on shift; undefined when they are not. */
export async function shiftShopOf(db: Db, driverId: string): Promise<string | undefined> {
	const { rows } = await db.query<{ shop: string }>({
		name: 'queue-shift',
		text: 'select shop_id as shop from shift where driver_id = $1 and ended_at is null',
		values: [driverId]
	});
	return rows[0]?.shop;
}

/** Undefined when there is no such shop. */
export async function queueBoardOf(db: Db, shopId: string): Promise<QueueBoard | undefined> {
	const board = await forecastBoardOf(db, shopId);
	if (!board) return undefined;
	return { board, drivers: await driversOf(db, shopId) };
}

type Row = Omit<QueueDriver, 'startedAt'> & { startedAt: Date };

async function driversOf(db: Db, shopId: string): Promise<QueueDriver[]> {
	const { rows } = await db.query<Row>({
		name: 'queue-drivers',
		text: `select h.driver_id as id, t.name, h.started_at as "startedAt", coalesce(e.runs, '[]') as runs
			from shift h join staff t on t.id = h.driver_id
				left join lateral (
					select json_agg(json_build_object('id', r.id, 'status', r.status,
						'offeredAt', extract(epoch from r.offered_at) * 1000,
						'endedAt', extract(epoch from s."endedAt") * 1000,
						'lastDoor', s."lastDoor", 'orders', s.orders,
						'isByHand', r.created_by <> 'worker', 'reasons', r.reasons)) as runs
					from run r cross join lateral (
						select case when count(*) = count(p.ended_at) then max(p.ended_at) end as "endedAt",
							json_agg(p.order_id) as orders,
							(array_agg(c.address->'point' order by p.ended_at desc nulls last)
								filter (where p.outcome <> 'removed'))[1] as "lastDoor"
						from stop p join orders o on o.id = p.order_id join customer c on c.id = o.customer_id
						where p.run_id = r.id
					) s
					where r.driver_id = h.driver_id and r.shop_id = h.shop_id
						and r.offered_at >= h.started_at and s.orders is not null
				) e on true
			where h.shop_id = $1 and h.ended_at is null
			order by h.driver_id`,
		values: [shopId]
	});
	return rows.map(({ name, startedAt, ...row }) => ({
		...row,
		name: firstName(name),
		startedAt: startedAt.getTime()
	}));
}

/** Days of a shop with hours of their own. */

import { hoursText } from '#domain/office/settings.ts';
import type { OpeningHours } from '#domain/time/hours.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { HolidayRow } from '#domain/wire/holidays.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

type Spans = readonly Pick<OpeningHours, 'opens' | 'closes'>[];

/** What is written of a holiday. Days are YYYY-MM-DD. */
export interface HolidayDays {
	from: string;
	to: string;
	hours: Spans;
	reason: Text;
	isArchived: boolean;
}

/** Those of the last month and all later ones, the next first; with an id only that one. */
export async function ofShop(
	db: Db,
	shop: string,
	id?: string
): Promise<Omit<HolidayRow, 'version'>[]> {
	const { rows } = await db.query<Omit<HolidayRow, 'version' | 'hours'> & { hours: Spans }>({
		name: 'holidays-of-shop',
		text: `select id, from_day::text as from, to_day::text as to, hours, reason,
				archived_at is not null as "isArchived"
			from holiday
			where shop_id = $1 and ($2::text is null or id::text = $2)
				and ($2 is not null or to_day > current_date - 31)
			order by from_day, id`,
		values: [shop, id ?? null]
	});
	return rows.map(({ hours, ...row }) => ({ ...row, hours: hoursText(hours) }));
}

export async function add(tx: Tx, shop: string, days: HolidayDays): Promise<string> {
	const { rows } = await tx.query<{ id: string }>(
		`insert into holiday (shop_id, from_day, to_day, hours, reason) values ($1, $2, $3, $4, $5)
			returning id`,
		[shop, days.from, days.to, JSON.stringify(days.hours), JSON.stringify(days.reason)]
	);
	return rows[0]!.id;
}

export async function set(tx: Tx, id: string, days: HolidayDays): Promise<void> {
	await tx.query(
		`update holiday set from_day = $2, to_day = $3, hours = $4, reason = $5,
			archived_at = case when $6 then coalesce(archived_at, clock_timestamp()) end
			where id = $1`,
		[
			id,
			days.from,
			days.to,
			JSON.stringify(days.hours),
			JSON.stringify(days.reason),
			days.isArchived
		]
	);
}

/** Whether another holiday of the shop has one of these days. */
export async function hasOther(
	db: Db,
	shop: string,
	{ from, to }: Pick<HolidayDays, 'from' | 'to'>,
	id: string | undefined
): Promise<boolean> {
	const { rowCount } = await db.query(
		`select from holiday where shop_id = $1 and archived_at is null
			and from_day <= $3::date and to_day >= $2::date and id::text is distinct from $4 limit 1`,
		[shop, from, to, id ?? null]
	);
	return rowCount !== 0;
}

/** Open orders of the shop that are wanted on one of these days. */
export async function openOrders(
	db: Db,
	shop: string,
	{ from, to }: Pick<HolidayDays, 'from' | 'to'>
): Promise<number> {
	const { rows } = await db.query<{ n: number }>(
		`select count(*)::int as n from orders o join shop s on s.id = o.shop_id
			where o.shop_id = $1 and o.is_open
				and (coalesce(o.wanted_at, now()) at time zone s.zone)::date between $2 and $3`,
		[shop, from, to]
	);
	return rows[0]?.n ?? 0;
}

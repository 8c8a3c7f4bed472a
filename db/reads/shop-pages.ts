/** Which shops a page of a long list shows; their details are read by id (`shops.byIds`). */

import type { Point } from '#domain/order/order.ts';
import { EARTH_M } from '#domain/time/quote.ts';
import type { Db } from '../plumbing/pool.ts';

export interface ShopsAsked {
	/** Words of the name, the town or the postcode; all shops without any. */
	q?: string | undefined;
	/** The nearest first; without a place those that are open now, then by name. */
	near?: Point | undefined;
	/** From 1. */
	page: number;
	/** Epoch ms. */
	now: number;
}

export interface ShopsFound {
	/** Of this page, in order. */
	ids: string[];
	/** How many shops there are on all pages. */
	total: number;
	/** How many of them deliver to the place; null without one. */
	delivering: number | null;
	/** The town of all of them; null when there are several. */
	city: string | null;
}

export const SHOPS_A_PAGE = 12;

/** The same distance as `distanceM`, in metres. */
const METRES = `case when $2::float8 is not null then 2 * ${EARTH_M} * asin(sqrt(
	sin(radians(s.lat - $2) / 2) ^ 2
	+ cos(radians($2)) * cos(radians(s.lat)) * sin(radians(s.lng - $3::float8) / 2) ^ 2)) end`;

/** By the shop's wall clock: hours of today, or of yesterday that end after midnight. */
const IS_OPEN = `not s.preparing and exists (
	select from (select to_timestamp($4::float8 / 1000) at time zone s.zone as local) wall
	where exists (select from hours_on(s.id, local::date) h where h.opens <= to_char(local, 'HH24:MI')
			and (h.closes <= h.opens or to_char(local, 'HH24:MI') < h.closes))
		or exists (select from hours_on(s.id, local::date - 1) h where h.closes <= h.opens
			and to_char(local, 'HH24:MI') < h.closes))`;

const IS_NAMED = `($1::text is null
	or position(plain_name($1) in plain_name(concat_ws(' ', s.name, s.city, s.postcode))) > 0)`;

const FIND = `
	with found as (
		select s.id, s.city, plain_name(s.name) as name, s.delivery_radius_m as radius,
			${METRES} as metres, $2::float8 is null and ${IS_OPEN} as is_open
		from shop s
		where ${IS_NAMED}
	), page as (
		select * from found order by metres, is_open desc, name, id limit $5 offset $6
	)
	select
		array(select id from page order by metres, is_open desc, name, id) as ids,
		(select count(*) from found) as total,
		case when $2 is not null then (select count(*) from found where metres <= radius) end as delivering,
		(select case when count(distinct city) = 1 then min(city) end from found) as city`;

/** A page of the group's shops. */
export async function find(db: Db, { q, near, page, now }: ShopsAsked): Promise<ShopsFound> {
	const { rows } = await db.query<ShopsFound>({
		name: 'shops-page',
		text: FIND,
		values: [
			q?.trim() || null,
			near?.lat ?? null,
			near?.lng ?? null,
			now,
			SHOPS_A_PAGE,
			(page - 1) * SHOPS_A_PAGE
		]
	});
	return rows[0]!;
}

/** Those of these shops that have the words, in the order in which they opened. */
export async function named(
	db: Db,
	shops: readonly string[],
	q: string | undefined
): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>({
		name: 'shops-named',
		text: `select s.id from shop s where s.id = any ($2) and ${IS_NAMED} order by s.created_at, s.id`,
		values: [q?.trim() || null, shops]
	});
	return rows.map(({ id }) => id);
}

/** Every postcode that a shop has. */
export async function postcodes(db: Db): Promise<string[]> {
	const { rows } = await db.query<{ postcode: string }>('select distinct postcode from shop');
	return rows.map(({ postcode }) => postcode);
}

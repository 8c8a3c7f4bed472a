/** The settings of a shop as the back office edits them. */

import {
	hoursText,
	NUMBER_SETTINGS,
	WEEKDAYS,
	type NumberSettingId
} from '#domain/office/settings.ts';
import type { OpeningHours } from '#domain/time/hours.ts';
import type { SettingRow } from '#domain/wire/office.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

const COLUMNS: Record<NumberSettingId, string> = {
	fee: 'delivery_fee_minor',
	minimum: 'minimum_minor',
	radius: 'delivery_radius_m',
	display: 'display_seconds',
	paylapse: 'pay_lapse_seconds'
};

/** The opening hours, then all others; with an id only that one. Empty when there is no such shop. */
export async function ofShop(
	db: Db,
	shop: string,
	id?: string
): Promise<Omit<SettingRow, 'version'>[]> {
	const { rows } = await db.query<Record<NumberSettingId, number> & { hours: OpeningHours[] }>(
		`select ${Object.entries(COLUMNS)
			.map(([name, column]) => `s.${column} as "${name}"`)
			.join(', ')},
			(select coalesce(jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens', h.opens,
				'closes', h.closes) order by h.weekday, h.opens), '[]')
				from opening_hours h where h.shop_id = s.id) as hours
		from shop s where s.id = $1`,
		[shop]
	);
	const [found] = rows;
	if (!found) return [];
	const days = WEEKDAYS.map((day) => ({
		id: `day${day}`,
		isArchived: false,
		unit: 'hours' as const,
		value: hoursText(found.hours.filter(({ weekday }) => weekday === day))
	}));
	const numbers = Object.entries(NUMBER_SETTINGS).map(([name, { unit }]) => ({
		id: name,
		isArchived: false,
		unit,
		value: found[name as NumberSettingId]
	}));
	const all = [...days, ...numbers];
	return id === undefined ? all : all.filter((row) => row.id === id);
}

/** Waits for other changes of this shop's settings. */
export async function lock(tx: Tx, shop: string): Promise<void> {
	await tx.query('select from shop where id = $1 for no key update', [shop]);
}

export async function setNumber(
	tx: Tx,
	shop: string,
	id: NumberSettingId,
	value: number
): Promise<void> {
	await tx.query(`update shop set ${COLUMNS[id]} = $2 where id = $1`, [shop, value]);
}

/** Replaces the hours of one weekday. */
export async function setHours(
	tx: Tx,
	shop: string,
	weekday: number,
	hours: readonly Pick<OpeningHours, 'opens' | 'closes'>[]
): Promise<void> {
	await tx.query('delete from opening_hours where shop_id = $1 and weekday = $2', [shop, weekday]);
	for (const { opens, closes } of hours)
		await tx.query(
			'insert into opening_hours (shop_id, weekday, opens, closes) values ($1, $2, $3, $4)',
			[shop, weekday, opens, closes]
		);
}

/** Open orders of the shop: they keep their fee and promise. */
export async function openOrders(db: Db, shop: string): Promise<number> {
	const { rows } = await db.query<{ n: number }>(
		'select count(*)::int as n from orders where shop_id = $1 and is_open',
		[shop]
	);
	return rows[0]?.n ?? 0;
}

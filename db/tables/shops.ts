import type { DispatchMode } from '#domain/road/offer.ts';
import { HOLIDAY_DAYS, type Holiday, type OpeningHours } from '#domain/time/hours.ts';
import type { Point } from '#domain/order/order.ts';
import type { Travel } from '#domain/road/travel.ts';
import type { Db, Tx } from '../plumbing/pool.ts';
import { KITCHEN_COLUMNS, type ShopKitchen } from './kitchens.ts';
import * as stock from './stock.ts';

export interface Shop extends ShopKitchen {
	id: string;
	name: string;
	zone: string;
	businessDayEnd: string;
	street: string;
	city: string;
	postcode: string;
	point: Point;
	phone: string;
	currency: string;
	deliveryRadiusM: number;
	deliveryFeeMinor: number;
	minimumMinor: number;
	prepMinutes: number;
	/** Simulated minutes per minute; 1 unless a demo is played faster. */
	pace: number;
	speedKmh: number;
	dispatchMode: DispatchMode;
	offerSeconds: number;
	displaySeconds: number;
	acceptReminderSeconds: number;
	acceptEscalateSeconds: number;
	acceptLapseSeconds: number;
	/** Seconds after which an order that is not paid is cancelled. */
	payLapseSeconds: number;
	/** The shop's own account at Stripe, and its merchant id at PayPal; null for the group's. */
	stripeAccount: string | null;
	paypalMerchant: string | null;
	/** Open unpaid orders that one phone number may have; null is no limit. */
	openPerPhone: number | null;
	/** Above this total a person calls the customer before accepting; null is never. */
	checkAboveMinor: number | null;
	hours: OpeningHours[];
	/** Those that are not over, as far ahead as an opening is looked for. */
	holidays: Holiday[];
	/** Not open to customers yet. */
	isPreparing: boolean;
}

/** The travel times of a shop that are known without asking. */
export type TravelOf = (shop: Shop) => Travel;

const SELECT = `
	select s.id, s.name, s.zone, s.business_day_end as "businessDayEnd", s.street, s.city, s.postcode,
		jsonb_build_object('lat', s.lat, 'lng', s.lng) as point, s.phone, s.currency,
		s.delivery_radius_m as "deliveryRadiusM", s.delivery_fee_minor as "deliveryFeeMinor",
		s.minimum_minor as "minimumMinor", s.prep_minutes as "prepMinutes",
		case when s.pace_until > now() then s.pace else 1 end as pace, s.speed_kmh as "speedKmh",
		s.dispatch_mode as "dispatchMode", s.offer_seconds as "offerSeconds",
		s.display_seconds as "displaySeconds", s.accept_reminder_seconds as "acceptReminderSeconds",
		s.accept_escalate_seconds as "acceptEscalateSeconds", s.accept_lapse_seconds as "acceptLapseSeconds",
		s.pay_lapse_seconds as "payLapseSeconds", s.stripe_account as "stripeAccount",
		s.paypal_merchant as "paypalMerchant", s.open_per_phone as "openPerPhone", s.check_above_minor as "checkAboveMinor", s.preparing as "isPreparing",
		(select coalesce(jsonb_agg(jsonb_build_object('weekday', h.weekday, 'opens', h.opens, 'closes', h.closes)
			order by h.weekday, h.opens), '[]') from opening_hours h where h.shop_id = s.id) as hours,
		(select coalesce(jsonb_agg(jsonb_build_object('from', p.from_day, 'to', p.to_day, 'hours', p.hours,
			'reason', p.reason) order by p.from_day), '[]') from holiday p
			where p.shop_id = s.id and p.archived_at is null and p.to_day > current_date - 3
				and p.from_day < current_date + ${HOLIDAY_DAYS + 3}) as holidays,
		${KITCHEN_COLUMNS}
	from shop s`;

/**
 * Seconds that an order waits for its payment: shorter in a demo that runs faster, but at least a minute, in
 * which a person reaches and reads the provider's page. Whole minutes then, as `payMinutes` shows them.
 */
export function payLapseOf({ payLapseSeconds, pace }: Shop): number {
	return pace > 1 ? 60 * Math.max(1, Math.ceil(payLapseSeconds / 60 / pace)) : payLapseSeconds;
}

/** All shops of the group, the oldest first. */
export async function list(db: Db): Promise<Shop[]> {
	const { rows } = await db.query<Shop>(`${SELECT} order by s.created_at, s.id`);
	return rows;
}

export async function byId(db: Db, id: string): Promise<Shop | undefined> {
	const { rows } = await db.query<Shop>({
		name: 'shop-by-id',
		text: `${SELECT} where s.id = $1`,
		values: [id]
	});
	return rows[0];
}

/** These shops, in this order; one that does not exist is left out. */
export async function byIds(db: Db, ids: readonly string[]): Promise<Shop[]> {
	const { rows } = await db.query<Shop>({
		name: 'shops-by-ids',
		text: `${SELECT} where s.id = any ($1) order by array_position($1, s.id)`,
		values: [ids]
	});
	return rows;
}

export interface NewShop {
	id: string;
	name: string;
	street: string;
	city: string;
	postcode: string;
	point: Point;
	phone: string;
	/** The shop whose settings, hours and ingredients are copied. */
	copyFrom: string;
}

/**
 * Adds another shop as a copy, to be prepared: all settings, hours, the menu and owners of the group, and as opening stock
 * the first count of each ingredient in that shop. False when the id is in use or the shop to copy does not
 * exist.
 */
export async function open(tx: Tx, shop: NewShop): Promise<boolean> {
	const { id, name, street, city, postcode, point, phone } = shop;
	const isNew = { preparing: true, kitchen_seen_at: null };
	const own = { id, name, street, city, postcode, ...point, phone, ...isNew };
	// The whole row is copied, so that a setting that is added later is copied as well.
	const made = await tx.query(
		`insert into shop select (jsonb_populate_record(s,
				$2::jsonb || jsonb_build_object('created_at', clock_timestamp()))).*
			from shop s where id = $1 on conflict (id) do nothing`,
		[shop.copyFrom, JSON.stringify(own)]
	);
	if (made.rowCount !== 1) return false;
	await tx.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select $1, weekday, opens, closes from opening_hours where shop_id = $2`,
		[shop.id, shop.copyFrom]
	);
	await tx.query(
		`insert into alarm_limits select (jsonb_populate_record(l, jsonb_build_object('shop_id', $1::text))).*
			from alarm_limits l where shop_id = $2`,
		[shop.id, shop.copyFrom]
	);
	await stock.book(tx, shop.id, 'count', await stock.openingStock(tx, shop.copyFrom));
	await tx.query(
		`insert into staff_role (staff_id, shop_id, role)
			select distinct staff_id, $1, 'owner' from staff_role where role = 'owner'`,
		[shop.id]
	);
	return true;
}

export interface FirstShop extends Omit<NewShop, 'copyFrom'> {
	/** IANA name, such as Europe/Paris. */
	zone: string;
	hours: readonly OpeningHours[];
	deliveryRadiusM?: number | undefined;
	deliveryFeeMinor?: number | undefined;
	minimumMinor?: number | undefined;
	prepMinutes?: number | undefined;
}

/** Adds a shop of a first run, to be prepared; settings that it does not name have their default. */
export async function openFirst(tx: Tx, shop: FirstShop): Promise<void> {
	const { id, name, zone, street, city, postcode, point, phone } = shop;
	await tx.query(
		`insert into shop (id, name, zone, street, city, postcode, lat, lng, phone, preparing, created_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, clock_timestamp())`,
		[id, name, zone, street, city, postcode, point.lat, point.lng, phone]
	);
	await tx.query(
		`update shop set delivery_radius_m = coalesce($2, delivery_radius_m),
				delivery_fee_minor = coalesce($3, delivery_fee_minor),
				minimum_minor = coalesce($4, minimum_minor), prep_minutes = coalesce($5, prep_minutes)
			where id = $1`,
		[id, shop.deliveryRadiusM, shop.deliveryFeeMinor, shop.minimumMinor, shop.prepMinutes].map(
			(value) => value ?? null
		)
	);
	await tx.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select $1, weekday, opens, closes
			from jsonb_to_recordset($2::jsonb) as h (weekday int, opens text, closes text)`,
		[id, JSON.stringify(shop.hours)]
	);
}

/** The points of all shops but one. */
export async function otherPoints(db: Db, id: string): Promise<Point[]> {
	const { rows } = await db.query<Point>('select lat, lng from shop where id <> $1', [id]);
	return rows;
}

/** Whether a kitchen screen of the shop was ever connected while it was prepared. */
export async function hasSeenKitchen(db: Db, id: string): Promise<boolean> {
	const { rowCount } = await db.query(
		'select from shop where id = $1 and kitchen_seen_at is not null',
		[id]
	);
	return rowCount === 1;
}

/** Keeps that a kitchen screen is connected; of a shop that is open, nothing is written. */
export async function keepKitchenSeen(db: Db, id: string): Promise<void> {
	await db.query({
		name: 'shop-kitchen-seen',
		text: `update shop set kitchen_seen_at = clock_timestamp()
			where id = $1 and preparing and kitchen_seen_at is null`,
		values: [id]
	});
}

/** The shop is open to customers from now on, at its hours. */
export async function endPreparing(tx: Tx, id: string): Promise<void> {
	await tx.query('update shop set preparing = false where id = $1', [id]);
}

/** Divides the promises of a shop by `pace`, for the next `seconds`. */
export async function setPace(db: Db, id: string, pace: number, seconds: number): Promise<void> {
	await db.query(
		'update shop set pace = $2, pace_until = now() + make_interval(secs => $3) where id = $1',
		[id, pace, seconds]
	);
}

/** What is left out stays. False when there is no such shop. */
export async function setDispatch(
	tx: Tx,
	id: string,
	change: {
		mode?: DispatchMode | undefined;
		freshness?: number | undefined;
		runOrders?: number | undefined;
	}
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`update shop set dispatch_mode = coalesce($2, dispatch_mode), freshness = coalesce($3, freshness),
			run_orders = coalesce($4, run_orders) where id = $1`,
		[id, change.mode ?? null, change.freshness ?? null, change.runOrders ?? null]
	);
	return rowCount === 1;
}

/** Whether the group has any shop yet. */
export async function exist(db: Db): Promise<boolean> {
	const { rowCount } = await db.query('select 1 from shop limit 1');
	return rowCount === 1;
}

/** The shop of an account at a provider; for the group's account, its oldest shop. */
export async function ofAccount(db: Db, account: string | null): Promise<string | undefined> {
	const { rows } = await db.query<{ id: string }>(
		`select id from shop
			where $1::text is null or stripe_account = $1 or paypal_merchant = $1
			order by created_at, id limit 1`,
		[account]
	);
	return rows[0]?.id;
}

import { randomUUID } from 'node:crypto';
import { isElsewhere } from '#domain/address.ts';
import type { LineRequest, PlacedAnswer, PlaceOrder } from '#domain/contract.ts';
import { done, refuse, type Result } from '#domain/faults.ts';
import { allergyOf } from '#domain/allergy.ts';
import { businessDay, openingState } from '#domain/hours.ts';
import type { Text } from '#domain/menu.ts';
import { vatIncluded } from '#domain/money.ts';
import {
	cleanNote,
	FEE_VAT,
	indexMenu,
	priceBasket,
	type Basket,
	type PricedLine
} from '#domain/pricing.ts';
import { distanceM, quote, type Quote } from '#domain/quote.ts';
import { checkWish, nextStart, slotBasis } from '#domain/slots.ts';
import * as commands from './commands.ts';
import * as limits from './limits.ts';
import * as menu from './menu.ts';
import { changeFault, lockHead, ownerOf, standing, type Standing } from './orders.ts';
import * as outbox from './outbox.ts';
import * as payments from './payments.ts';
import * as places from './places.ts';
import type { Pool, Tx } from './pool.ts';
import * as shops from './shops.ts';
import * as stock from './stock.ts';
import * as tracking from './tracking.ts';
import { Rollback, setAction, transact } from './transact.ts';

const SECOND = 1000;

type Placed = { answer: PlacedAnswer; again: boolean };

/**
 * Places an order: checks, prices, takes the stock, promises, and writes order, payment, link and
 * what is to be done later in one transaction. The same command again gives the first answer.
 */
export async function place(
	pool: Pool,
	secret: string,
	command: commands.CommandKey,
	body: PlaceOrder,
	now: number
): Promise<Result<Placed>> {
	return transact(pool, 'customer', async (tx) => {
		const claimed = await commands.claim(tx, command);
		if (claimed.kind === 'reused') return refuse('key_reused');
		if (claimed.kind === 'again') return done(repeat(secret, claimed.answer));

		const placed = await placeIn(tx, secret, pinned(body), now);
		// Undone with everything: a refused order leaves its key free for a corrected one.
		if (!placed.ok) throw new Rollback(placed);
		await commands.settle(tx, command, { status: 201, body: placed.value.order });
		return done({ answer: placed.value, again: false });
	});
}

// The stored answer has no token: only its hash is kept anywhere, and it is derived again.
function repeat(secret: string, answer: commands.Answer): Placed {
	const order = answer.body as PlacedAnswer['order'];
	return { answer: { order, token: tracking.tokenFor(secret, order.id) }, again: true };
}

/** A door without a pin is looked for in its street, so that maps and promises know where it is. */
const pinned = (body: PlaceOrder): PlaceOrder =>
	body.address ? { ...body, address: places.located(body.address) } : body;

async function placeIn(
	tx: Tx,
	secret: string,
	body: PlaceOrder,
	now: number
): Promise<Result<PlacedAnswer>> {
	const shop = await shops.byId(tx, body.shop);
	if (!shop) return refuse('not_found');
	const isOpen = openingState(now, shop.zone, shop.hours).open;
	if (!body.wantedAt && !isOpen) return refuse('shop_closed');
	const away = wayTo(shop, body);
	if (!away.ok) return away;
	const told = promiseOf(shop, body, now, away.value);
	if (!told.ok) return told;
	const basket = priceBasket(indexMenu(await menu.ofShop(tx, shop.id)), body.lines);
	if (!basket.ok) return basket;
	const delivery = body.fulfilment === 'delivery';
	if (delivery && basket.value.totalMinor < shop.minimumMinor)
		return refuse('below_minimum', amountText(shop.minimumMinor, shop.currency));

	if (await limits.hasTooManyOpen(tx, shop, body.customer.phone)) return refuse('too_many_open');
	const id = randomUUID();
	const short = await stock.take(tx, shop.id, id, basket.value.needs);
	if (short.length > 0) return outOfStock(tx, shop.id, short);
	const feeMinor = delivery ? shop.deliveryFeeMinor : 0;
	const order = await insertOrder(tx, {
		id,
		shop,
		body,
		basket: basket.value,
		told: told.value,
		feeMinor,
		now
	});
	const token = tracking.tokenFor(secret, id);
	await tracking.open(tx, { id, token, promisedAt: told.value.promise });
	return done({ order, token });
}

/** As soon as possible, or the quarter hour that was asked for if the shop can keep it. */
function promiseOf(
	shop: shops.Shop,
	body: PlaceOrder,
	now: number,
	straightM: number
): Result<Quote> {
	if (!body.wantedAt) return done(quote(now, shop, body.fulfilment, straightM));
	return checkWish(slotBasis(now, shop, body.fulfilment, straightM), Date.parse(body.wantedAt));
}

/** Metres to the door. Without a point the address is refused: too far, or not known. */
function wayTo(shop: shops.Shop, body: PlaceOrder): Result<number> {
	if (body.fulfilment === 'collection') return done(0);
	const { point, street = '', city = '', postcode = '' } = body.address ?? {};
	if (!point) {
		if (isElsewhere(postcode, shop.postcode)) return refuse('too_far');
		return refuse('unknown_address', mayMean(places.read({ street, city, postcode }).suggestions));
	}
	const metres = distanceM(shop.point, point);
	return metres > shop.deliveryRadiusM ? refuse('too_far') : done(metres);
}

function mayMean(lines: readonly string[]): Text | undefined {
	if (lines.length === 0) return undefined;
	const list = (language: string) =>
		new Intl.ListFormat(language, { type: 'disjunction' }).format(lines.slice(0, 3));
	return {
		fr: `Vouliez-vous dire ${list('fr')}\u202f?`,
		en: `Did you mean ${list('en')}?`
	};
}

async function outOfStock(tx: Tx, shopId: string, missing: string[]): Promise<Result<never>> {
	const { rows } = await tx.query<{ id: string; name: Text }>(
		'select id, name from ingredient where id = any ($1) order by id',
		[missing]
	);
	const names = (language: 'fr' | 'en') => rows.map((row) => row.name[language]).join(', ');
	const has = await stock.ofShop(tx, shopId);
	return refuse(
		'out_of_stock',
		{ fr: names('fr'), en: names('en') },
		{ missing: missing.map((id) => ({ ingredient: id, left: has.get(id) ?? 0 })) }
	);
}

interface Insertion {
	id: string;
	shop: shops.Shop;
	body: PlaceOrder;
	basket: Basket;
	told: Quote;
	feeMinor: number;
	now: number;
}

async function insertOrder(tx: Tx, order: Insertion): Promise<PlacedAnswer['order']> {
	const { id, shop, body, basket, told, feeMinor } = order;
	const totalMinor = basket.totalMinor + feeMinor;
	const customer = await insertCustomer(tx, body);
	const wanted = body.wantedAt ? new Date(body.wantedAt) : null;
	const day = businessDay(wanted?.getTime() ?? order.now, shop.zone, shop.businessDayEnd);
	const number = await nextNumber(tx, shop.id, day);
	// Lines and payment come first: the order's own insertion then logs it whole, once.
	await insertLines(tx, id, basket.lines, { firstPosition: 1, addedIn: 1 });
	await payments.open(tx, { orderId: id, amountMinor: totalMinor, currency: shop.currency });
	await outbox.add(tx, laterFor(order));
	await setAction(tx, 'place');
	await tx.query(
		`insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
			total_minor, vat_minor, fee_minor, currency, promised_at, quote_from, quote_to, wanted_at, alert)
		values ($1, $2, $3, $4, $5, 'placed', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		[
			id,
			shop.id,
			day,
			number,
			customer,
			body.fulfilment,
			body.language ?? 'fr',
			totalMinor,
			vatOf(basket.lines, feeMinor),
			feeMinor,
			shop.currency,
			new Date(told.promise),
			new Date(told.from),
			new Date(told.to),
			wanted,
			limits.isToCheck(shop, totalMinor) ? 'to_check' : null
		]
	);
	return {
		id,
		number,
		shop: shop.id,
		status: 'placed',
		version: 1,
		total: totalMinor,
		currency: shop.currency,
		promise: new Date(told.promise).toISOString(),
		quote: { from: new Date(told.from).toISOString(), to: new Date(told.to).toISOString() }
	};
}

/**
 * What is to happen later to an order just placed; nobody is waited for before the shop opens. An
 * order ahead is accepted when it comes in, as others are (docs/decisions/0006-orders-ahead.md).
 */
function laterFor({ id, shop, now }: Insertion): outbox.OutboxItem[] {
	const opens = nextStart({ now, zone: shop.zone, hours: shop.hours }) ?? now;
	const timer = (job: string, seconds: number): outbox.OutboxItem => ({
		queue: 'timers',
		job,
		key: `${job}-${id}`,
		payload: { order: id },
		inSeconds: Math.ceil((opens - now) / SECOND) + seconds
	});
	return [
		{
			queue: 'notices',
			job: 'notice.send',
			key: `notice-${id}-placed`,
			payload: { order: id, stage: 'placed' }
		},
		timer('display.check', shop.displaySeconds),
		timer('accept.remind', shop.acceptReminderSeconds),
		timer('accept.escalate', shop.acceptEscalateSeconds),
		timer('accept.lapse', shop.acceptLapseSeconds)
	];
}

async function insertCustomer(tx: Tx, body: PlaceOrder): Promise<string> {
	const allergy = body.allergy && allergyOf(body.allergy);
	const { rows } = await tx.query<{ id: string }>(
		`insert into customer (name, phone, email, address, note, allergy)
			values ($1, $2, $3, $4, $5, $6) returning id`,
		[
			body.customer.name,
			body.customer.phone,
			body.customer.email ?? null,
			body.fulfilment === 'delivery' ? JSON.stringify(body.address) : null,
			cleanNote(body.note ?? ''),
			allergy ? JSON.stringify(allergy) : null
		]
	);
	return rows[0]?.id ?? '';
}

async function nextNumber(tx: Tx, shopId: string, day: string): Promise<number> {
	const { rows } = await tx.query<{ last: number }>(
		`insert into order_number as n (shop_id, business_day, last) values ($1, $2, 1)
			on conflict (shop_id, business_day) do update set last = n.last + 1 returning last`,
		[shopId, day]
	);
	return rows[0]?.last ?? 0;
}

async function insertLines(
	tx: Tx,
	orderId: string,
	lines: readonly PricedLine[],
	at: { firstPosition: number; addedIn: number }
): Promise<void> {
	await tx.query(
		`insert into order_line (order_id, position, product_id, size_id, quantity, unit_minor, total_minor,
			vat, vat_minor, frozen, added_in)
		select $1, l.position, l.product, l.size, l.quantity, l."unitMinor", l."totalMinor", l.vat,
			l."vatMinor", l.frozen, $3
		from jsonb_to_recordset($2::jsonb) as l (position int, product text, size text, quantity int,
			"unitMinor" int, "totalMinor" int, vat int, "vatMinor" int, frozen jsonb)`,
		[
			orderId,
			JSON.stringify(
				lines.map((line, index) => ({
					...line,
					position: at.firstPosition + index,
					frozen: {
						name: line.name,
						sizeName: line.sizeName,
						halves: line.halves,
						options: line.options,
						bundle: line.bundle,
						note: line.note,
						allergens: line.allergens
					}
				}))
			),
			at.addedIn
		]
	);
}

function vatOf(lines: readonly PricedLine[], feeMinor: number): number {
	return lines.reduce((sum, line) => sum + line.vatMinor, 0) + vatIncluded(feeMinor, FEE_VAT);
}

function amountText(minor: number, currency: string): Text {
	const format = (locale: string) =>
		new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 100);
	return { fr: format('fr-FR'), en: format('en-GB') };
}

/**
 * Replaces what a customer ordered, until the kitchen starts (B-11). Lines that stay the same keep
 * their identity; what goes is voided and stays visible, what comes is marked as added.
 */
export async function change(
	pool: Pool,
	wish: { orderId: string; version?: number | undefined; lines: readonly LineRequest[] }
): Promise<Result<Standing>> {
	return transact(pool, 'customer', async (tx) => {
		const changed = await changeIn(tx, wish);
		if (!changed.ok) throw new Rollback(changed);
		return changed;
	});
}

async function changeIn(
	tx: Tx,
	wish: { orderId: string; version?: number | undefined; lines: readonly LineRequest[] }
): Promise<Result<Standing>> {
	const head = await lockHead(tx, wish.orderId);
	if (!head) return refuse('not_found');
	const fault = changeFault(head, wish.version);
	if (fault) return { ok: false, fault };
	const shop = await shops.byId(tx, head.shop);
	if (!shop) return refuse('not_found');
	const basket = priceBasket(indexMenu(await menu.ofShop(tx, head.shop)), wish.lines);
	if (!basket.ok) return basket;
	if (head.fulfilment === 'delivery' && basket.value.totalMinor < shop.minimumMinor)
		return refuse('below_minimum', amountText(shop.minimumMinor, shop.currency));
	await stock.release(tx, head.shop, head.id);
	const short = await stock.take(tx, head.shop, head.id, basket.value.needs);
	if (short.length > 0) return outOfStock(tx, head.shop, short);

	await setAction(tx, 'customer_change');
	const fee = await tx.query<{ fee_minor: number }>('select fee_minor from orders where id = $1', [
		head.id
	]);
	const feeMinor = fee.rows[0]?.fee_minor ?? 0;
	const totalMinor = basket.value.totalMinor + feeMinor;
	await quietly(tx, head.id, async () => {
		await replaceLines(tx, head.id, head.version + 1, basket.value.lines);
		await payments.adjust(tx, head.id, totalMinor);
	});
	await tx.query(
		`update orders set total_minor = $2, vat_minor = $3, touched_at = clock_timestamp(),
				alert = case when $4 then 'to_check' else nullif(alert, 'to_check') end
			where id = $1`,
		[head.id, totalMinor, vatOf(basket.value.lines, feeMinor), limits.isToCheck(shop, totalMinor)]
	);
	const now = await ownerOf(tx, head.id);
	return now ? done(standing(now)) : refuse('not_found');
}

/** Changes of an order's parts that its own change, right after, logs as one. */
async function quietly(tx: Tx, orderId: string, work: () => Promise<void>): Promise<void> {
	await tx.query(`select set_config('app.settling', $1, true)`, [orderId]);
	await work();
	await tx.query(`select set_config('app.settling', '', true)`);
}

async function replaceLines(
	tx: Tx,
	orderId: string,
	version: number,
	lines: readonly PricedLine[]
): Promise<void> {
	const { rows } = await tx.query<{ id: string; position: number; identity: string }>(
		`select id, position, ${IDENTITY} as identity from order_line
			where order_id = $1 and voided_at is null order by position`,
		[orderId]
	);
	const left = [...rows];
	const added = lines.filter((line) => {
		const same = left.findIndex((row) => row.identity === identityOf(line));
		if (same >= 0) left.splice(same, 1);
		return same < 0;
	});
	if (left.length > 0)
		await tx.query('update order_line set voided_at = clock_timestamp() where id = any ($1)', [
			left.map((row) => row.id)
		]);
	const last = await tx.query<{ last: number }>(
		'select max(position) as last from order_line where order_id = $1',
		[orderId]
	);
	if (added.length > 0)
		await insertLines(tx, orderId, added, {
			firstPosition: (last.rows[0]?.last ?? 0) + 1,
			addedIn: version
		});
}

const IDENTITY = `product_id || '|' || size_id || '|' || quantity || '|' || unit_minor || '|' ||
	(select coalesce(string_agg(h->>'product', '+'), '') from jsonb_array_elements(frozen->'halves') h) || '|' ||
	(select coalesce(string_agg((o->>'kind') || (o->>'id'), '+'), '') from jsonb_array_elements(frozen->'options') o) || '|' ||
	coalesce(frozen->'bundle'->>'id', '') || '|' || (frozen->>'note')`;

function identityOf(line: PricedLine): string {
	return [
		line.product,
		line.size,
		line.quantity,
		line.unitMinor,
		line.halves.map((half) => half.product).join('+'),
		line.options.map((option) => option.kind + option.id).join('+'),
		line.bundle?.id ?? '',
		line.note
	].join('|');
}

import type {
	QuoteAnswer,
	ShopsPage,
	ShopView,
	TimeRange,
	WayQuote
} from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { MINUTE, openingState } from '#domain/time/hours.ts';
import type { Fulfilment, Point } from '#domain/order/order.ts';
import { quote, type Quote } from '#domain/time/quote.ts';
import { slotBasis, slotQuote, slotsOf } from '#domain/time/slots.ts';
import { openShop } from '../../db/commands/open-shop.ts';
import * as shops from '../../db/tables/shops.ts';
import { SHOPS_A_PAGE } from '../../db/reads/shop-pages.ts';
import type { Context } from '../context.ts';
import type { PublicReads } from '../public-reads.ts';
import { addressQuery, doorQuery, openShopBody, paceBody, shopsQuery } from '../schemas.ts';
import { actorOf } from '../call.ts';
import type { Mount } from '../routing.ts';

export function mountShops(mount: Mount, context: Context): void {
	const { geocoder, publicReads } = context;
	mountPace(mount, context);
	mountShopList(mount, context);
	mountOpening(mount, context);

	mount('quote', {
		handle: async ({ req, params, now }) => {
			const shop = await publicReads.shop(params.shop ?? '');
			if (!shop) return refuse('not_found');
			const door = doorQuery.safeParse(req.query);
			const answer: QuoteAnswer = {
				shop: presentShop(shop, now),
				ways: {
					delivery: quoteWay(shop, 'delivery', now, door.data),
					collection: quoteWay(shop, 'collection', now)
				}
			};
			return done(answer);
		}
	});

	mount('address', {
		handle: async ({ req }) => {
			const asked = addressQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const { q, ...parts } = asked.data;
			return done(await geocoder.read(q ?? parts, await publicReads.postcodes()));
		}
	});
}

/** Opening another shop. */
function mountOpening(mount: Mount, { pool, publicReads }: Context): void {
	mount('openShop', {
		body: openShopBody,
		status: 201,
		handle: async (call) => {
			const { body, now, principal } = call;
			// An owner may open a shop only as a copy of one of theirs.
			const isOwner =
				principal.kind === 'staff' &&
				principal.roles.some((held) => held.shop === body.copyFrom && held.role === 'owner');
			if (!isOwner) return refuse('not_found');
			const opened = await openShop(pool, body, actorOf(call));
			if (!opened.ok) return opened;
			publicReads.forget(body.id);
			const shop = await shops.byId(pool, body.id);
			return shop ? done({ shop: presentShop(shop, now) }) : refuse('not_found');
		}
	});
}

/** All shops, some by id, or a page of them. */
function mountShopList(mount: Mount, { publicReads }: Context): void {
	mount('shops', {
		handle: async ({ req, now }) => {
			const asked = shopsQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const { ids, page, q, lat, lng } = asked.data;
			if (page === undefined) {
				const some = ids ? await readShops(publicReads, ids) : await publicReads.shops();
				return done({ shops: some.map((shop) => presentShop(shop, now)) });
			}
			const near = lat === undefined || lng === undefined ? undefined : { lat, lng };
			const found = await publicReads.shopPage({ q, near, page, now });
			const answer: ShopsPage = {
				...found,
				shops: found.shops.map((shop) => presentShop(shop, now)),
				page,
				pages: Math.ceil(found.total / SHOPS_A_PAGE)
			};
			return done(answer);
		}
	});
}

async function readShops(reads: PublicReads, ids: readonly string[]): Promise<shops.Shop[]> {
	const found = await Promise.all(ids.map((id) => reads.shop(id)));
	return found.filter((shop) => shop !== undefined);
}

/** A pace that is not set again within this time ends, for example after a killed rush. */
const PACE_SECONDS = 60;

/** The pace of a demo: its promises are as many times shorter. */
function mountPace(mount: Mount, { config, pool, publicReads }: Context): void {
	mount('pace', {
		about: 'shop',
		body: paceBody,
		handle: async ({ body, params }) => {
			const shop = params.shop ?? '';
			if (!config.isDemo) return refuse('not_found');
			await shops.setPace(pool, shop, body.pace, PACE_SECONDS);
			publicReads.forget(shop);
			return done({ pace: body.pace });
		}
	});
}

/** Adds the shop to the first content of a screen; refused when there is no such shop. */
export function withShop<Content extends object>(
	first: Result<Content>,
	shop: shops.Shop | undefined,
	now: number
): Result<Content & { shop: ShopView }> {
	if (!first.ok) return first;
	return shop ? done({ ...first.value, shop: presentShop(shop, now) }) : refuse('not_found');
}

/** A shop as visitors see it, with its current quote. */
export function presentShop(shop: shops.Shop, now: number): ShopView {
	const state = openingState(now, shop.zone, shop.hours);
	return {
		id: shop.id,
		name: shop.name,
		address: { street: shop.street, city: shop.city, postcode: shop.postcode },
		point: { lat: shop.point.lat, lng: shop.point.lng },
		phone: shop.phone,
		zone: shop.zone,
		open: state.open,
		opensAt: isoOrNull(state.opensAt),
		closesAt: isoOrNull(state.closesAt),
		hours: shop.hours.map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
		feeMinor: shop.deliveryFeeMinor,
		minimumMinor: shop.minimumMinor,
		radiusM: shop.deliveryRadiusM,
		prepMinutes: shop.prepMinutes,
		speedKmh: shop.speedKmh,
		payMinutes: Math.ceil(shop.payLapseSeconds / 60),
		currency: shop.currency,
		quote: {
			delivery: quoteMinutes(shop, 'delivery', now),
			collection: quoteMinutes(shop, 'collection', now)
		}
	};
}

function quoteWay(shop: shops.Shop, fulfilment: Fulfilment, now: number, door?: Point): WayQuote {
	const straightM = shops.metresTo(shop, fulfilment, door);
	const promised = quote(now, shop, fulfilment, straightM);
	const isOpen = openingState(now, shop.zone, shop.hours).open;
	return {
		asap: isOpen ? rangeOf(promised) : null,
		slots: slotsOf(slotBasis(now, shop, fulfilment, straightM)).map((slot) =>
			rangeOf(slotQuote(slot))
		),
		tooFar: straightM > shop.deliveryRadiusM
	};
}

const rangeOf = ({ from, to }: Quote): TimeRange => ({
	from: new Date(from).toISOString(),
	to: new Date(to).toISOString()
});

function quoteMinutes(shop: shops.Shop, fulfilment: Fulfilment, now: number) {
	const promised = quote(now, shop, fulfilment, shops.metresTo(shop, fulfilment));
	return {
		fromMinutes: Math.round((promised.from - now) / MINUTE),
		toMinutes: Math.round((promised.to - now) / MINUTE)
	};
}

const isoOrNull = (instant: number | null) =>
	instant === null ? null : new Date(instant).toISOString();

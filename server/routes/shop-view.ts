import type { ShopView } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Fulfilment } from '#domain/order/order.ts';
import { capacityAt, delayAt, pauseAt } from '#domain/plan/kitchen/capacity.ts';
import { metresTo, quoteFor } from '#domain/plan/kitchen/quote.ts';
import type { PizzaGroup } from '#domain/plan/kitchen/work.ts';
import { businessDay, MINUTE, openingState, type Holiday } from '#domain/time/hours.ts';
import * as shops from '../../db/tables/shops.ts';

/** What is quoted before anything is chosen. */
export const ONE_PIZZA: readonly PizzaGroup[] = [{ count: 1 }];

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
	const state = openingState(now, shop);
	return {
		id: shop.id,
		name: shop.name,
		address: { street: shop.street, city: shop.city, postcode: shop.postcode },
		point: { lat: shop.point.lat, lng: shop.point.lng },
		phone: shop.phone,
		zone: shop.zone,
		open: state.open,
		...(shop.isPreparing && { isPreparing: true }),
		opensAt: isoOrNull(state.opensAt),
		closesAt: isoOrNull(state.closesAt),
		hours: shop.hours.map(({ weekday, opens, closes }) => ({ weekday, opens, closes })),
		holidays: holidaysAhead(shop, now),
		feeMinor: shop.deliveryFeeMinor,
		minimumMinor: shop.minimumMinor,
		radiusM: shop.deliveryRadiusM,
		prepMinutes: shop.prepMinutes,
		kitchen: kitchenOf(shop, now),
		pausedUntil: isoOrNull(pauseAt(now, shop.knobs)),
		speedKmh: shop.speedKmh,
		payMinutes: Math.ceil(shops.payLapseOf(shop) / 60),
		currency: shop.currency,
		quote: quotesInMinutes(shop, now)
	};
}

/** Hands and places tonight; the minutes are those of the settings. */
function kitchenOf(shop: shops.Shop, now: number): ShopView['kitchen'] {
	const { hands, ovenPlaces } = capacityAt(now, shop.kitchen, shop.knobs);
	const { makeMinutes, bakeMinutes, cutMinutes } = shop.kitchen;
	const delayMinutes = delayAt(now, shop.knobs);
	return { hands, ovenPlaces, makeMinutes, bakeMinutes, cutMinutes, delayMinutes };
}

/** Customers plan so far ahead. */
const TOLD_MS = 14 * 24 * 60 * MINUTE;

function holidaysAhead({ holidays, zone, businessDayEnd }: shops.Shop, now: number): Holiday[] {
	const today = businessDay(now, zone, businessDayEnd);
	const last = businessDay(now + TOLD_MS, zone, businessDayEnd);
	return holidays.filter(({ from, to }) => to >= today && from <= last);
}

const isoOrNull = (instant: number | null) =>
	instant === null ? null : new Date(instant).toISOString();

/** The quotes of one pizza, in minutes from now; a pause comes first. */
function quotesInMinutes(shop: shops.Shop, now: number): ShopView['quote'] {
	const known = quoted.get(shop);
	if (known && Math.abs(now - known.now) < QUOTED_MS) return known.quote;
	const quote = computeQuotes(shop, now);
	quoted.set(shop, { now, quote });
	return quote;
}

/** A row that is cached for all visitors is quoted once. */
const QUOTED_MS = 1000;
const quoted = new WeakMap<shops.Shop, { now: number; quote: ShopView['quote'] }>();

function computeQuotes(shop: shops.Shop, now: number): ShopView['quote'] {
	const waits = (pauseAt(now, shop.knobs) ?? now) - now;
	const minutesOf = (fulfilment: Fulfilment) => {
		const way = { fulfilment, straightM: metresTo(shop, fulfilment) };
		const { from, to } = quoteFor(now, shop, ONE_PIZZA, way);
		return {
			fromMinutes: Math.round((from - now + waits) / MINUTE),
			toMinutes: Math.round((to - now + waits) / MINUTE)
		};
	};
	return { delivery: minutesOf('delivery'), collection: minutesOf('collection') };
}

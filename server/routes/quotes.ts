import type {
	BasketQuote,
	QuoteAnswer,
	QuoteRequest,
	TimeRange,
	WayQuote
} from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import type { Fulfilment, Point } from '#domain/order/order.ts';
import { pauseAt } from '#domain/plan/kitchen/capacity.ts';
import { metresTo, quoteFor } from '#domain/plan/kitchen/quote.ts';
import { pizzaCount, pizzasOf, type PizzaGroup } from '#domain/plan/kitchen/work.ts';
import type { AddressAnswer } from '#domain/road/address.ts';
import { openingState } from '#domain/time/hours.ts';
import type { Quote } from '#domain/time/quote.ts';
import { slotBasis, slotQuote, slotsOf } from '#domain/time/slots.ts';
import type { Shop } from '../../db/tables/shops.ts';
import type { Context } from '../context.ts';
import { quoteBody } from '../kitchen-schemas.ts';
import { askTravel, onRoads } from '../roads.ts';
import type { Mount } from '../routing.ts';
import { doorQuery } from '../schemas.ts';
import { ONE_PIZZA, presentShop } from './shop-view.ts';

/** What a shop can promise now: for one pizza, and for a basket. */
export function mountQuotes(mount: Mount, context: Context): void {
	const { publicReads, travel } = context;
	mount('quote', {
		handle: async ({ req, params, now }) => {
			const read = await publicReads.shop(params.shop ?? '');
			if (!read) return refuse('not_found');
			const door = doorQuery.safeParse(req.query);
			await askTravel(travel, read, door.data);
			const shop = onRoads(travel, read);
			const answer: QuoteAnswer = {
				shop: presentShop(shop, now),
				ways: {
					delivery: quoteWay(shop, {
						pizzas: ONE_PIZZA,
						fulfilment: 'delivery',
						now,
						door: door.data
					}),
					collection: quoteWay(shop, { pizzas: ONE_PIZZA, fulfilment: 'collection', now })
				}
			};
			return done(answer);
		}
	});

	mount('basketQuote', {
		body: quoteBody,
		reads: true,
		prepare: async ({ body }) => {
			const located = await locate(context, body);
			const shop = await publicReads.shop(body.shop);
			if (body.fulfilment === 'delivery') await askTravel(travel, shop, doorOf(body, located));
			return located;
		},
		handle: ({ body, now }, located) => quoteBasket(context, { body, now, located })
	});
}

/** Asks the geocoder for an address without a point. */
async function locate(
	{ geocoder, publicReads }: Context,
	{ address, shop, fulfilment }: QuoteRequest
): Promise<AddressAnswer | undefined> {
	if (fulfilment !== 'delivery' || !address || address.point) return undefined;
	const { street = '', city = '', postcode = '' } = address;
	const home = await publicReads.shop(shop);
	return home && (await geocoder.read({ street, city, postcode }, [home.postcode]));
}

const doorOf = ({ address }: QuoteRequest, located: AddressAnswer | undefined) =>
	address?.point ?? (located?.kind === 'found' ? located.point : undefined);

async function quoteBasket(
	{ publicReads, travel }: Context,
	{ body, now, located }: { body: QuoteRequest; now: number; located: AddressAnswer | undefined }
): Promise<Result<BasketQuote>> {
	const { fulfilment, lines } = body;
	const read = await publicReads.shop(body.shop);
	if (!read) return refuse('not_found');
	const shop = onRoads(travel, read);
	const index = indexMenu((await publicReads.menu(shop.id)).menu);
	const basket = priceBasket(index, lines);
	if (!basket.ok) return basket;
	if (located?.kind === 'elsewhere') return refuse('too_far');
	if (located && located.kind !== 'found' && located.kind !== 'unmapped')
		return refuse('unknown_address');
	const door = doorOf(body, located);
	const isPizza = (product: string) => index.products.get(product)?.kind === 'pizza';
	const pizzas = pizzasOf(basket.value.lines, isPizza, shop.productWork);
	const way = quoteWay(shop, { pizzas, fulfilment, now, ...(door && { door }) });
	if (way.asap === null && way.slots.length === 0) {
		const isOpen = openingState(now, shop).open;
		return refuse(isOpen ? 'kitchen_paused' : 'shop_closed');
	}
	return done({ shop: presentShop(shop, now), pizzas: pizzaCount(pizzas), way });
}

interface Asked {
	pizzas: readonly PizzaGroup[];
	fulfilment: Fulfilment;
	now: number;
	door?: Point | undefined;
}

function quoteWay(shop: Shop, { pizzas, fulfilment, now, door }: Asked): WayQuote {
	const way = { fulfilment, straightM: metresTo(shop, fulfilment, door), door };
	const isOpen = openingState(now, shop).open;
	const isPaused = pauseAt(now, shop.knobs) !== null;
	return {
		asap: isOpen && !isPaused ? rangeOf(quoteFor(now, shop, pizzas, way)) : null,
		slots: slotsOf(slotBasis(now, shop, pizzas, way)).map((slot) => rangeOf(slotQuote(slot))),
		tooFar: way.straightM > shop.deliveryRadiusM
	};
}

const rangeOf = ({ from, to }: Quote): TimeRange => ({
	from: new Date(from).toISOString(),
	to: new Date(to).toISOString()
});

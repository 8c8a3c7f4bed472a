import type { PriceAnswer, PriceRequest } from '#domain/wire/contract.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { discounted, NO_DISCOUNT } from '#domain/pay/price.ts';
import { promoCodeOf, promotionFor } from '#domain/pay/promotion.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import * as menu from '../tables/menu.ts';
import * as promotions from '../tables/promotions.ts';
import type { Shop } from '../tables/shops.ts';
import type { Pool } from '../plumbing/pool.ts';

/** What an order of these lines with this code would cost now. Uses nothing. */
export async function previewPrice(
	pool: Pool,
	shop: Shop,
	{ body, now, secret }: { body: PriceRequest; now: number; secret: string }
): Promise<Result<PriceAnswer>> {
	const basket = priceBasket(indexMenu(await menu.ofShop(pool, shop.id)), body.lines);
	if (!basket.ok) return basket;
	const { lines } = basket.value;
	const discount =
		body.code === undefined
			? done(NO_DISCOUNT)
			: await discountOf(pool, shop, { body, code: body.code, lines, now, secret });
	if (!discount.ok) return discount;
	const feeMinor = body.fulfilment === 'delivery' ? shop.deliveryFeeMinor : 0;
	const price = discounted(lines, discount.value, feeMinor);
	const { linesMinor, discountMinor, totalMinor, vat } = price;
	return done({
		...{ linesMinor, discountMinor, feeMinor, totalMinor, vat },
		discountProduct: discount.value.product ?? null,
		currency: shop.currency
	});
}

async function discountOf(
	pool: Pool,
	shop: Shop,
	asked: {
		body: PriceRequest;
		code: string;
		lines: Parameters<typeof promotionFor>[1]['lines'];
		now: number;
		secret: string;
	}
) {
	const { body, code, lines, now, secret } = asked;
	const promotion = await promotions.byCode(pool, promoCodeOf(code));
	if (!promotion) return refuse('promo_unknown');
	const { phone } = body;
	const customer = phone ? { key: promotions.customerKey(secret, phone), phone } : undefined;
	const uses = await promotions.usesOf(pool, promotion.id, customer);
	const { zone, currency } = shop;
	return promotionFor(promotion, { shop: shop.id, zone, currency, lines, now, ...uses });
}

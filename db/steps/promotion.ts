/** A promotion code inside the transaction of an order. */

import type { PricedLine } from '#domain/menu/pricing.ts';
import { NO_DISCOUNT, type Discount } from '#domain/pay/price.ts';
import { promoCodeOf, promotionFor, type PromoUse } from '#domain/pay/promotion.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import * as promotions from '../tables/promotions.ts';
import type { Shop } from '../tables/shops.ts';
import type { Tx } from '../plumbing/pool.ts';

interface Redemption {
	/** As typed; undefined is an order without a code. */
	code: string | undefined;
	order: string;
	shop: Shop;
	phone: string;
	/** The key of the customer's hash. */
	secret: string;
	lines: readonly PricedLine[];
	/** Epoch ms. */
	now: number;
}

/**
 * Uses a code for a new order. One with a limited number of uses makes other orders with it wait, so that no
 * use is counted twice; one customer uses a code once.
 */
export async function redeemCode(tx: Tx, redemption: Redemption): Promise<Result<Discount>> {
	const { code, order, shop, phone, secret, lines, now } = redemption;
	if (code === undefined) return done(NO_DISCOUNT);
	const promotion = await promotions.byCode(tx, promoCodeOf(code));
	if (!promotion) return refuse('promo_unknown');
	if (promotion.maxUses !== null) await promotions.lock(tx, promotion.id);
	const customer = promotions.customerKey(secret, phone);
	const uses = await promotions.usesOf(tx, promotion.id, { key: customer, phone });
	const discount = promotionFor(promotion, { ...basis(shop, lines), ...uses, now });
	if (!discount.ok) return discount;
	const isFirst = await promotions.redeem(tx, { code: promotion.id, customer, order });
	return isFirst ? discount : refuse('promo_used');
}

function basis(
	shop: Shop,
	lines: readonly PricedLine[]
): Pick<PromoUse, 'shop' | 'zone' | 'currency' | 'lines'> {
	return { shop: shop.id, zone: shop.zone, currency: shop.currency, lines };
}

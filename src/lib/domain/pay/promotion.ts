/** Promotion codes: who may use one, and what it takes off. */

import { amountText } from '../order/money.ts';
import { done, refuse, type Result } from '../wire/faults.ts';
import type { Text } from '../menu/menu.ts';
import type { Discount } from './price.ts';

export const PROMO_KINDS = ['amount', 'percent', 'product'] as const;
export type PromoKind = (typeof PROMO_KINDS)[number];

/** Six to 24 capitals, digits and hyphens; people may type it in any case, with spaces around. */
export const PROMO_CODE = /^[A-Z0-9][A-Z0-9-]{4,22}[A-Z0-9]$/;

/** What a code takes off, and from which lines. */
export interface PromoRule {
	kind: PromoKind;
	/** Minor units of an amount; percent of the lines, or of one piece of the product. */
	value: number;
	/** The product of a code for one product. */
	product: string | null;
	/** Least sum of the lines. */
	minimumMinor: number;
}

export interface Promotion extends PromoRule {
	/** Null: in every shop of the group. */
	shop: string | null;
	/** For a first order of this phone number only. */
	firstOrder: boolean;
	/** Epoch ms. */
	from: number | null;
	until: number | null;
	maxUses: number | null;
	isDisabled: boolean;
}

/** What a code is held against. */
export interface PromoUse {
	shop: string;
	zone: string;
	currency: string;
	/** Epoch ms. */
	now: number;
	lines: readonly PromoLine[];
	/** How often the code was used. */
	uses: number;
	/** The phone number has ordered before. */
	hasOrdered: boolean;
	/** This customer has used the code. */
	hasUsed: boolean;
}

export interface PromoLine {
	product: string;
	unitMinor: number;
	quantity: number;
	totalMinor: number;
}

/** The code as it is stored. */
export const promoCodeOf = (typed: string): string => typed.trim().toUpperCase();

/** The discount of a code for these lines, or the rule that forbids it, in words. */
export function promotionFor(promotion: Promotion, use: PromoUse): Result<Discount> {
	const { from, until, maxUses } = promotion;
	if (promotion.shop !== null && promotion.shop !== use.shop) return refuse('promo_other_shop');
	if (promotion.isDisabled) return refuse('promo_over');
	if (from !== null && use.now < from) return refuse('promo_early', dayText(from, use.zone));
	if (until !== null && use.now >= until) return refuse('promo_over');
	if (use.hasUsed) return refuse('promo_used');
	if (maxUses !== null && use.uses >= maxUses) return refuse('promo_over');
	if (promotion.firstOrder && use.hasOrdered) return refuse('promo_first_order');
	return discountByRule(promotion, use.lines, use.currency);
}

/** What a code takes off these lines, or why it does not hold for them. A percentage is rounded to the nearest cent. */
export function discountByRule(
	{ kind, value, product, minimumMinor }: PromoRule,
	lines: readonly PromoLine[],
	currency: string
): Result<Discount> {
	const linesMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
	if (linesMinor < minimumMinor) return refuse('promo_minimum', amountText(minimumMinor, currency));
	if (kind === 'amount') return done({ amountMinor: Math.min(value, linesMinor) });
	if (kind === 'percent') return done({ amountMinor: Math.round((linesMinor * value) / 100) });
	const pieces = lines.filter((line) => line.product === product).map((line) => line.unitMinor);
	if (product === null || pieces.length === 0) return refuse('promo_product');
	return done({ amountMinor: Math.round((Math.max(...pieces) * value) / 100), product });
}

function dayText(instant: number, timeZone: string): Text {
	const format = (locale: string) =>
		new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
			instant
		);
	return { fr: `À partir du ${format('fr-FR')}.`, en: `From ${format('en-GB')}.` };
}

/**
 * The price of an order: lines, discount, fee and VAT. The same function prices the checkout page, the
 * placed and the changed order, and the receipt.
 */

import { FEE_VAT } from '../menu/pricing.ts';
import { apportion, vatIncluded } from '../order/money.ts';
import { vatTable, type VatRow } from './vat.ts';

/** A line as far as its price goes. */
export interface Priceable {
	product: string;
	/** Before the discount, VAT included. */
	totalMinor: number;
	/** VAT rate in thousandths. */
	vat: number;
}

export interface Discount {
	amountMinor: number;
	/** Only lines of this product are discounted. Undefined: all lines. */
	product?: string | undefined;
}

/** A line with its share of the discount, and the VAT of what is left to pay for it. */
export type Discounted<Line> = Line & { discountMinor: number; vatMinor: number };

export interface Price<Line> {
	lines: Discounted<Line>[];
	/** Sum of the lines before the discount. */
	linesMinor: number;
	discountMinor: number;
	feeMinor: number;
	/** `linesMinor - discountMinor + feeMinor`. */
	totalMinor: number;
	/** Lines after the discount, and the fee; its gross amounts add up to the total. */
	vat: VatRow[];
	/** Sum of the table. */
	vatMinor: number;
}

export const NO_DISCOUNT: Discount = { amountMinor: 0 };

/**
 * Prices lines with a discount, which is apportioned over them to the cent and never over the fee. A discount
 * above the lines that it is for is as large as they are.
 */
export function discounted<Line extends Priceable>(
	lines: readonly Line[],
	discount: Discount,
	feeMinor: number
): Price<Line> {
	const weights = lines.map(({ product, totalMinor }) =>
		discount.product === undefined || discount.product === product ? totalMinor : 0
	);
	const discountMinor = Math.min(discount.amountMinor, sumOf(weights));
	const shares = discountMinor > 0 ? apportion(discountMinor, weights) : [];
	const priced = lines.map((line, index) => {
		const share = shares[index] ?? 0;
		return {
			...line,
			discountMinor: share,
			vatMinor: vatIncluded(line.totalMinor - share, line.vat)
		};
	});
	const linesMinor = sumOf(lines.map((line) => line.totalMinor));
	const vat = vatOf(priced, feeMinor);
	return {
		lines: priced,
		linesMinor,
		discountMinor,
		feeMinor,
		totalMinor: linesMinor - discountMinor + feeMinor,
		vat,
		vatMinor: sumOf(vat.map((row) => row.vatMinor))
	};
}

/** The VAT table of discounted lines and a delivery fee. */
export function vatOf(
	lines: readonly { totalMinor: number; discountMinor: number; vat: number }[],
	feeMinor: number
): VatRow[] {
	return vatTable([
		...lines.map(({ vat, totalMinor, discountMinor }) => ({
			rate: vat,
			grossMinor: totalMinor - discountMinor
		})),
		{ rate: FEE_VAT, grossMinor: feeMinor }
	]);
}

const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

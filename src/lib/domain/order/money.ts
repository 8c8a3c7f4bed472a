/** Money: integer minor units, VAT inside the price. */

import type { Text } from '../menu/menu.ts';

/**
 * The VAT contained in a VAT-inclusive amount, rounded half up to a cent. `rate` is in thousandths.
 */
export function vatIncluded(totalMinor: number, rate: number): number {
	return Math.floor((2 * totalMinor * rate + (1000 + rate)) / (2 * (1000 + rate)));
}

/**
 * Splits an amount in proportion to weights, to the cent, by the largest-remainder method. The
 * parts always add up to the amount; weights that are all zero split it evenly.
 */
export function apportion(totalMinor: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((a, b) => a + b, 0);
	const shares = sum > 0 ? weights : weights.map(() => 1);
	const whole = sum > 0 ? sum : weights.length;
	const parts = shares.map((share) => Math.floor((totalMinor * share) / whole));
	const order = shares
		.map((share, index) => ({ index, rest: (totalMinor * share) % whole }))
		.sort((a, b) => b.rest - a.rest || a.index - b.index);
	let left = totalMinor - parts.reduce((a, b) => a + b, 0);
	for (const { index } of order) {
		if (left <= 0) break;
		parts[index] = (parts[index] ?? 0) + 1;
		left -= 1;
	}
	return parts;
}

/** An amount in both languages. */
export function amountText(minor: number, currency: string): Text {
	const format = (locale: string) =>
		new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 100);
	return { fr: format('fr-FR'), en: format('en-GB') };
}

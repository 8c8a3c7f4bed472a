/** VAT by rate, contained in VAT-inclusive amounts. */

import { apportion, vatIncluded } from '../order/money.ts';

/** One rate of a VAT table. */
export interface VatRow {
	/** In thousandths: 100 is 10 %. */
	rate: number;
	/** Including VAT. */
	grossMinor: number;
	vatMinor: number;
}

/**
 * The VAT table of amounts with their rates, lowest rate first. The VAT is rounded once for each rate, on
 * the sum of its amounts.
 */
export function vatTable(parts: readonly { rate: number; grossMinor: number }[]): VatRow[] {
	const sums = new Map<number, number>();
	for (const { rate, grossMinor } of parts) sums.set(rate, (sums.get(rate) ?? 0) + grossMinor);
	return [...sums]
		.filter(([, grossMinor]) => grossMinor !== 0)
		.sort(([a], [b]) => a - b)
		.map(([rate, grossMinor]) => ({ rate, grossMinor, vatMinor: vatIncluded(grossMinor, rate) }));
}

/**
 * The part of a table that an amount of its total pays: gross in proportion, to the cent, and VAT of each
 * gross. The whole total gives the table itself.
 */
export function shareOf(table: readonly VatRow[], amountMinor: number): VatRow[] {
	const total = table.reduce((sum, row) => sum + row.grossMinor, 0);
	if (amountMinor === total) return table.map((row) => ({ ...row }));
	const shares = apportion(
		amountMinor,
		table.map((row) => row.grossMinor)
	);
	return vatTable(table.map(({ rate }, index) => ({ rate, grossMinor: shares[index] ?? 0 })));
}

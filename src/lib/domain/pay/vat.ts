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

/**
 * What a refund gives back of a table, after earlier refunds: of `lines`, or in proportion to what is left. No
 * rate gives back more than it took, and refunds of the whole total give back exactly the table, VAT included.
 */
export function refundShare(
	table: readonly VatRow[],
	{
		before,
		amountMinor,
		lines = []
	}: { before: readonly VatRow[]; amountMinor: number; lines?: readonly VatRow[] }
): VatRow[] {
	const left = table.map(({ rate, grossMinor }) => ({
		rate,
		leftMinor: grossMinor - grossOf(before, rate)
	}));
	const named = left.map(({ rate, leftMinor }) => Math.min(leftMinor, grossOf(lines, rate)));
	const namedMinor = named.reduce((sum, minor) => sum + minor, 0);
	// A part of the lines, or all of them and a rest.
	const first = namedMinor > amountMinor ? apportion(amountMinor, named) : named;
	const others = left.map(({ leftMinor }, index) => leftMinor - (first[index] ?? 0));
	const othersMinor = others.reduce((sum, minor) => sum + minor, 0);
	const rest = apportion(
		Math.min(othersMinor, amountMinor - Math.min(namedMinor, amountMinor)),
		others
	);
	return left.flatMap(({ rate, leftMinor }, index) => {
		const grossMinor = (first[index] ?? 0) + (rest[index] ?? 0);
		const vatMinor = vatIncluded(leftMinor, rate) - vatIncluded(leftMinor - grossMinor, rate);
		return grossMinor === 0 ? [] : [{ rate, grossMinor, vatMinor }];
	});
}

/** The amounts by rate of which a table has less after a change. */
export function lostOf(before: readonly VatRow[], after: readonly VatRow[]): VatRow[] {
	return vatTable(
		before.map(({ rate, grossMinor }) => ({
			rate,
			grossMinor: Math.max(0, grossMinor - grossOf(after, rate))
		}))
	);
}

const grossOf = (rows: readonly VatRow[], rate: number) =>
	rows.reduce((sum, row) => (row.rate === rate ? sum + row.grossMinor : sum), 0);

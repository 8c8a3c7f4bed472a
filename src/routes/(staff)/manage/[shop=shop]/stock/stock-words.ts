/** The stock in words. */

import type { ChangeWords } from '$lib/office/office-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { Unit } from '#domain/menu/menu.ts';
import type { StockEntryKind } from '#domain/wire/stock.ts';

export const ENTRY_WORDS: Record<StockEntryKind, () => string> = {
	delivery: m.stock_delivery,
	count: m.stock_count,
	waste: m.stock_waste,
	transfer: m.stock_transfer
};

const UNITS: Record<Unit, (input: { n: string }) => string> = {
	g: m.stock_grams,
	ml: m.stock_millilitres,
	piece: ({ n }) => n
};

const UNIT_HINTS: Record<Unit, () => string> = {
	g: m.stock_in_grams,
	ml: m.stock_in_millilitres,
	piece: m.stock_in_pieces
};

/** A whole number with the separators of the language. */
export const countText = (n: number): string => n.toLocaleString(getLocale());

/** A quantity with its unit: `12 500 g`; of pieces, the number. */
export const quantityText = (quantity: number, unit: Unit): string =>
	UNITS[unit]({ n: countText(quantity) });

export const unitHint = (unit: Unit): string => UNIT_HINTS[unit]();

/** How the sheet and the log of an ingredient name their changes. */
export const stockWords = (unit: Unit): ChangeWords => ({
	fieldOf: (field) => (field === 'threshold' ? m.stock_threshold() : m.stock_quantity()),
	valueOf: (_field, value) => (value === null ? '—' : quantityText(Number(value), unit)),
	saved: m.stock_saved,
	actionOf: (action) => ENTRY_WORDS[action.replace('stock.', '') as StockEntryKind]?.()
});

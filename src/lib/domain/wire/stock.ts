/** The stock of a shop in the back office: one row for each ingredient. Quantities are in its own unit. */

import type { Text, Unit } from '../menu/menu.ts';
import type { OfficeRow } from './office.ts';

/** What a person books: `delivery` adds, `waste` takes away, `count` sets, `transfer` moves to another shop. */
export const STOCK_ENTRIES = ['delivery', 'count', 'waste', 'transfer'] as const;
export type StockEntryKind = (typeof STOCK_ENTRIES)[number];

export interface StockRow extends OfficeRow {
	name: Text;
	unit: Unit;
	quantity: number;
	/** At this quantity and below it is low; null without a limit. */
	threshold: number | null;
	isLow: boolean;
	/** ISO; when it runs out if orders go on as in the last two hours; null when it lasts for the evening. */
	runsOutAt: string | null;
}

/** PATCH /api/admin/stock/:item: what is absent stays. */
export interface StockChange {
	entry?: StockEntry | undefined;
	/** Null: no limit. */
	threshold?: number | null | undefined;
}

export interface StockEntry {
	kind: StockEntryKind;
	quantity: number;
	/** The shop that a transfer goes to. */
	to?: string | undefined;
}

/** What a change does, in words. */

import { m } from '$lib/paraglide/messages.js';
import type { FactKind, OfficeFact, OfficeValue } from '#domain/wire/office.ts';

/** How a list names its fields and their values. */
export interface ChangeWords {
	fieldOf: (field: string) => string;
	valueOf: (field: string, value: OfficeValue) => string;
	/** Other words than those of a thing that is sold. */
	archive?: () => string;
	restore?: () => string;
	saved?: () => string;
	/** What was done, when the fields alone do not say it; undefined when they do. */
	actionOf?: (action: string) => string | undefined;
}

const FACT_WORDS: Record<FactKind, (n: { n: number }) => string> = {
	open_orders_keep: m.office_fact_open_orders,
	shops_follow: m.office_fact_follow,
	shops_keep: m.office_fact_keep,
	joins_menu: () => m.office_fact_joins(),
	leaves_menu: () => m.office_fact_leaves(),
	allergens_unknown: () => m.office_fact_allergens(),
	stock_empty: () => m.office_fact_stock(),
	orders_keep_terms: m.office_fact_terms,
	products_leave: m.office_fact_products_leave,
	products_join: m.office_fact_products_join,
	products_unsold: m.office_fact_products_unsold,
	products_sold: m.office_fact_products_sold,
	devices_end: m.people_fact_devices,
	shift_runs: () => m.people_fact_shift(),
	leaves_shop: () => m.people_fact_leaves(),
	link_mailed: () => m.people_fact_link(),
	account_known: () => m.people_fact_known()
};

export const factWord = ({ kind, n }: OfficeFact): string => FACT_WORDS[kind]({ n });

/** A value that says nothing itself: yes, no, or nothing. */
export function plainValue(value: OfficeValue): string {
	if (value === null || value === '') return '—';
	if (typeof value === 'boolean') return value ? m.office_yes() : m.office_no();
	return String(value);
}

/** The form of an ingredient in stock: one entry, and its limit. */

import { wholeFrom, type FormRules } from '$lib/office/typed.ts';
import type { StockRow } from '#domain/wire/stock.ts';

export const STOCK_FORM: FormRules<StockRow> = {
	list: 'stock',
	typedOf: (row) => ({
		'entry.kind': 'delivery',
		'entry.quantity': '',
		'entry.to': '',
		threshold: row?.threshold == null ? '' : String(row.threshold)
	}),
	bodyOf: (typed, row) => {
		const kind = String(typed['entry.kind']);
		const quantity = String(typed['entry.quantity']).trim();
		const to = String(typed['entry.to']);
		const limit = String(typed.threshold).trim();
		const threshold = limit === '' ? null : groupedFrom(limit);
		return {
			...(quantity !== '' && {
				entry: {
					kind,
					quantity: groupedFrom(quantity),
					...(kind === 'transfer' && to !== '' && { to })
				}
			}),
			...(threshold !== (row?.threshold ?? null) && { threshold })
		};
	}
};

/** Spaces may group the digits. */
const groupedFrom = (text: string): number | string => {
	const whole = wholeFrom(text.replace(/\s/g, ''));
	return typeof whole === 'number' ? whole : text;
};

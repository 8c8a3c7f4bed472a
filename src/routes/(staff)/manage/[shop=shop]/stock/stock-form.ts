/** The form of an ingredient in stock: one entry, and its limit. */

import type { FormRules } from '$lib/office/typed.ts';
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
		const threshold = limit === '' ? null : wholeFrom(limit);
		return {
			...(quantity !== '' && {
				entry: {
					kind,
					quantity: wholeFrom(quantity),
					...(kind === 'transfer' && to !== '' && { to })
				}
			}),
			...(threshold !== (row?.threshold ?? null) && { threshold })
		};
	}
};

/** A text that is no whole number stays one, so that the server names the field; spaces may group its digits. */
function wholeFrom(text: string): number | string {
	const digits = text.replace(/\s/g, '');
	return /^\d+$/.test(digits) ? Number(digits) : text;
}

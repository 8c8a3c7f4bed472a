/** The form of a category: what is typed, and the request that it makes. */

import { wholeFrom, type FormRules } from '$lib/office/typed.ts';
import type { CategoryRow } from '#domain/wire/office.ts';

export const CATEGORY_FORM: FormRules<CategoryRow> = {
	list: 'categories',
	typedOf: (row) => ({
		'name.fr': row?.name.fr ?? '',
		'name.en': row?.name.en ?? '',
		...(row && { position: String(row.position) })
	}),
	bodyOf: (typed, row) => {
		const name = { fr: String(typed['name.fr']), en: String(typed['name.en']) };
		if (!row) return { name };
		const place = String(typed.position).trim();
		const isNamed = name.fr !== row.name.fr || name.en !== row.name.en;
		return {
			...(isNamed && { name }),
			...(place !== String(row.position) && {
				position: wholeFrom(place)
			})
		};
	}
};

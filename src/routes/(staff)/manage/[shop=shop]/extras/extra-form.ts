/** The form of an extra: `price.m` and `quantity.m` are of size m; an empty price leaves the size out. */

import { minorFrom, typedFrom, wholeFrom, type FormRules, type Typed } from '$lib/office/typed.ts';
import type { ExtraRow } from '#domain/wire/extras.ts';

export type Group = Pick<ExtraRow, 'sizes'> & { id: string; name: ExtraRow['groupName'] };

/** The sizes of the extra, or of the group that a new one is in. */
export const sizesOf = (
	typed: Typed,
	row: ExtraRow | undefined,
	groups: readonly Group[]
): ExtraRow['sizes'] => row?.sizes ?? groups.find(({ id }) => id === typed.group)?.sizes ?? [];

/** The rules of the form, with the decimal mark of the reader's language. */
export function extraForm(mark: ',' | '.', groups: readonly Group[]): FormRules<ExtraRow> {
	return {
		list: 'extras',
		typedOf: (row): Typed => {
			const typed: Typed = {
				group: row?.group ?? groups[0]?.id ?? '',
				'name.fr': row?.name.fr ?? '',
				'name.en': row?.name.en ?? '',
				ingredient: row?.ingredient ?? ''
			};
			for (const { id } of row?.sizes ?? []) {
				const price = row?.prices[id];
				typed[`price.${id}`] = price === undefined ? '' : typedFrom(price, mark);
				typed[`quantity.${id}`] = String(row?.quantities[id] ?? '');
			}
			return typed;
		},
		bodyOf: (typed, row) => bodyOf(typed, row, sizesOf(typed, row, groups))
	};
}

function bodyOf(
	typed: Typed,
	row: ExtraRow | undefined,
	sizes: ExtraRow['sizes']
): Record<string, unknown> {
	const text = (field: string) => String(typed[field] ?? '').trim();
	const name = { fr: text('name.fr'), en: text('name.en') };
	const ingredient = text('ingredient') || null;
	const filled = (field: string, valueOf: (typed: string) => number | string) =>
		Object.fromEntries(
			sizes.flatMap(({ id }) => {
				const value = text(`${field}.${id}`);
				return value === '' ? [] : [[id, valueOf(value)]];
			})
		);
	const prices = filled('price', minorFrom);
	const quantities = ingredient === null ? {} : filled('quantity', wholeFrom);
	if (!row) return { group: text('group'), name, prices, ingredient, quantities };
	const isNamed = name.fr !== row.name.fr || name.en !== row.name.en;
	return {
		...(isNamed && { name }),
		...(!sameAmounts(prices, row.prices) && { prices }),
		...(ingredient !== row.ingredient && { ingredient }),
		...(!sameAmounts(quantities, row.quantities) && { quantities })
	};
}

type Amounts = Readonly<Record<string, number | string>>;
const sameAmounts = (a: Amounts, b: Amounts): boolean =>
	Object.keys({ ...a, ...b }).every((size) => a[size] === b[size]);

/** The form of a product: what is typed, and the request that it makes. */

import { minorFrom, typedFrom, type FormRules, type Typed } from '$lib/office/typed.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { ProductRow } from '#domain/wire/office.ts';

/** A new product has one size; its name is only seen where there are several. */
const ONE_SIZE: Text = { fr: 'Taille unique', en: 'One size' };

/** The rules of the form, with the decimal mark of the reader's language. */
export function productForm(mark: ',' | '.'): FormRules<ProductRow> {
	const addAt = ({ copyOf }: Typed) => (copyOf ? `/${String(copyOf)}/copy` : '');
	return { list: 'products', typedOf: (row) => typedOf(row, mark), bodyOf, addAt };
}

function typedOf(row: ProductRow | undefined, mark: ',' | '.'): Typed {
	const typed: Typed = {
		category: row?.category ?? '',
		'name.fr': row?.name.fr ?? '',
		'name.en': row?.name.en ?? '',
		'description.fr': row?.description.fr ?? '',
		'description.en': row?.description.en ?? '',
		vat: String(row?.vat ?? 100),
		isOff: row?.isOff ?? false,
		isKnown: row ? row.allergens !== null : false,
		allergens: row?.allergens?.join(' ') ?? ''
	};
	if (!row) Object.assign(typed, { price: '', copyOf: '' });
	for (const { id, name, priceMinor, shopMinor } of row?.sizes ?? []) {
		typed[`${id}.fr`] = name.fr;
		typed[`${id}.en`] = name.en;
		typed[`${id}.price`] = typedFrom(priceMinor, mark);
		typed[`${id}.here`] = shopMinor === null ? '' : typedFrom(shopMinor, mark);
	}
	return typed;
}

function bodyOf(typed: Typed, row: ProductRow | undefined): Record<string, unknown> {
	const text = (field: string) => String(typed[field] ?? '');
	const both = (field: string) => ({ fr: text(`${field}.fr`), en: text(`${field}.en`) });
	const allergens = typed.isKnown ? text('allergens').split(' ').filter(Boolean).sort() : null;
	if (!row && text('copyOf') !== '')
		return { name: both('name'), description: both('description') };
	if (!row)
		return {
			...{ category: text('category'), name: both('name'), description: both('description') },
			...{ vat: Number(text('vat')), allergens, isOff: typed.isOff },
			sizes: [{ name: ONE_SIZE, priceMinor: minorFrom(text('price')) }]
		};
	const body = {
		...differing('category', text('category'), row.category),
		...differing('name', both('name'), row.name),
		...differing('description', both('description'), row.description),
		...differing('vat', Number(text('vat')), row.vat),
		...differing('isOff', typed.isOff, row.isOff),
		...differing('allergens', allergens, row.allergens && row.allergens.toSorted())
	};
	const sizes = row.sizes.map(({ id, name, priceMinor, shopMinor }) => ({
		id,
		...differing('name', both(id), name),
		...differing('priceMinor', minorFrom(text(`${id}.price`)), priceMinor),
		...differing('shopMinor', ownPrice(text(`${id}.here`)), shopMinor)
	}));
	const isPriced = sizes.some((size) => Object.keys(size).length > 1);
	return isPriced ? { ...body, sizes } : body;
}

/** Empty is the group's price, and never zero. */
const ownPrice = (typed: string) => (typed.trim() === '' ? null : minorFrom(typed));

function differing(field: string, value: unknown, before: unknown): Record<string, unknown> {
	return sameValue(value, before) ? {} : { [field]: value };
}

/** Texts have two languages, whose order does not matter. */
function sameValue(a: unknown, b: unknown): boolean {
	const plain = (value: unknown) =>
		typeof value === 'object' && value !== null && 'fr' in value
			? [value.fr, 'en' in value ? value.en : '']
			: value;
	return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

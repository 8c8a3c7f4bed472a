/** Fields of a product as the change log and the fence have them. */

import type { OfficeFields, OfficeValue, ProductRow } from '../wire/office.ts';

export function productFields(row: ProductRow): OfficeFields {
	const fields: Record<string, OfficeValue> = {
		isArchived: row.isArchived,
		category: row.category,
		'name.fr': row.name.fr,
		'name.en': row.name.en,
		'description.fr': row.description.fr,
		'description.en': row.description.en,
		vat: row.vat,
		allergens: row.allergens && row.allergens.join(' '),
		isOff: row.isOff
	};
	for (const { id, name, priceMinor, shopMinor } of row.sizes) {
		fields[`sizes.${id}.name.fr`] = name.fr;
		fields[`sizes.${id}.name.en`] = name.en;
		fields[`sizes.${id}.priceMinor`] = priceMinor;
		fields[`sizes.${id}.shopMinor`] = shopMinor;
	}
	return fields;
}

/** Whether the field is one shop's own matter; all others are the group's. */
export const isShopField = (field: string): boolean =>
	field === 'isOff' || field.endsWith('.shopMinor');

/** The lists of the back office: their bodies, and how they are searched and sorted. */

import type { z } from 'zod';
import type { Listing } from '#domain/office/listing.ts';
import { productsCsv } from '#domain/office/product-csv.ts';
import type {
	CategoryChange,
	CategoryRow,
	NewCategory,
	NewProduct,
	OfficeRow,
	ProductChange,
	ProductRow
} from '#domain/wire/office.ts';
import { OFFICES, type Office } from '../../db/commands/edit-office.ts';
import { categoryChange, newCategory, newProduct, productChange } from '../admin-schemas.ts';

/** A list of the back office, as its routes need it. */
export interface List<Row extends OfficeRow, New, Change> {
	name: keyof typeof OFFICES;
	office: Office<Row, New, Change>;
	listing: Listing<Row>;
	change: z.ZodType<Change & { version: string }>;
	add: z.ZodType<New>;
	/** The change that archives one. */
	archived: Change;
	/** The whole list as a file. */
	csvOf?: (rows: readonly Row[]) => string;
}

/** What the shop takes for the smallest size. */
const priceOf = ({ sizes: [size] }: ProductRow): number => size?.shopMinor ?? size?.priceMinor ?? 0;

export const PRODUCT_LIST: List<ProductRow, NewProduct, ProductChange> = {
	name: 'products',
	office: OFFICES.products,
	listing: {
		wordsOf: ({ id, name, category }) => [id, name.fr, name.en, category],
		sorts: {
			name: ({ name }) => name.fr,
			category: ({ category }) => category,
			price: priceOf,
			state: ({ isSold }) => Number(isSold)
		}
	},
	change: productChange,
	add: newProduct,
	archived: { isArchived: true },
	csvOf: productsCsv
};

export const CATEGORY_LIST: List<CategoryRow, NewCategory, CategoryChange> = {
	name: 'categories',
	office: OFFICES.categories,
	listing: {
		wordsOf: ({ id, name }) => [id, name.fr, name.en],
		sorts: {
			name: ({ name }) => name.fr,
			position: ({ position }) => position,
			products: ({ products }) => products
		}
	},
	change: categoryChange,
	add: newCategory,
	archived: { isArchived: true }
};

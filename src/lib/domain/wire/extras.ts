/** Extras in the back office: what customers add to a product. All of it is the group's. */

import type { Text } from '../menu/menu.ts';
import type { OfficeRow } from './office.ts';

/** By size id. */
export type BySize = Record<string, number>;

export interface ExtraRow extends OfficeRow {
	/** The group of options that it is in: extras, or the dressings of a salad. */
	group: string;
	groupName: Text;
	name: Text;
	/** Sizes of the products that offer the group. */
	sizes: { id: string; name: Text }[];
	/** In minor units; a size without a price does not offer it. */
	prices: BySize;
	/** What it takes from the stock; null when it takes nothing, as a cut into slices. */
	ingredient: string | null;
	/** In the unit of the ingredient; empty without one. */
	quantities: BySize;
}

/** PATCH /api/admin/extras/:item: what is absent stays. */
export interface ExtraChange {
	name?: Text | undefined;
	prices?: BySize | undefined;
	ingredient?: string | null | undefined;
	quantities?: BySize | undefined;
	isArchived?: boolean | undefined;
}

/** POST /api/admin/extras. */
export interface NewExtra {
	group: string;
	name: Text;
	prices: BySize;
	ingredient: string | null;
	quantities: BySize;
}

/**
 * Types of the wire of the back office: lists of things that owners and managers edit, each with a fence
 * (`version`), an effect that is shown before it is saved, and a change log.
 */

import type { Allergen, Product, Text, VatRate } from '../menu/menu.ts';
import type { SettingUnit } from '../office/settings.ts';

export type OfficeValue = string | number | boolean | null;

/** What can be edited of a thing, by the path of the field: `name.fr`, `sizes.m.priceMinor`. */
export type OfficeFields = Readonly<Record<string, OfficeValue>>;

export interface OfficeChange {
	field: string;
	before: OfficeValue;
	after: OfficeValue;
}

/** What a change does elsewhere. */
export const FACT_KINDS = [
	/** Open orders that have it, and keep their price. */
	'open_orders_keep',
	/** Shops whose price follows the group's, and shops that keep their own. */
	'shops_follow',
	'shops_keep',
	/** It appears on the menu of this shop, or leaves it. */
	'joins_menu',
	'leaves_menu',
	/** Why it is not sold here. */
	'allergens_unknown',
	'stock_empty',
	/** Open orders that keep their fee and promise, whatever the settings are now. */
	'orders_keep_terms',
	/** Products of a category that leave the menu, or appear. */
	'products_leave',
	'products_join',
	/** Products that are sold no more because of it, or again. */
	'products_unsold',
	'products_sold',
	/** A person: devices that are signed out, a shift that still runs, the last role in this shop. */
	'devices_end',
	'shift_runs',
	'leaves_shop',
	/** A new person gets a mail with a link, or has an account in another shop already. */
	'link_mailed',
	'account_known'
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

export interface OfficeFact {
	kind: FactKind;
	n: number;
}

export interface OfficeRow {
	id: string;
	/** A hash of all that can be edited, as this shop sees it: a change brings the one that it has seen. */
	version: string;
	isArchived: boolean;
}

export interface OfficePage<Row extends OfficeRow = OfficeRow> {
	items: Row[];
	/** Rows that match, on all pages. */
	total: number;
	/** From 1. */
	page: number;
	pages: number;
}

/** The answer to a change. With `isDry` it was only tried, and nothing is saved. */
export interface OfficeSaved<Row extends OfficeRow = OfficeRow> {
	item: Row;
	changes: OfficeChange[];
	facts: OfficeFact[];
	isDry: boolean;
}

/** The log of one thing, the newest first. */
export interface OfficeLog {
	entries: {
		id: number;
		/** ISO. */
		at: string;
		/** Null when the person has left, or a program did it. */
		by: string | null;
		action: string;
		changes: OfficeChange[];
	}[];
}

/** The answer to an import of a file. */
export interface OfficeImport {
	added: number;
	changed: number;
	same: number;
	isDry: boolean;
}

export interface ProductSizeRow {
	id: string;
	name: Text;
	/** The group's price. */
	priceMinor: number;
	/** This shop's own price; null is the group's. */
	shopMinor: number | null;
}

/** A product as one shop sees it. */
export interface ProductRow extends OfficeRow {
	category: string;
	kind: Product['kind'];
	name: Text;
	description: Text;
	vat: VatRate;
	sizes: ProductSizeRow[];
	/** Not sold in this shop, whatever its stock. */
	isOff: boolean;
	/** Null: not known, so it is not sold. Of a bundle it is empty: its parts have their own. */
	allergens: Allergen[] | null;
	/** Whether its allergens are set here: otherwise they come from its recipe. */
	hasOwnAllergens: boolean;
	/** Whether it is on the menu of this shop now. */
	isSold: boolean;
}

/** PATCH /api/admin/products/:item: what is absent stays. */
export interface ProductChange {
	category?: string | undefined;
	name?: Text | undefined;
	description?: Text | undefined;
	vat?: VatRate | undefined;
	sizes?:
		| {
				id: string;
				name?: Text | undefined;
				priceMinor?: number | undefined;
				/** Null: back to the group's price. */
				shopMinor?: number | null | undefined;
		  }[]
		| undefined;
	isOff?: boolean | undefined;
	allergens?: Allergen[] | null | undefined;
	isArchived?: boolean | undefined;
}

/** POST /api/admin/products: a product that is sold as it is bought, such as a drink. */
export interface NewProduct {
	category: string;
	name: Text;
	description: Text;
	vat: VatRate;
	sizes: {
		id?: string | undefined;
		name: Text;
		priceMinor: number;
		shopMinor?: number | null | undefined;
	}[];
	/** Null: not known yet. */
	allergens: Allergen[] | null;
	isOff?: boolean | undefined;
	isArchived?: boolean | undefined;
}

/** POST /api/admin/products/:item/copy: a product like that one; archived until it is put into use. */
export interface ProductCopy {
	name: Text;
	description: Text;
}

export interface CategoryRow extends OfficeRow {
	name: Text;
	/** From 1, as on the menu. */
	position: number;
	/** Products in it that are not archived. */
	products: number;
}

/** PATCH /api/admin/categories/:item: what is absent stays. */
export interface CategoryChange {
	name?: Text | undefined;
	position?: number | undefined;
	isArchived?: boolean | undefined;
}

export interface NewCategory {
	name: Text;
}

/** A setting of one shop: its fee, its distances and delays, and the hours of each weekday. */
export interface SettingRow extends OfficeRow {
	unit: SettingUnit;
	/** Hours are a text such as `11:30-14:00 18:00-22:30`; empty on a closed day. */
	value: number | string;
}

/** PATCH /api/admin/settings/:item. */
export interface SettingChange {
	value: number | string;
}

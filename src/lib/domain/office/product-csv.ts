/** Products as a file: one row for each size. Written and read with the same columns, in both languages. */

import type { Text } from '../menu/menu.ts';
import { csvOf, readCsv, type CsvRow } from '../text/csv.ts';
import type { FieldFault } from '../wire/faults.ts';
import type { ProductRow } from '../wire/office.ts';

/** Columns of the product; each of its rows has the same values there. */
const PRODUCT_COLUMNS = [
	'id',
	'version',
	'category',
	'name_fr',
	'name_en',
	'description_fr',
	'description_en',
	'vat',
	'allergens',
	'archived',
	'off_here'
] as const;
/** Columns of one size. */
const SIZE_COLUMNS = ['size', 'size_fr', 'size_en', 'price', 'price_here'] as const;
export const COLUMNS = [...PRODUCT_COLUMNS, ...SIZE_COLUMNS] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Record<Column, string>;

/** Says that there are no allergens; an empty cell says that they are not known. */
const NONE = 'none';
const YES = 'yes';

/** The products as one shop sees them. Prices have a point and two decimals; `price_here` is empty when it is the group's. */
export function productsCsv(rows: readonly ProductRow[]): string {
	return csvOf([
		[...COLUMNS],
		...rows.flatMap((row) =>
			row.sizes.map((size) => [
				...[row.id, row.version, row.category, row.name.fr, row.name.en],
				...[row.description.fr, row.description.en, row.vat],
				row.allergens && (row.allergens.join(' ') || NONE),
				...[row.isArchived ? YES : '', row.isOff ? YES : ''],
				...[size.id, size.name.fr, size.name.en, decimal(size.priceMinor)],
				size.shopMinor === null ? null : decimal(size.shopMinor)
			])
		)
	]);
}

const decimal = (minor: number): string => (minor / 100).toFixed(2);

/** A product as the file has it, not checked yet. */
export interface ProductDraft {
	/** Of its first row. */
	line: number;
	id: string;
	/** The version that the file was made from; empty for a product that is to be added. */
	version: string;
	/** What it becomes, in the form of the API; a value that is no number stays a text, so that the check names it. */
	body: Record<string, unknown>;
	/** Line and column of a field of the body, by its path. */
	placeOf: (path: string) => { line: number; column: string };
}

export interface ReadProducts {
	drafts: ProductDraft[];
	/** Rows that cannot be read at all. */
	faults: FieldFault[];
}

/** Reads a file of products. The order of the columns does not matter; an unknown or a missing one is a fault. */
export function readProductsCsv(text: string): ReadProducts {
	const [head, ...rows] = readCsv(text);
	const names = head?.cells.map((name) => name.trim()) ?? [];
	const faults = headFaults(head?.line ?? 1, names);
	if (faults.length > 0) return { drafts: [], faults };
	if (rows.length === 0) return { drafts: [], faults: [rowFault(1, 'id', WORDS.empty)] };
	const read = rows.map((row) => ({ line: row.line, cells: cellsOf(names, row) }));
	for (const [i, { cells }] of rows.entries())
		if (cells.length > names.length) faults.push(rowFault(rows[i]?.line ?? 0, 'id', WORDS.tooMany));
	for (const { line, cells } of read) if (!cells.id) faults.push(rowFault(line, 'id', WORDS.noId));
	const groups = Map.groupBy(
		read.filter(({ cells }) => cells.id),
		({ cells }) => cells.id
	);
	const drafts = [...groups.values()].map((group) => draftOf(group, faults));
	return { drafts, faults };
}

interface Read {
	line: number;
	cells: Cells;
}

function draftOf(group: readonly Read[], faults: FieldFault[]): ProductDraft {
	const [first] = group;
	if (!first) throw new Error('a group has a row');
	for (const { line, cells } of group.slice(1))
		for (const column of PRODUCT_COLUMNS)
			if (cells[column] !== first.cells[column])
				faults.push(rowFault(line, column, WORDS.differs(first.line)));
	const twice = group.find(({ cells }, i) =>
		group.slice(0, i).some((before) => before.cells.size === cells.size)
	);
	if (twice) faults.push(rowFault(twice.line, 'size', WORDS.twice));
	const { line, cells } = first;
	return {
		line,
		id: cells.id,
		version: cells.version,
		body: {
			category: cells.category,
			name: { fr: cells.name_fr, en: cells.name_en },
			description: { fr: cells.description_fr, en: cells.description_en },
			vat: numberOf(cells.vat, 1),
			allergens: allergensOf(cells.allergens),
			isArchived: yesOf(cells.archived),
			isOff: yesOf(cells.off_here),
			sizes: group.map(({ cells: size }) => ({
				id: size.size,
				name: { fr: size.size_fr, en: size.size_en },
				priceMinor: numberOf(size.price, 100),
				shopMinor: size.price_here === '' ? null : numberOf(size.price_here, 100)
			}))
		},
		placeOf: (path) => placeOf(group, path)
	};
}

const FIELD_COLUMNS: Record<string, Column> = {
	isArchived: 'archived',
	isOff: 'off_here',
	priceMinor: 'price',
	shopMinor: 'price_here'
};

/** `sizes.1.priceMinor` is the price of the second row of the product. */
function placeOf(group: readonly Read[], path: string): { line: number; column: string } {
	const parts = path.split('.');
	const row = parts[0] === 'sizes' ? group[Number(parts[1])] : group[0];
	const line = (row ?? group[0])?.line ?? 1;
	const field = (parts[0] === 'sizes' ? parts[2] : parts[0]) ?? 'size';
	const language = parts.at(-1);
	if (field === 'name' && parts[0] === 'sizes')
		return { line, column: language === 'en' ? 'size_en' : 'size_fr' };
	if (field === 'name' || field === 'description')
		return { line, column: `${field}_${language === 'en' ? 'en' : 'fr'}` };
	if (parts[0] === 'sizes' && field === 'id') return { line, column: 'size' };
	return { line, column: FIELD_COLUMNS[field] ?? field };
}

function cellsOf(names: readonly string[], { cells }: CsvRow): Cells {
	const entries = names.map((name, i) => [name, cells[i] ?? ''] as const);
	const read = Object.fromEntries(entries) as Cells;
	// Ids and numbers may have spaces around them; texts keep theirs, which the check cleans.
	for (const column of ['id', 'version', 'category', 'vat', 'allergens', 'size', 'price'] as const)
		read[column] = read[column].trim();
	for (const column of ['archived', 'off_here', 'price_here'] as const)
		read[column] = read[column].trim();
	return read;
}

/** Decimals with a point or a comma, times `factor`, where that is a whole number; otherwise the text. */
function numberOf(typed: string, factor: number): number | string {
	if (!/^\d+([.,]\d{1,2})?$/.test(typed)) return typed;
	const value = Math.round(Number(typed.replace(',', '.')) * factor);
	return factor === 1 && /[.,]/.test(typed) ? typed : value;
}

function allergensOf(cell: string): string[] | null {
	if (cell === '') return null;
	return cell === NONE ? [] : cell.split(/\s+/);
}

/** Empty and `no` are no; a word that is neither stays, so that the check names it. */
function yesOf(cell: string): boolean | string {
	const lower = cell.toLowerCase();
	if (lower === YES) return true;
	return lower === '' || lower === 'no' ? false : cell;
}

const WORDS = {
	empty: { fr: 'le fichier n’a aucun article', en: 'the file has no product' },
	tooMany: { fr: 'plus de cellules que de colonnes', en: 'more cells than columns' },
	noId: { fr: 'manque', en: 'is missing' },
	twice: { fr: 'cette taille est là deux fois', en: 'this size is there twice' },
	unknown: { fr: 'colonne inconnue', en: 'unknown column' },
	missing: { fr: 'cette colonne manque', en: 'this column is missing' },
	differs: (line: number): Text => ({
		fr: `diffère de la ligne ${line} du même article`,
		en: `differs from line ${line} of the same product`
	})
};

function headFaults(line: number, names: readonly string[]): FieldFault[] {
	const known: readonly string[] = COLUMNS;
	return [
		...names
			.filter((name) => !known.includes(name))
			.map((name) => rowFault(line, name, WORDS.unknown)),
		...known
			.filter((name) => !names.includes(name))
			.map((name) => rowFault(line, name, WORDS.missing))
	];
}

/** What is wrong with one cell; the path is `line.column`. */
export function rowFault(line: number, column: string, what: Text): FieldFault {
	const name = column.slice(0, 40);
	return {
		path: `${line}.${name}`,
		message: {
			fr: `Ligne ${line}, ${name}\u00a0: ${what.fr}`,
			en: `Line ${line}, ${name}: ${what.en}`
		}
	};
}

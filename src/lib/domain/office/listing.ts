/** One page of a list of the back office: searched, sorted, cut. */

import { folded } from '../menu/finding.ts';
import type { OfficePage, OfficeRow } from '../wire/office.ts';

export const ROWS_A_PAGE = 25;
/** Which rows: those in use, the archived ones, or both. */
export const SHOWN = ['current', 'archived', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Asked {
	/** Words that a row has to contain, each at the start of a word. */
	q?: string | undefined;
	/** A column; with `-` before it the other way round. The list's own order without it. */
	sort?: string | undefined;
	/** From 1; past the end it is the last page. */
	page?: number | undefined;
	show?: Shown | undefined;
}

/** How a list is searched and sorted. */
export interface Listing<Row> {
	wordsOf: (row: Row) => readonly string[];
	sorts: Readonly<Record<string, (row: Row) => string | number>>;
}

/** The page that is asked for. An unknown column sorts by the list's own order. */
export function pageOf<Row extends OfficeRow>(
	rows: readonly Row[],
	{ q = '', sort, page = 1, show = 'current' }: Asked,
	{ wordsOf, sorts }: Listing<Row>
): OfficePage<Row> {
	const words = folded(q).split(' ').filter(Boolean);
	const isShown = (row: Row) => show === 'all' || row.isArchived === (show === 'archived');
	const matches = (row: Row) => {
		const text = ` ${wordsOf(row).map(folded).join(' ')}`;
		return words.every((word) => text.includes(` ${word}`));
	};
	const found = rows.filter((row) => isShown(row) && matches(row));
	const sorted = sortBy(found, sort, sorts);
	const pages = Math.max(1, Math.ceil(found.length / ROWS_A_PAGE));
	const here = Math.min(Math.max(1, page), pages);
	const from = (here - 1) * ROWS_A_PAGE;
	return {
		items: sorted.slice(from, from + ROWS_A_PAGE),
		total: found.length,
		page: here,
		pages
	};
}

function sortBy<Row>(
	rows: readonly Row[],
	sort: string | undefined,
	sorts: Listing<Row>['sorts']
): Row[] {
	const isDown = sort?.startsWith('-') ?? false;
	const column = sort?.replace(/^-/, '') ?? '';
	const keyOf = Object.hasOwn(sorts, column) ? sorts[column] : undefined;
	if (!keyOf) return [...rows];
	const sign = isDown ? -1 : 1;
	return rows.toSorted((a, b) => sign * compare(keyOf(a), keyOf(b)));
}

function compare(a: string | number, b: string | number): number {
	if (typeof a === 'number' && typeof b === 'number') return a - b;
	return String(a).localeCompare(String(b), 'fr', { sensitivity: 'base', numeric: true });
}

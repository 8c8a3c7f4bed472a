/** The address of a page of a list: what is searched, how it is sorted, which page. */

import { SHOWN, type Shown } from '#domain/office/listing.ts';

export interface ListAsked {
	q: string;
	/** A column, with `-` before it the other way round; empty for the list's own order. */
	sort: string;
	show: Shown;
	page: number;
}

/** What an address asks for; what cannot be read is as if it were not there. */
export function askedIn(query: URLSearchParams): ListAsked {
	const show = SHOWN.find((one) => one === query.get('show')) ?? 'current';
	const sort = query.get('sort') ?? '';
	const page = Number(query.get('page'));
	return {
		q: (query.get('q') ?? '').slice(0, 80),
		sort: /^-?[a-z]{1,30}$/i.test(sort) ? sort : '',
		show,
		page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1
	};
}

/** The query of an address, without what is as it would be anyway. */
export function queryOf({ q, sort, show, page }: ListAsked): string {
	const query = new URLSearchParams({
		...(q && { q }),
		...(sort && { sort }),
		...(show !== 'current' && { show }),
		...(page > 1 && { page: String(page) })
	});
	return `?${query}`;
}

/** How the list is sorted by a column now. */
export function sortState(sort: string, column: string): 'ascending' | 'descending' | 'none' {
	if (sort === column) return 'ascending';
	return sort === `-${column}` ? 'descending' : 'none';
}

/** A press on a column: up, then down, then the list's own order. */
export function nextSort(sort: string, column: string): string {
	return { none: column, ascending: `-${column}`, descending: '' }[sortState(sort, column)];
}

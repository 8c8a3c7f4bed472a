import { read } from '$lib/live/load.server.ts';
import type { OfficePage, OfficeRow } from '#domain/wire/office.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { askedIn, queryOf, type ListAsked } from './list-address.ts';

type Asking = Pick<RequestEvent, 'fetch' | 'url' | 'setHeaders'>;

/** The page of a list that the address asks for; no browser keeps it. */
export async function readOffice<Row extends OfficeRow>(
	event: Asking,
	list: string,
	shop: string
): Promise<{ asked: ListAsked; found: OfficePage<Row> }> {
	const asked = askedIn(event.url.searchParams);
	const query = `${queryOf(asked).slice(1)}&shop=${shop}`;
	const found = await read<OfficePage<Row>>(event, `/api/admin/${list}?${query}`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { asked, found };
}

/** All rows of a list, archived ones too, page after page. */
export async function readWhole<Row extends OfficeRow>(
	event: Asking,
	list: string,
	shop: string
): Promise<Row[]> {
	const rows: Row[] = [];
	for (let page = 1, pages = 1; page <= pages; page++) {
		const path = `/api/admin/${list}?shop=${shop}&show=all&page=${page}`;
		const found = await read<OfficePage<Row>>(event, path);
		rows.push(...found.items);
		pages = found.pages;
	}
	return rows;
}

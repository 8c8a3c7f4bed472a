/** Addresses of the list of orders: what is searched, its pages, and the way back from an order. */

const NAMES = [
	'q',
	'day',
	'from',
	'to',
	'driver',
	'status',
	'fulfilment',
	'channel',
	'after'
] as const;

/** What the address of a list asks for; empty texts for what it leaves out. */
export type Listed = Record<(typeof NAMES)[number], string>;

/** Reads an address; other names than those of a list are left out. */
export function listedOf(query: URLSearchParams): Listed {
	const read = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
	return Object.fromEntries(NAMES.map((name) => [name, read(name)])) as Listed;
}

/** The query of a list with these changes, without empty parts: `?q=durand`, or nothing at all. */
export function queryOf(listed: Listed, changes: Partial<Listed> = {}): string {
	const all = { ...listed, ...changes };
	const query = new URLSearchParams(
		NAMES.filter((name) => all[name] !== '').map((name) => [name, all[name]])
	);
	return query.size === 0 ? '' : `?${query}`;
}

/** Whether anything narrows the list. */
export const isNarrowed = (listed: Listed): boolean => queryOf(listed, { after: '' }) !== '';

/** The list that a page shows: of one shop, or of all shops of the reader. */
export interface Place {
	listed: Listed;
	/** Undefined for all shops. */
	shop: string | undefined;
}

/** The page of an order, with the way back to this list. */
export function orderHref(order: { id: string; shop: string }, { listed, shop }: Place): string {
	const back = new URLSearchParams({ list: `${shop ?? ''}${queryOf(listed)}` });
	return `/manage/${order.shop}/orders/${order.id}?${back}`;
}

/** The list that the page of an order was opened from; undefined when it was opened from elsewhere. */
export function listHref(query: URLSearchParams): string | undefined {
	const [, shop, search] = /^([a-z0-9-]{0,40})(\?.*)?$/s.exec(query.get('list') ?? '-') ?? [];
	if (shop === undefined || shop.startsWith('-')) return undefined;
	const list = shop === '' ? '/manage/orders' : `/manage/${shop}/orders`;
	return list + queryOf(listedOf(new URLSearchParams(search)));
}

/** The calendar day `by` days after `day` (YYYY-MM-DD). */
export function dayAfter(day: string, by: number): string {
	const at = new Date(`${day}T12:00:00Z`);
	at.setUTCDate(at.getUTCDate() + by);
	return at.toISOString().slice(0, 10);
}

/** Addresses of the list of past orders: a day, its neighbours, its pages. */

export interface Listed {
	q: string;
	day: string | null;
	page: number;
	isAll: boolean;
}

/** The query of one list, without empty parts. */
export function queryOf({ q, day, page, isAll }: Listed): string {
	const query = new URLSearchParams();
	if (q) query.set('q', q);
	if (day) query.set('day', day);
	if (page > 0) query.set('page', String(page));
	if (isAll) query.set('all', '1');
	return `?${query}`;
}

/** The calendar day `by` days after `day` (YYYY-MM-DD). */
export function dayAfter(day: string, by: number): string {
	const at = new Date(`${day}T12:00:00Z`);
	at.setUTCDate(at.getUTCDate() + by);
	return at.toISOString().slice(0, 10);
}

import { shopsWith } from '#domain/people/access.ts';
import type { HistoryAnswer } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { COUNTER_STAFF } from '#domain/order/lifecycle.ts';
import { readLookup } from '#domain/order/lookup.ts';
import * as history from '../../db/reads/history.ts';
import type { Context } from '../context.ts';
import { historyQuery } from '../schemas.ts';
import type { Mount } from '../routing.ts';

/** Past orders, for a customer who calls. */
export function mountHistory(mount: Mount, { pool }: Context): void {
	mount('history', {
		about: 'shop',
		handle: async ({ params, req, principal }) => {
			const query = historyQuery.safeParse(req.query);
			if (!query.success) return refuse('invalid');
			const { q = '', all, page = 0 } = query.data;
			const shop = params.shop ?? '';
			const lookup = readLookup(q);
			const { today, last } = await history.days(pool, shop);
			// A search covers all days; a list is of one day.
			const day = query.data.day ?? (lookup ? undefined : (last ?? today));
			// Only shops at which the caller may see orders: roles are per shop.
			const shops = all ? shopsWith(principal, COUNTER_STAFF) : [shop];
			const found = await history.find(pool, { shops, day, lookup, page });
			const answer: HistoryAnswer = { ...found, day: day ?? null, today, page };
			return done(answer);
		}
	});
}

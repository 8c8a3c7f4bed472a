import { shopsWith } from '#domain/people/access.ts';
import type { OrdersAnswer } from '#domain/wire/found-orders.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { COUNTER_STAFF } from '#domain/order/lifecycle.ts';
import { readLookup } from '#domain/order/lookup.ts';
import { ordersCsv, ordersCsvHead } from '#domain/order/orders-csv.ts';
import * as found from '../../db/reads/found-orders.ts';
import type { OrderSearch } from '../../db/reads/found-orders.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import * as shops from '../../db/tables/shops.ts';
import * as staff from '../../db/tables/staff.ts';
import { actorOf, type Call } from '../call.ts';
import type { Context } from '../context.ts';
import { ordersQuery } from '../found-orders-schemas.ts';
import { Streamed, type Mount } from '../routing.ts';
import { parse } from '../schemas.ts';

const PAGE = 50;
/** Rows of a file that are read at once: what a download needs of memory, whatever its length. */
const CSV_PAGE = 500;

/** Orders of any age, in the shops where the caller may see orders: roles are per shop. */
export function mountFoundOrders(mount: Mount, context: Context): void {
	const { pool } = context;
	mount('findOrders', {
		handle: async (call) => {
			const query = parse(ordersQuery, call.req.query);
			if (!query.ok) return query;
			const { q = '', shop, format, ...criteria } = query.value;
			const mine = shopsWith(call.principal, COUNTER_STAFF);
			if (shop !== undefined && !mine.includes(shop)) return refuse('forbidden');
			const search: OrderSearch = {
				...criteria,
				shops: shop === undefined ? mine : [shop],
				lookup: readLookup(q)
			};
			if (format === 'csv') return done(await asFile(context, call, search));
			const { orders, next } = await found.find(pool, search, PAGE);
			await auditSearch(context, call, { search, orders: orders.map(({ id }) => id) });
			const here = shop === undefined ? null : await found.aboutShop(pool, shop);
			const isRecent = found.isRecentOnly(search);
			return done<OrdersAnswer>({ orders, next, isRecent, here });
		}
	});
}

/**
 * A search for a person, by name or phone: who searched, and which orders were shown. Without the words, because
 * the audit is never erased (docs/decisions/0003-personal-data.md).
 */
async function auditSearch(
	context: Context,
	call: Call<unknown>,
	{ search, orders }: { search: OrderSearch; orders: string[] }
): Promise<void> {
	const by = personal(search);
	if (by) await audit(context, call, search, { action: 'orders.search', detail: { by, orders } });
}

const personal = ({ lookup }: OrderSearch) =>
	lookup?.name === undefined ? (lookup?.phone === undefined ? undefined : 'phone') : 'name';

async function audit(
	{ pool }: Context,
	call: Call<unknown>,
	{ shops: asked }: OrderSearch,
	entry: { action: string; detail: Record<string, unknown> }
): Promise<void> {
	const actor = actorOf(call);
	await inTransaction(pool, actor, (tx) =>
		staff.recordAudit(tx, { actor, subject: asked.join(), ...entry })
	);
}

/** All orders of the search as a file. Its first page is read before the answer begins, so that its fault is the answer. */
async function asFile(
	context: Context,
	call: Call<unknown>,
	search: OrderSearch
): Promise<Streamed> {
	const { pool, log } = context;
	const { language, res } = call;
	const { lookup: _, shops: asked, after: __, ...detail } = search;
	const rows = await shops.byIds(pool, asked);
	const first = await found.find(pool, search, CSV_PAGE);
	const by = personal(search);
	await audit(context, call, search, { action: 'orders.export', detail: { ...detail, by } });
	const known = new Map(rows.map((row) => [row.id, row]));
	res.attachment(`${asked.length === 1 ? asked[0] : 'group'}-orders.csv`);

	async function* parts() {
		yield ordersCsvHead(language) + ordersCsv(first.orders, known, language);
		try {
			for (let { next } = first; next !== null;) {
				const after = ordersQuery.shape.after.parse(next);
				const page = await found.find(pool, { ...search, after }, CSV_PAGE);
				yield ordersCsv(page.orders, known, language);
				({ next } = page);
			}
		} catch (error) {
			log.error({ err: error }, 'a list of orders was cut off');
			throw error;
		}
	}
	return new Streamed(parts(), 'text/csv; charset=utf-8');
}

import { groupShops } from '#domain/people/access.ts';
import { countShop, sumShops, type ShopCount } from '#domain/order/desk.ts';
import { LATE_CHANCE } from '#domain/order/needs.ts';
import type { GroupPage } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { GROUP_SHOPS } from '#domain/wire/feeds.ts';
import { driversOnShift, openOutlines } from '../../db/reads/outlines.ts';
import * as shopPages from '../../db/reads/shop-pages.ts';
import * as forecasts from '../../db/tables/forecasts.ts';
import * as shops from '../../db/tables/shops.ts';
import type { Context } from '../context.ts';
import { coverageRecord } from '../feeds/forecasts.ts';
import { firstReader } from '../feeds/first.ts';
import { presentAll, skipInto } from '../presented.ts';
import type { Mount } from '../routing.ts';
import { groupQuery } from '../schemas.ts';
import { orderOutline } from '../views.ts';
import { presentShop } from './shop-view.ts';

type Shown = Pick<GroupPage, 'snapshot' | 'seq' | 'shops' | 'windows'>;

/** The shops of a person together: all of them, or in pages with the sum of all. */
export function mountGroup(mount: Mount, { pool, log }: Context): void {
	const readFirst = firstReader(pool, log);

	mount('groupOrders', {
		handle: async ({ principal, req, now }) => {
			const asked = groupQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const mine = groupShops(principal);
			const { page, q } = asked.data;
			const ids = await shopPages.named(pool, mine, q);
			if (page === undefined) return read(ids, now);
			const { shown, sum } =
				ids.length <= GROUP_SHOPS
					? { shown: ids, sum: null }
					: pageOf(await countAll(ids, now), page);
			const first = await read(shown, now);
			if (!first.ok) return first;
			const pages = Math.max(1, Math.ceil(ids.length / GROUP_SHOPS));
			return done<GroupPage>({ ...first.value, page, pages, total: ids.length, sum });
		}
	});

	/** The group feed of these shops, with the shops. */
	async function read(ids: string[], now: number): Promise<Result<Shown>> {
		const [rows, plans, first] = await Promise.all([
			shops.byIds(pool, ids),
			forecasts.plansOf(pool, ids),
			readFirst('group', { shops: ids })
		]);
		if (!first.ok) return first;
		return done({
			...first.value,
			shops: rows.map((shop) => presentShop(shop, now)),
			windows: Object.fromEntries(plans.map((plan) => [plan.shop, coverageRecord(plan)]))
		});
	}

	/** What is counted for each shop, in the order of the ids. */
	async function countAll(ids: string[], now: number): Promise<[string, ShopCount][]> {
		const [states, drivers, chances] = await Promise.all([
			openOutlines(pool, ids),
			driversOnShift(pool, ids),
			forecasts.likelyLate(pool, ids, LATE_CHANCE)
		]);
		const outlines = presentAll(states, orderOutline, skipInto(log)).map((order) => ({
			...order,
			lateChance: chances.get(order.id)
		}));
		const ordersOf = Map.groupBy(outlines, ({ shop }) => shop);
		const driversOf = Map.groupBy(drivers, ({ shop }) => shop);
		return ids.map((id) => [id, countShop(ordersOf.get(id) ?? [], driversOf.get(id) ?? [], now)]);
	}
}

/** Shops with orders that need a person come first, then those with the most open orders. */
function pageOf(counts: [string, ShopCount][], page: number): { shown: string[]; sum: ShopCount } {
	const needs = ([, count]: [string, ShopCount]) =>
		Object.values(count.needs).reduce((sum, n) => sum + n, 0);
	const sorted = counts.toSorted((a, b) => needs(b) - needs(a) || b[1].open - a[1].open);
	const from = (page - 1) * GROUP_SHOPS;
	return {
		shown: sorted.slice(from, from + GROUP_SHOPS).map(([id]) => id),
		sum: sumShops(counts.map(([, count]) => count))
	};
}

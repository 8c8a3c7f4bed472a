import { groupShops } from '#domain/people/access.ts';
import { countShop, slackOf, sumShops, type ShopCount } from '#domain/order/desk.ts';
import type { GroupPage, GroupRisks } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { GROUP_SHOPS } from '#domain/wire/feeds.ts';
import { driversOnShift, openOutlines, type LikelyLate } from '../../db/reads/outlines.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import * as shopPages from '../../db/reads/shop-pages.ts';
import * as shops from '../../db/tables/shops.ts';
import type { Context } from '../context.ts';
import { firstReader } from '../feeds/first.ts';
import { groupQuery, risksQuery } from '../group-schemas.ts';
import { presentAll, skipInto, type Skip } from '../presented.ts';
import type { Mount } from '../routing.ts';
import { orderOutline } from '../views.ts';
import { atRiskIn, riskList, windowsOf } from './group-risks.ts';
import { presentShop } from './shop-view.ts';

type Shown = Pick<GroupPage, 'snapshot' | 'seq' | 'shops' | 'windows'>;

/** The shops of a person together: all of them, or in pages with the sum of all. */
export function mountGroup(mount: Mount, { pool, log }: Context): void {
	const readFirst = firstReader(pool, log);
	const skip = skipInto(log);

	mount('groupOrders', {
		handle: async ({ principal, req, now }) => {
			const asked = groupQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const mine = groupShops(principal);
			const { page, q } = asked.data;
			const ids = await shopPages.named(pool, mine, q);
			if (page === undefined) return read(ids, now);
			const atRisk = await atRiskIn(pool, mine, now);
			const { shown, sum } =
				ids.length <= GROUP_SHOPS
					? { shown: ids, sum: null }
					: pageOf(await countAll(pool, ids, { atRisk, now, skip }), leastSlack(atRisk, now), page);
			const first = await read(shown, now);
			if (!first.ok) return first;
			const pages = Math.max(1, Math.ceil(ids.length / GROUP_SHOPS));
			const risks = await riskList(pool, { atRisk, now, skip });
			return done<GroupPage>({ ...first.value, page, pages, total: ids.length, sum, risks });
		}
	});

	mount('groupRisks', {
		handle: async ({ principal, req, now }) => {
			const asked = risksQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const mine = groupShops(principal);
			const { shops: shown } = asked.data;
			if (shown.some((shop) => !mine.includes(shop))) return refuse('forbidden');
			const [atRisk, windows] = await Promise.all([
				atRiskIn(pool, mine, now),
				windowsOf(pool, shown)
			]);
			return done<GroupRisks>({ ...(await riskList(pool, { atRisk, now, skip })), windows });
		}
	});

	/** The group feed of these shops, with the shops. */
	async function read(ids: string[], now: number): Promise<Result<Shown>> {
		const [rows, windows, first] = await Promise.all([
			shops.byIds(pool, ids),
			windowsOf(pool, ids),
			readFirst('group', { shops: ids })
		]);
		if (!first.ok) return first;
		return done({ ...first.value, shops: rows.map((shop) => presentShop(shop, now)), windows });
	}
}

/** What is counted for each shop, in the order of the ids. */
async function countAll(
	pool: Pool,
	ids: string[],
	{ atRisk, now, skip }: { atRisk: readonly LikelyLate[]; now: number; skip: Skip }
): Promise<[string, ShopCount][]> {
	const [states, drivers] = await Promise.all([openOutlines(pool, ids), driversOnShift(pool, ids)]);
	const chances = new Map(atRisk.map(({ id, lateChance }) => [id, lateChance]));
	const outlines = presentAll(states, orderOutline, skip).map((order) => ({
		...order,
		lateChance: chances.get(order.id)
	}));
	const ordersOf = Map.groupBy(outlines, ({ shop }) => shop);
	const driversOf = Map.groupBy(drivers, ({ shop }) => shop);
	return ids.map((id) => [id, countShop(ordersOf.get(id) ?? [], driversOf.get(id) ?? [], now)]);
}

/** By shop, the least time to spare of its orders at risk, ms. */
function leastSlack(atRisk: readonly LikelyLate[], now: number): Map<string, number> {
	const least = new Map<string, number>();
	for (const order of atRisk)
		least.set(order.shop, Math.min(least.get(order.shop) ?? Infinity, slackOf(order, now)));
	return least;
}

/**
 * Shops with orders at risk come first, the least time to spare first; then those with orders that need a person,
 * then those with the most open orders.
 */
function pageOf(
	counts: [string, ShopCount][],
	slack: ReadonlyMap<string, number>,
	page: number
): { shown: string[]; sum: ShopCount } {
	const ranked = counts.map(([id, count]) => ({
		id,
		slack: slack.get(id) ?? Number.MAX_VALUE,
		needs: Object.values(count.needs).reduce((sum, n) => sum + n, 0),
		open: count.open
	}));
	const sorted = ranked.toSorted(
		(a, b) => a.slack - b.slack || b.needs - a.needs || b.open - a.open
	);
	const from = (page - 1) * GROUP_SHOPS;
	return {
		shown: sorted.slice(from, from + GROUP_SHOPS).map(({ id }) => id),
		sum: sumShops(counts.map(([, count]) => count))
	};
}

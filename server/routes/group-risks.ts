import { RISKS_LISTED, risksOf } from '#domain/order/desk.ts';
import { isAtRisk, LATE_CHANCE } from '#domain/order/needs.ts';
import type { GroupRisk, RiskList, Windows } from '#domain/wire/contract.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { likelyLate, openOutlinesOf, type LikelyLate } from '../../db/reads/outlines.ts';
import * as forecasts from '../../db/tables/forecasts.ts';
import * as shops from '../../db/tables/shops.ts';
import { coverageRecord, outlineForecast } from '../feeds/forecasts.ts';
import { presentAll, type Skip } from '../presented.ts';
import { orderOutline } from '../views.ts';

/** The orders of these shops that will be late unless a person acts, in any order. */
export async function atRiskIn(
	pool: Pool,
	ids: readonly string[],
	now: number
): Promise<LikelyLate[]> {
	return (await likelyLate(pool, ids, LATE_CHANCE)).filter((order) => isAtRisk(order, now));
}

/** The most urgent of these orders as the group page lists them: three queries, however many there are. */
export async function riskList(
	pool: Pool,
	{ atRisk, now, skip }: { atRisk: readonly LikelyLate[]; now: number; skip: Skip }
): Promise<RiskList> {
	const worst = risksOf(atRisk, now).slice(0, RISKS_LISTED);
	const ids = worst.map(({ id }) => id);
	const [states, read, named] = await Promise.all([
		openOutlinesOf(pool, ids),
		forecasts.forecastsOfOrders(pool, ids),
		shops.byIds(pool, [...new Set(worst.map(({ shop }) => shop))])
	]);
	const outlines = new Map(
		presentAll(states, orderOutline, skip).map((outline) => [outline.id, outline])
	);
	const forecastOf = new Map(read.map((one) => [one.order, outlineForecast(one)]));
	const shopOf = new Map(named.map(({ id, name, zone }) => [id, { id, name, zone }]));
	const risks = worst.flatMap(({ id, shop: at }): GroupRisk[] => {
		const [order, forecast, shop] = [outlines.get(id), forecastOf.get(id), shopOf.get(at)];
		return order && forecast && shop ? [{ shop, order, forecast }] : [];
	});
	// An order that was closed between the queries is no risk.
	const total = atRisk.length - (worst.length - risks.length);
	return { at: new Date(now).toISOString(), risks, total };
}

/** How good the arrival windows of these shops were. */
export async function windowsOf(pool: Pool, ids: readonly string[]): Promise<Windows> {
	const plans = await forecasts.plansOf(pool, ids);
	return Object.fromEntries(plans.map((plan) => [plan.shop, coverageRecord(plan)]));
}

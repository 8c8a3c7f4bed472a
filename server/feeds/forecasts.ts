import type {
	CoverageRecord,
	EtaView,
	Forecasts,
	KitchenForecast,
	ManagedForecast,
	OrderForecast,
	OutlineForecast
} from '#domain/wire/contract.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import * as forecasts from '../../db/tables/forecasts.ts';
import type { ShopForecast, ShopPlan } from '../../db/tables/forecasts.ts';

const MINUTE = 60_000;
const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));
/** Seconds cannot be foreseen: what is awaited is rounded up, what is due is rounded down. */
const expected = (at: number): string => iso(Math.ceil(at / MINUTE) * MINUTE);
const due = (at: number | null): string | null => isoOrNull(at && Math.floor(at / MINUTE) * MINUTE);

const eta = ({ eta: { from, to, latest, coverage, cause } }: ShopForecast): EtaView => ({
	from: expected(from),
	to: expected(to),
	latest: expected(latest),
	coverage,
	cause
});

/** For the customer and the driver: the window alone. */
export const orderForecast = (forecast: ShopForecast): OrderForecast => ({
	order: forecast.order,
	at: iso(forecast.plannedAt),
	eta: eta(forecast)
});

export const kitchenForecast = (forecast: ShopForecast): KitchenForecast => ({
	order: forecast.order,
	at: iso(forecast.plannedAt),
	eta: eta(forecast),
	startBy: due(forecast.startBy),
	ovenBy: due(forecast.ovenBy)
});

/** For the group page: no times of the kitchen, no driver, no reasons. */
export const outlineForecast = (forecast: ShopForecast): OutlineForecast => ({
	...orderForecast(forecast),
	lateChance: forecast.lateChance
});

export const managedForecast = (forecast: ShopForecast): ManagedForecast => ({
	order: forecast.order,
	at: iso(forecast.plannedAt),
	eta: eta(forecast),
	startBy: due(forecast.startBy),
	ovenBy: due(forecast.ovenBy),
	readyAt: expected(forecast.readyAt),
	leaveAt: forecast.leaveAt === null ? null : expected(forecast.leaveAt),
	driver: forecast.driver,
	lateChance: forecast.lateChance,
	reasons: forecast.reasons.map(({ fr, en }) => ({ fr, en }))
});

export const coverageRecord = (plan: CoverageRecord): CoverageRecord => ({
	coverage: plan.coverage,
	arrivals: plan.arrivals,
	isOff: plan.isOff
});

/** The forecasts of a snapshot: of all open orders of a shop, or of the given ones. */
export async function readForecasts<View>(
	db: Db,
	{ shops, orders }: { shops: readonly string[]; orders?: readonly string[] },
	view: (forecast: ShopForecast) => View
): Promise<Forecasts<View> & { plan: ShopPlan | undefined }> {
	const found = orders
		? await forecasts.forecastsOfOrders(db, orders)
		: await forecasts.forecastsOf(db, shops);
	const [plan] = await forecasts.plansOf(db, shops);
	return { forecasts: found.map(view), forecastAt: isoOrNull(plan?.plannedAt ?? null), plan };
}

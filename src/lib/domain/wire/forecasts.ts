/**
 * Forecasts on the wire: what each audience sees of one, and how a client keeps them. A forecast belongs to
 * no version of its order; the newest one of an order counts. Instants are ISO.
 */

import type { Text } from '../menu/menu.ts';
import type { CoverageRecord } from '../plan/calibration.ts';
import type { EtaCause } from '../plan/forecast.ts';

export type { CoverageRecord } from '../plan/calibration.ts';

/** The arrival window: at the door, or at the counter for a collection. */
export interface EtaView {
	from: string;
	to: string;
	/** "At the latest". */
	latest: string;
	/** The share of the shop's orders that arrive within their window; null while too few are known. */
	coverage: number | null;
	cause: EtaCause;
}

/** For the customer of the order and the driver who has it. */
export interface OrderForecast {
	order: string;
	/** When it was computed. */
	at: string;
	eta: EtaView;
}

/** For the kitchen: when the order has to be started and to go into the oven; null once that is done. */
export interface KitchenForecast extends OrderForecast {
	startBy: string | null;
	ovenBy: string | null;
}

/** For the group page: the window and the chance to be late, without times and reasons of the kitchen. */
export interface OutlineForecast extends OrderForecast {
	/** The chance, 0 to 1, that it arrives after its promise. */
	lateChance: number;
}

/** For the manager: everything, with its reasons. */
export interface ManagedForecast extends KitchenForecast {
	readyAt: string;
	/** When its driver leaves the shop; null for a collection, and while no driver can take it. */
	leaveAt: string | null;
	driver: string | null;
	/** The chance, 0 to 1, that it arrives after its promise. */
	lateChance: number;
	reasons: Text[];
}

/** The forecasts in a snapshot. */
export interface Forecasts<View> {
	forecasts: View[];
	/** When the shop's forecasts were last computed; null before the first time. */
	forecastAt: string | null;
}

/** Forecasts that changed; none when only their time is newer. At most `FRAME_FORECASTS`. */
export interface ForecastFrame {
	feed: string;
	/** Every forecast that the client has is still true at this time. */
	at: string;
	forecasts: OrderForecast[];
	/** For managers. */
	coverage?: CoverageRecord;
}

export const FRAME_FORECASTS = 50;

/** A forecast that was not confirmed for so long is shown as old. */
export const FORECAST_STALE_MS = 60_000;

/** What a client knows of the forecasts of a feed. */
export interface ForecastState {
	/** Null before the first. */
	at: string | null;
	byOrder: ReadonlyMap<string, OrderForecast>;
	coverage: CoverageRecord | null;
}

export const NO_FORECASTS: ForecastState = { at: null, byOrder: new Map(), coverage: null };

/** The forecasts of a snapshot replace those known, except where a frame brought a newer one. */
export function forecastsIn(snapshot: object, known: ForecastState = NO_FORECASTS): ForecastState {
	const { forecasts, forecastAt, coverage } = snapshot as Partial<Forecasts<OrderForecast>> & {
		coverage?: CoverageRecord | null;
	};
	if (!forecasts) return NO_FORECASTS;
	const byOrder = forecasts.map((fresh) => {
		const before = known.byOrder.get(fresh.order);
		return [fresh.order, before && before.at > fresh.at ? before : fresh] as const;
	});
	return { at: forecastAt ?? null, byOrder: new Map(byOrder), coverage: coverage ?? null };
}

export function applyForecasts(state: ForecastState, frame: ForecastFrame): ForecastState {
	const byOrder = new Map(state.byOrder);
	for (const fresh of frame.forecasts) {
		const before = byOrder.get(fresh.order);
		if (!before || before.at <= fresh.at) byOrder.set(fresh.order, fresh);
	}
	return {
		at: state.at !== null && state.at > frame.at ? state.at : frame.at,
		byOrder,
		coverage: frame.coverage ?? state.coverage
	};
}

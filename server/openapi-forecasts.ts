/** Forecasts in the description of the API. */

import { z } from 'zod';
import { ETA_CAUSES } from '#domain/plan/forecast.ts';
import { text } from './openapi-menu.ts';

const share = z.number().min(0).max(1);

export const eta = z
	.object({
		from: z.string(),
		to: z.string(),
		latest: z.string().describe('At the latest'),
		coverage: share
			.nullable()
			.describe('The share of orders that arrive in their window; null while too few are known'),
		cause: z.enum(ETA_CAUSES).describe('Why it comes no earlier')
	})
	.meta({ id: 'ArrivalWindow' });

export const orderForecast = z
	.object({ order: z.uuid(), at: z.string(), eta })
	.meta({ id: 'OrderForecast' });

export const kitchenForecast = orderForecast
	.extend({
		startBy: z.string().nullable().describe('Null once it is started'),
		ovenBy: z.string().nullable().describe('Null once it is in the oven')
	})
	.meta({ id: 'KitchenForecast' });

export const outlineForecast = orderForecast
	.extend({ lateChance: share.describe('The chance that it arrives after its promise') })
	.meta({ id: 'OutlineForecast' });

export const managedForecast = kitchenForecast
	.extend({
		readyAt: z.string(),
		leaveAt: z.string().nullable(),
		driver: z.string().nullable(),
		lateChance: share,
		reasons: z.array(text)
	})
	.meta({ id: 'ManagedForecast' });

export const coverageRecord = z.object({
	coverage: share.nullable(),
	arrivals: z.int(),
	isOff: z.boolean()
});

/** The forecasts of a snapshot. */
export const forecastsOf = <View extends z.ZodType>(view: View) => ({
	forecasts: z.array(view),
	forecastAt: z.string().nullable().describe('When they were last computed')
});

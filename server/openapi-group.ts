/** The answers of the group page in the description of the API. */

import { z } from 'zod';
import { NEED_REASONS } from '#domain/order/needs.ts';
import { coverageRecord, outlineForecast } from './openapi-forecasts.ts';
import { shop, time } from './openapi-menu.ts';
import { group, outline, seq } from './openapi-orders.ts';

const count = z.int().min(0);
export const windows = z
	.record(z.string(), coverageRecord)
	.describe('By shop, how good its arrival windows were');

const risks = z.object({
	at: time,
	risks: z
		.array(
			z.object({
				shop: shop.pick({ id: true, name: true, zone: true }),
				order: outline,
				forecast: outlineForecast
			})
		)
		.describe('At most 50, the least time to spare first'),
	total: count.describe('How many there are')
});

export const groupRisks = risks.extend({ windows }).meta({ id: 'GroupRisks' });

export const groupPage = z
	.object({
		snapshot: group,
		seq,
		shops: z.array(shop),
		windows,
		page: z.int(),
		pages: z.int(),
		total: z.int(),
		sum: z
			.object({
				open: count,
				waiting: count,
				ready: count,
				oldest: count.nullable(),
				late: count,
				atRisk: count,
				needs: z.partialRecord(z.enum(NEED_REASONS), count),
				out: count,
				free: count
			})
			.nullable(),
		risks
	})
	.meta({ id: 'GroupPage' });

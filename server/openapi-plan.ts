/** The plan and dispatch in the description of the API. */

import { z } from 'zod';
import { JUMP_CAUSES } from '#domain/plan/driver-queue.ts';
import { ETA_CAUSES } from '#domain/plan/forecast.ts';
import { DECLINE_REASONS, DISPATCH_MODES } from '#domain/road/offer.ts';
import { fulfilment, status, text, time } from './openapi-menu.ts';

const setting = {
	mode: z.enum(DISPATCH_MODES),
	freshness: z.number().describe('Between early (0) and fresh (1)'),
	runOrders: z.int()
};
export const dispatchSetting = z.object(setting).meta({ id: 'DispatchSetting' });

export const freed = z
	.object({
		free: z.array(z.uuid()).describe('At the shop: they can be given to another driver'),
		failed: z.array(z.uuid()).describe('On the road: they have failed')
	})
	.meta({ id: 'FreedOrders' });

const driver = z.object({ id: z.string(), name: z.string() });
const slackMinutes = z.int().describe('To the promise; negative when it will be late');

const order = z
	.object({
		id: z.uuid(),
		number: z.int(),
		status,
		fulfilment,
		promisedAt: time,
		startBy: time.nullable(),
		ovenBy: time.nullable().describe('When it should go into the oven; advisory'),
		readyAt: time,
		leaveAt: time.nullable(),
		driver: z.string().nullable(),
		arriveAt: time,
		slackMinutes,
		cause: z.enum(ETA_CAUSES),
		reasons: z.array(text)
	})
	.meta({ id: 'PlannedOrder' });

const run = z
	.object({
		driver,
		stops: z.array(z.object({ order: z.uuid(), number: z.int(), doorAt: time, slackMinutes })),
		leaveAt: time,
		backAt: time,
		minutes: z.int().describe('From leaving until back'),
		isDue: z.boolean(),
		reasons: z.array(text),
		second: z
			.object({ driver, lossMinutes: z.number().describe('Weighted minutes') })
			.nullable()
			.describe('The second choice')
	})
	.meta({ id: 'PlannedRun' });

export const planAnswer = z
	.object({
		shop: z.string(),
		at: time,
		...setting,
		orders: z.array(order).describe('Every open order, the least slack first'),
		runs: z.array(run).describe('Not handed out yet, the next one first'),
		drivers: z.array(
			z.object({
				id: z.string(),
				name: z.string(),
				holds: z.array(z.uuid()),
				backAt: time,
				awayMinutes: z.int()
			})
		),
		load: z.array(z.object({ from: time, pizzas: z.int(), hands: z.number(), oven: z.number() })),
		declines: z.array(
			z.object({
				order: z.uuid(),
				driver,
				because: z.enum(DECLINE_REASONS).nullable(),
				isExpired: z.boolean(),
				at: time
			})
		)
	})
	.meta({ id: 'ShopPlan' });

export const queueAnswer = z
	.object({
		at: time,
		waiting: z
			.array(z.object({ name: z.string(), isMe: z.boolean(), backSince: time }))
			.describe('At the shop without a run, the next one first'),
		away: z.array(
			z.object({
				name: z.string(),
				isMe: z.boolean(),
				isLeaving: z.boolean(),
				backAt: time.nullable()
			})
		),
		jumps: z
			.array(
				z.object({
					at: time,
					driver: z.string(),
					before: z.string(),
					cause: z.enum(JUMP_CAUSES),
					reasons: z.array(text)
				})
			)
			.describe('Runs that went to a driver who was back later than another')
	})
	.meta({ id: 'DriverQueue' });

import { z } from 'zod';
import type { QueueName } from '../db/outbox.ts';

interface JobSpec {
	queue: QueueName;
	payload: z.ZodType;
	/** After so many failures it is given up, for a person to look at. */
	attempts: number;
	/** The wait before the second attempt; it doubles each time. */
	backoffMs: number;
}

const order = z.strictObject({ order: z.uuid() });

/** Of these a customer gets a message. */
export const NOTICE_STAGES = [
	'placed',
	'accepted',
	'boxed',
	'out',
	'delivered',
	'cancelled',
	'refused',
	'failed'
] as const;
export type NoticeStage = (typeof NOTICE_STAGES)[number];

/** Every job there is. The payload is what its outbox row holds; Redis only ever sees the row's id. */
export const catalog = {
	'payment.collect': { queue: 'payments', payload: order, attempts: 15, backoffMs: 500 },
	'display.check': { queue: 'timers', payload: order, attempts: 10, backoffMs: 500 },
	'accept.remind': { queue: 'timers', payload: order, attempts: 10, backoffMs: 500 },
	'accept.escalate': { queue: 'timers', payload: order, attempts: 10, backoffMs: 500 },
	'accept.lapse': { queue: 'timers', payload: order, attempts: 15, backoffMs: 500 },
	'dispatch.plan': {
		queue: 'dispatch',
		payload: z.strictObject({ shop: z.string().min(1) }),
		attempts: 8,
		backoffMs: 500
	},
	'offer.expire': {
		queue: 'dispatch',
		payload: z.strictObject({ run: z.uuid() }),
		attempts: 10,
		backoffMs: 500
	},
	'notice.send': {
		queue: 'notices',
		payload: order.extend({ stage: z.enum(NOTICE_STAGES) }),
		attempts: 10,
		backoffMs: 2000
	},
	'upkeep.minute': { queue: 'upkeep', payload: z.strictObject({}), attempts: 3, backoffMs: 2000 }
} as const satisfies Record<string, JobSpec>;

export type JobName = keyof typeof catalog;
export type PayloadOf<Name extends JobName> = z.infer<(typeof catalog)[Name]['payload']>;

export function isJobName(name: string): name is JobName {
	return Object.hasOwn(catalog, name);
}

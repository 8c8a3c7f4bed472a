import { z } from 'zod';
import { JOB_QUEUES, NOTICE_STAGES, type JobName, type JobPayloads } from '../db/plumbing/jobs.ts';

interface JobSpec<Name extends JobName> {
	payload: z.ZodType<JobPayloads[Name]>;
	/** After so many failed attempts the job is given up, and a person has to look at it. */
	attempts: number;
	/** Pause before the second attempt; it doubles with each attempt. */
	backoffMs: number;
}

const order = z.strictObject({ order: z.uuid() });

/** Payload and attempts of each job. The payload stays in the outbox row; Redis gets only the row's id. */
export const catalog: { readonly [Name in JobName]: JobSpec<Name> } = {
	'payment.collect': { payload: order, attempts: 15, backoffMs: 500 },
	'payment.work': {
		payload: z.strictObject({ intent: z.uuid() }),
		attempts: 12,
		backoffMs: 500
	},
	'payment.lapse': { payload: order, attempts: 15, backoffMs: 500 },
	'display.check': { payload: order, attempts: 10, backoffMs: 500 },
	'accept.remind': { payload: order, attempts: 10, backoffMs: 500 },
	'accept.escalate': { payload: order, attempts: 10, backoffMs: 500 },
	'accept.lapse': { payload: order, attempts: 15, backoffMs: 500 },
	'alarm.check': {
		payload: order.extend({ shop: z.string().min(1) }),
		attempts: 10,
		backoffMs: 500
	},
	'dispatch.plan': {
		payload: z.strictObject({ shop: z.string().min(1) }),
		attempts: 8,
		backoffMs: 500
	},
	'forecast.shop': {
		payload: z.strictObject({ shop: z.string().min(1) }),
		attempts: 5,
		backoffMs: 500
	},
	'offer.expire': { payload: z.strictObject({ run: z.uuid() }), attempts: 10, backoffMs: 500 },
	'notice.send': {
		payload: order.extend({ stage: z.enum(NOTICE_STAGES) }),
		attempts: 10,
		backoffMs: 2000
	},
	'receipt.send': {
		payload: z.strictObject({ document: z.uuid() }),
		attempts: 10,
		backoffMs: 2000
	},
	'person.link': {
		payload: z.strictObject({ link: z.uuid() }),
		attempts: 10,
		backoffMs: 2000
	},
	'documents.issue': {
		payload: z.strictObject({ shop: z.string().min(1) }),
		attempts: 10,
		backoffMs: 2000
	},
	'ledger.seal': {
		payload: z.strictObject({ shop: z.string().min(1), day: z.iso.date() }),
		attempts: 15,
		backoffMs: 2000
	},
	'kitchen.learn': {
		payload: z.strictObject({ shop: z.string().min(1) }),
		attempts: 3,
		backoffMs: 2000
	},
	'rehearsal.run': {
		payload: z.strictObject({ shop: z.string().min(1), rehearsal: z.uuid() }),
		attempts: 5,
		backoffMs: 1000
	},
	'upkeep.minute': { payload: z.strictObject({}), attempts: 3, backoffMs: 2000 }
};

export function isJobName(name: string): name is JobName {
	return Object.hasOwn(JOB_QUEUES, name);
}

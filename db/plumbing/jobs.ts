/**
 * Every job that may be written to the outbox: its queue, and what its row holds. The workers' catalog adds
 * how a payload is checked and how often a job is tried; a name that is not here does not compile.
 */

export type QueueName = 'payments' | 'timers' | 'dispatch' | 'notices' | 'upkeep';

/** Stages of which the customer gets a message; `boxed` only when they come for it. */
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

export const JOB_QUEUES = {
	'payment.collect': 'payments',
	'payment.work': 'payments',
	'payment.lapse': 'timers',
	'display.check': 'timers',
	'accept.remind': 'timers',
	'accept.escalate': 'timers',
	'accept.lapse': 'timers',
	'alarm.check': 'timers',
	'dispatch.plan': 'dispatch',
	'forecast.shop': 'dispatch',
	'offer.expire': 'dispatch',
	'notice.send': 'notices',
	'receipt.send': 'notices',
	'person.link': 'notices',
	'documents.issue': 'upkeep',
	'ledger.seal': 'notices',
	'kitchen.learn': 'upkeep',
	'rehearsal.run': 'upkeep',
	'upkeep.minute': 'upkeep'
} as const satisfies Record<string, QueueName>;

export type JobName = keyof typeof JOB_QUEUES;

interface OfOrder {
	order: string;
}

/** The payload of each job: ids only, no personal data. */
export interface JobPayloads {
	'payment.collect': OfOrder;
	'payment.work': { intent: string };
	'payment.lapse': OfOrder;
	'display.check': OfOrder;
	'accept.remind': OfOrder;
	'accept.escalate': OfOrder;
	'accept.lapse': OfOrder;
	'alarm.check': OfOrder & { shop: string };
	'dispatch.plan': { shop: string };
	'forecast.shop': { shop: string };
	'offer.expire': { run: string };
	'notice.send': OfOrder & { stage: NoticeStage };
	/** `day` as YYYY-MM-DD. */
	'receipt.send': { document: string };
	'person.link': { link: string };
	'documents.issue': { shop: string };
	'ledger.seal': { shop: string; day: string };
	'kitchen.learn': { shop: string };
	'rehearsal.run': { shop: string; rehearsal: string };
	'upkeep.minute': Record<string, never>;
}

/** A job to run later, written in the transaction of the change that needs it. */
export type OutboxItem = {
	[Name in JobName]: {
		job: Name;
		/** Unique for ever: the same job twice is one row. */
		key: string;
		payload: JobPayloads[Name];
		/** Seconds from now. */
		inSeconds?: number;
	};
}[JobName];

/** A job that plans the shop again; one row for each `because`. */
export function planItem(shop: string, because: string): OutboxItem {
	return { job: 'dispatch.plan', key: `plan-${because}`, payload: { shop } };
}

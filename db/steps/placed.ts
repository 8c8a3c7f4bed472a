import { nextStart } from '#domain/time/slots.ts';
import type { OutboxItem } from '../plumbing/jobs.ts';
import type { Shop } from '../tables/shops.ts';

const SECOND = 1000;

type TimerJob = 'display.check' | 'accept.remind' | 'accept.escalate' | 'accept.lapse';

/**
 * The jobs of an order that has reached the kitchen, at `now` (epoch ms). Timers start when the shop opens.
 * An order ahead has the same timers (docs/decisions/0006-orders-ahead.md).
 */
export function jobsOfPlaced(id: string, shop: Shop, now: number): OutboxItem[] {
	const opens = nextStart({ ...shop, now }) ?? now;
	const timer = (job: TimerJob, seconds: number): OutboxItem => ({
		job,
		key: `${job}-${id}`,
		payload: { order: id },
		inSeconds: Math.ceil((opens - now) / SECOND) + seconds
	});
	return [
		{ job: 'notice.send', key: `notice-${id}-placed`, payload: { order: id, stage: 'placed' } },
		timer('display.check', shop.displaySeconds),
		timer('accept.remind', shop.acceptReminderSeconds),
		timer('accept.escalate', shop.acceptEscalateSeconds),
		timer('accept.lapse', shop.acceptLapseSeconds)
	];
}

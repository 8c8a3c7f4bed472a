import { collect } from '../../db/commands/collect.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** Adds the payment at the door to the driver's shift, once: the row's state guards it. */
export const collectPayment: Handler<JobPayloads['payment.collect']> = async (tx, { order }) => {
	await collect(tx, order);
};

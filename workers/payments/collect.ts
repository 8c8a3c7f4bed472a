import { collect } from '../../db/commands/collect.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** Counts what was paid at the door to the driver's shift; the row's own state makes it once. */
export const collectPayment: Handler<JobPayloads['payment.collect']> = async (tx, { order }) => {
	await collect(tx, order);
};

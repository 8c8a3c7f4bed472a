import * as timers from '../../db/tables/alerts.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** The reminder had no effect: the order goes to the manager. */
export const escalate: Handler<JobPayloads['accept.escalate']> = async (tx, { order }) => {
	await timers.raiseAlert(tx, order, 'escalated', ['placed']);
};

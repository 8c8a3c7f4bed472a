import * as timers from '../../db/tables/alerts.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** The reminder did not help: now it is the manager's. */
export const escalate: Handler<JobPayloads['accept.escalate']> = async (tx, { order }) => {
	await timers.raiseAlert(tx, order, 'escalated', ['placed']);
};

import * as timers from '../../db/tables/alerts.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** The order is not accepted yet: every screen of the shop shows that. */
export const remind: Handler<JobPayloads['accept.remind']> = async (tx, { order }) => {
	await timers.raiseAlert(tx, order, 'not_accepted', ['placed']);
};

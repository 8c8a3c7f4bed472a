import * as receipts from '../../db/tables/receipts.ts';
import * as timers from '../../db/tables/alerts.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** Alerts when no kitchen screen has painted the order: the kitchen does not know it. */
export const checkDisplay = (async (tx, { order }) => {
	if (await receipts.isPainted(tx, order)) return;
	await timers.raiseAlert(tx, order, 'not_displayed', ['placed']);
}) satisfies Handler<JobPayloads['display.check']>;

import * as offers from '../../db/commands/expire-offer.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

/** The driver did not answer in time. The end of the offer requests a new plan. */
export const expireOffer: Handler<JobPayloads['offer.expire']> = async (tx, { run }) => {
	await offers.expireOffer(tx, run);
};

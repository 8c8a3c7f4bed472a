import * as runs from '../../db/runs.ts';
import type { PayloadOf } from '../catalog.ts';
import type { Handler } from '../context.ts';

/** The driver did not answer in time; the end of the offer asks for a new plan by itself. */
export const expireOffer: Handler<PayloadOf<'offer.expire'>> = async (tx, { run }) => {
	await runs.expire(tx, run);
};

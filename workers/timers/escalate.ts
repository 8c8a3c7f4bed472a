import * as timers from '../../db/timers.ts';
import type { PayloadOf } from '../catalog.ts';
import type { Handler } from '../context.ts';

/** The reminder did not help: now it is the manager's. */
export const escalate: Handler<PayloadOf<'accept.escalate'>> = async (tx, { order }) => {
	await timers.raiseAlert(tx, order, 'escalated', ['placed']);
};

import type { Language } from '#domain/menu/menu.ts';
import * as notices from '../../db/tables/notices.ts';
import { advance } from '../../db/commands/advance.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

const REASON: Record<Language, string> = {
	fr: 'La pizzeria n’a pas pu accepter la commande à temps.',
	en: 'The pizzeria could not accept the order in time.'
};

/** The order was not accepted in time: it ends, its stock is released, the customer gets a message. */
export const lapse: Handler<JobPayloads['accept.lapse']> = async (tx, { order }, ctx) => {
	const subject = await notices.subjectOf(tx, order);
	if (subject?.status !== 'placed') return;
	const lapsed = await advance(tx, {
		orderId: order,
		action: 'lapse',
		kinds: ['system'],
		actor: 'timer',
		reason: REASON[subject.language]
	});
	// Accepted in the meantime: nothing to do.
	if (!lapsed.ok) ctx.log.info({ order, code: lapsed.fault.code }, 'not lapsed');
};

import type { Language } from '#domain/menu/menu.ts';
import * as notices from '../../db/tables/notices.ts';
import { advance } from '../../db/commands/advance.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

const REASON: Record<Language, string> = {
	fr: 'La commande n’a pas été payée à temps.',
	en: 'The order was not paid in time.'
};

/** The order was not paid in time: it ends and gives its stock back. A payment that comes later goes back. */
export const lapseUnpaid: Handler<JobPayloads['payment.lapse']> = async (tx, { order }, ctx) => {
	const subject = await notices.subjectOf(tx, order);
	if (subject?.status !== 'awaiting_payment') return;
	const lapsed = await advance(tx, {
		orderId: order,
		action: 'lapse',
		kinds: ['system'],
		actor: 'timer',
		reason: REASON[subject.language]
	});
	if (!lapsed.ok) ctx.log.info({ order, code: lapsed.fault.code }, 'not lapsed');
};

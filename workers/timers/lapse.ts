import type { Language } from '#domain/menu/menu.ts';
import type { Status } from '#domain/order/order.ts';
import * as notices from '../../db/tables/notices.ts';
import { advance } from '../../db/commands/advance.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler } from '../context.ts';

type Lapse = Handler<JobPayloads['accept.lapse' | 'payment.lapse']>;

/** The order was not accepted in time: it ends, its stock is released, the customer gets a message. */
export const lapseUnaccepted = lapseWhile('placed', {
	fr: 'La pizzeria n’a pas pu accepter la commande à temps.',
	en: 'The pizzeria could not accept the order in time.'
});

/** The order was not paid in time: it ends and gives its stock back. A payment that comes later goes back. */
export const lapseUnpaid = lapseWhile('awaiting_payment', {
	fr: 'La commande n’a pas été payée à temps.',
	en: 'The order was not paid in time.'
});

/** The job that ends an order which is still in this state, with this reason. */
function lapseWhile(status: Status, reason: Record<Language, string>): Lapse {
	return async (tx, { order }, ctx) => {
		const subject = await notices.subjectOf(tx, order);
		if (subject?.status !== status) return;
		const lapsed = await advance(tx, {
			orderId: order,
			action: 'lapse',
			kinds: ['system'],
			actor: 'timer',
			reason: reason[subject.language]
		});
		// Accepted or paid at the same moment: nothing to do.
		if (!lapsed.ok) ctx.log.info({ order, code: lapsed.fault.code }, 'not lapsed');
	};
}

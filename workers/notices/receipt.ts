import * as documents from '../../db/tables/documents.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import { tokenFor } from '../../db/tables/tracking.ts';
import type { Handler } from '../context.ts';
import { composeReceipt } from './receipt-mail.ts';

/**
 * Mails a receipt or a credit note, if there is a mail server and the customer gave an address. It is on the
 * tracking page in any case, so a mail that fails for good is no loss.
 */
export const sendReceipt: Handler<JobPayloads['receipt.send']> = async (tx, payload, ctx) => {
	const { mailer } = ctx;
	const document = await documents.byId(tx, payload.document);
	const to = document && (await documents.addressee(tx, document.order));
	if (!mailer || !document || !to?.email) return;
	const { email } = to;
	const link = `${ctx.publicUrl}/track/${tokenFor(ctx.appSecret, document.order)}/receipt`;
	const letter = composeReceipt(document, to.language, link);
	return {
		async perform() {
			ctx.crash('before-mail');
			await mailer.send({ id: document.id, to: email, ...letter });
			ctx.crash('after-mail');
		},
		confirm: async () => {},
		abandon: async () => {}
	};
};

import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import * as links from '../../db/tables/staff-links.ts';
import type { Handler } from '../context.ts';
import { linkLetter } from './link-letter.ts';

/**
 * Mails the link with which a person sets a password. The link is derived here and its hash is stored here: no
 * row, no job and no log has it. A repetition sends the same link with the same Message-ID.
 */
export const sendLink: Handler<JobPayloads['person.link']> = async (tx, { link: id }, ctx) => {
	const { mailer } = ctx;
	const token = links.linkToken(ctx.appSecret, id);
	const mail = await links.forMail(tx, { id, token });
	if (!mail) return;
	if (!mailer) return links.mailed(tx, id, 'no_server');
	return {
		async perform() {
			ctx.crash('before-mail');
			const letter = linkLetter(mail, `${ctx.publicUrl}/invited/${token}`);
			await mailer.send({ id: `link-${id}`, to: mail.email, ...letter });
			ctx.crash('after-mail');
		},
		confirm: (end) => links.mailed(end, id, 'sent'),
		abandon: (end) => links.mailed(end, id, 'failed')
	};
};

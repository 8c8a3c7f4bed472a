import * as notices from '../../db/tables/notices.ts';
import type { Tx } from '../../db/plumbing/pool.ts';
import { tokenFor } from '../../db/tables/tracking.ts';
import type { JobPayloads } from '../../db/plumbing/jobs.ts';
import type { Handler, WorkerContext } from '../context.ts';
import { compose, letterOf, type Notice } from './compose.ts';
import type { Mailer } from './mail.ts';

/**
 * Stores the message of one stage, and mails it if there is a mail server and an address; otherwise it can
 * be read on the manager's page.
 *
 * SMTP delivers at least once: when a worker dies, or is suspended for more than ten seconds, between the
 * server's "250" and our commit, the mail is sent again. It has the same Message-ID, by which mail servers
 * and mail programs recognise the repetition.
 */
export const sendNotice: Handler<JobPayloads['notice.send']> = async (tx, payload, ctx) => {
	const subject = await notices.subjectOf(tx, payload.order);
	if (!subject) return;
	const notice = compose(subject, payload.stage, ctx.now());
	const { id, status } = await notices.prepare(tx, {
		order: subject.order,
		shop: subject.shop,
		stage: payload.stage,
		language: subject.language,
		reasonVersion: subject.reasonVersion,
		...notice
	});
	if (status !== 'waiting') return;
	const { email } = subject;
	if (!ctx.mailer || !email) return notices.settle(tx, id, 'kept');
	return byMail(ctx, ctx.mailer, { id, subject, notice, email });
};

interface Letter {
	id: string;
	subject: notices.NoticeSubject;
	notice: Notice;
	email: string;
}

function byMail(ctx: WorkerContext, mailer: Mailer, letter: Letter) {
	const { id, subject, notice, email } = letter;
	const link = `${ctx.publicUrl}/track/${tokenFor(ctx.appSecret, subject.order)}`;
	return {
		async perform() {
			ctx.crash('before-mail');
			await mailer.send({
				id,
				to: email,
				subject: notice.subject,
				text: letterOf(notice, subject, link)
			});
			ctx.crash('after-mail');
		},
		confirm: (tx: Tx) => notices.settle(tx, id, 'sent'),
		abandon: (tx: Tx) => notices.settle(tx, id, 'failed')
	};
}

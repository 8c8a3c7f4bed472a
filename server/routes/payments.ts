import type { IssuesAnswer, PayAnswer, PaymentMethodsAnswer } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { lookAgain } from '../../db/commands/look-again.ts';
import { previewRefund, refund } from '../../db/commands/refund.ts';
import * as comparisons from '../../db/tables/comparisons.ts';
import * as intents from '../../db/tables/intents.ts';
import * as issues from '../../db/tables/issues.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { actorOf, orderOf } from '../call.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import { refundBody, refundQuery, resolveBody, uuid } from '../schemas.ts';

/** Payments: how to pay, the page to pay on, refunds, and what needs a person. */
export function mountPayments(mount: Mount, { pool, config }: Context): void {
	mount('paymentMethods', {
		handle: () => done<PaymentMethodsAnswer>({ methods: [...config.paymentMethods] })
	});

	mount('trackPay', {
		about: 'token',
		handle: async (call) => {
			const { id, status } = orderOf(call);
			const intent = status === 'awaiting_payment' ? await intents.latestOf(pool, id) : undefined;
			const isOpen = intent !== undefined && intents.isLiving(intent.state);
			return done<PayAnswer>({ url: isOpen ? intent.payUrl : null, status });
		}
	});

	mount('trackLook', {
		about: 'token',
		status: 202,
		handle: async (call) => {
			await lookAgain(call.db, orderOf(call).id);
			return done({ ok: true });
		}
	});

	mountRefunds(mount, pool);
	mountIssues(mount, pool);
}

function mountRefunds(mount: Mount, pool: Context['pool']): void {
	mount('refundPreview', {
		about: 'order',
		handle: (call) => {
			const asked = refundQuery.safeParse(call.req.query);
			return asked.success ? previewRefund(pool, orderOf(call).id, asked.data) : refuse('invalid');
		}
	});

	mount('refund', {
		about: 'order',
		body: refundBody,
		status: 201,
		repeatable: { needsKey: true, refusals: 'undone' },
		handle: async (call) => {
			const given = await refund(call.db, {
				orderId: orderOf(call).id,
				actor: actorOf(call),
				...call.body
			});
			return given.ok ? done({ refund: given.value }) : given;
		}
	});
}

function mountIssues(mount: Mount, pool: Context['pool']): void {
	mount('issues', {
		about: 'shop',
		handle: async ({ params }) => {
			const last = await comparisons.latest(pool);
			return done<IssuesAnswer>({
				issues: await issues.ofShop(pool, params.shop ?? ''),
				compared: last ? { ...last, at: last.at.toISOString() } : null
			});
		}
	});

	mount('resolveIssue', {
		about: 'shop',
		body: resolveBody,
		repeatable: true,
		handle: async (call) => {
			const id = uuid.safeParse(call.params.issue);
			if (!id.success) return refuse('not_found');
			const resolved = await inTransaction(call.db, actorOf(call), (tx) =>
				issues.resolve(tx, {
					id: id.data,
					shop: call.params.shop ?? '',
					actor: actorOf(call),
					note: call.body.note || null
				})
			);
			return resolved ? done({ ok: true }) : refuse('not_found');
		}
	});
}

import type { IssuesAnswer, PayAnswer, PaymentMethodsAnswer } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { correctTakings } from '../../db/commands/correct-takings.ts';
import { lookAgain } from '../../db/commands/look-again.ts';
import { retryIssue } from '../../db/commands/retry-issue.ts';
import { previewRefund, refund } from '../../db/commands/refund.ts';
import * as comparisons from '../../db/tables/comparisons.ts';
import * as intents from '../../db/tables/intents.ts';
import * as issues from '../../db/tables/issues.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { actorOf, orderOf } from '../call.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import {
	correctBody,
	emptyBody,
	payPageBody,
	refundBody,
	refundQuery,
	resolveBody,
	uuid
} from '../schemas.ts';

/** Payments: how to pay, the page to pay on, refunds, and what needs a person. */
export function mountPayments(mount: Mount, { pool, config }: Context): void {
	const { stripeElement } = config;
	mount('paymentMethods', {
		handle: () => done<PaymentMethodsAnswer>({ methods: [...config.paymentMethods] })
	});

	mount('trackPay', {
		about: 'token',
		handle: async (call) => {
			const { id, status } = orderOf(call);
			const intent = status === 'awaiting_payment' ? await intents.latestOf(pool, id) : undefined;
			const isOpen = intent !== undefined && intents.isLiving(intent.state);
			return done<PayAnswer>({
				url: isOpen ? intent.payUrl : null,
				element: isOpen ? elementOf(intent, stripeElement) : null,
				status
			});
		}
	});

	mount('trackPayPage', {
		about: 'token',
		body: payPageBody,
		status: 202,
		handle: async (call) => {
			await lookAgain(call.db, orderOf(call).id, { page: call.body.page });
			return done({ ok: true });
		}
	});

	mount('trackLook', {
		about: 'token',
		status: 202,
		handle: async (call) => {
			// Without the element a page of ours that was made earlier cannot be paid any more.
			await lookAgain(call.db, orderOf(call).id, { page: stripeElement ? null : 'redirect' });
			return done({ ok: true });
		}
	});

	mountRefunds(mount, pool);
	mountIssues(mount, pool);
}

/** What a browser needs to pay the session on our page; null for a session with a page of its own. */
function elementOf(
	intent: intents.IntentRow,
	element: Context['config']['stripeElement']
): PayAnswer['element'] {
	const { clientSecret, account, amountMinor, currency } = intent;
	if (!element || clientSecret === null || intents.isPageReplaced(intent)) return null;
	return { clientSecret, account, amountMinor, currency, ...element };
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

	mount('correctTakings', {
		about: 'order',
		body: correctBody,
		repeatable: { needsKey: true, refusals: 'undone' },
		handle: async (call) => {
			const corrected = await correctTakings(call.db, {
				orderId: orderOf(call).id,
				actor: actorOf(call),
				...call.body
			});
			return corrected.ok ? done({ order: corrected.value }) : corrected;
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

	mount('retryIssue', {
		about: 'shop',
		body: emptyBody,
		status: 202,
		repeatable: true,
		handle: (call) => {
			const id = uuid.safeParse(call.params.issue);
			if (!id.success) return refuse('not_found');
			const shop = call.params.shop ?? '';
			return retryIssue(call.db, { id: id.data, shop, actor: actorOf(call) });
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

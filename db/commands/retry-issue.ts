import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { CALLED_OFF, isIn } from '#domain/order/order.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import { requestWork } from '../steps/payment-work.ts';
import * as intents from '../tables/intents.ts';
import * as issues from '../tables/issues.ts';
import { lockHead, type OrderHead } from '../tables/orders.ts';
import * as payments from '../tables/payments.ts';
import * as refunds from '../tables/refunds.ts';

type Retry = (tx: Tx, subject: Subject) => Promise<boolean>;
interface Subject {
	issue: issues.OpenIssue;
	order: OrderHead;
	actor: Actor;
}

/**
 * Tries once more what an item says has failed: a worker looks at the provider first, and then acts with new
 * idempotency keys. Refuses with `nothing_to_retry` where the provider cannot do it any more.
 */
export async function retryIssue(
	db: Pool | Tx,
	{ id, shop, actor }: { id: string; shop: string; actor: Actor }
): Promise<Result<{ ok: true }>> {
	return inTransaction(db, actor, async (tx) => {
		// The order is locked first, as in every other command.
		const known = await issues.findOpen(tx, id, shop);
		if (!known) return refuse('not_found');
		const order = known.order === null ? undefined : await lockHead(tx, known.order);
		const issue = await issues.findOpen(tx, id, shop);
		const retry = issue && RETRIES[issue.kind];
		if (!issue) return refuse('not_found');
		if (!order || !retry || !(await retry(tx, { issue, order, actor })))
			return refuse('nothing_to_retry');
		return done({ ok: true });
	});
}

const RETRIES: Partial<Record<issues.OpenIssue['kind'], Retry>> = {
	capture_failed: retryCapture,
	refund_failed: retryRefund,
	difference: lookOnceMore
};

/** Only what is still reserved can be taken. */
async function retryCapture(tx: Tx, { issue, order }: Subject): Promise<boolean> {
	const intent = await intents.latestOf(tx, order.id);
	const isReserved = intent?.id === issue.cause && intent.state === 'authorised';
	if (!isReserved || isIn(CALLED_OFF, order.status)) return false;
	await intents.forgetRefusal(tx, intent.id);
	await issues.markRetried(tx, issue.id, issue.cause);
	await requestWork(tx, order.id);
	return true;
}

/** A failed refund stays failed: another one takes its place, with its own key, and the item waits for that one. */
async function retryRefund(tx: Tx, { issue, order, actor }: Subject): Promise<boolean> {
	const payment = await payments.lock(tx, order.id);
	const failed = (await refunds.ofOrder(tx, order.id)).find(({ id }) => id === issue.cause);
	if (!payment || !failed?.intent || failed.state !== 'failed') return false;
	const { intent, amountMinor, lines, vat } = failed;
	const leftMinor = payment.capturedMinor - (await refunds.promisedMinor(tx, order.id));
	if (amountMinor > leftMinor) return false;
	const next = await refunds.add(tx, {
		order: order.id,
		intent,
		amountMinor,
		currency: payment.currency,
		reason: failed.reason,
		lines,
		...(vat && { vat }),
		state: 'new',
		actor
	});
	await issues.markRetried(tx, issue.id, next);
	await requestWork(tx, order.id);
	return true;
}

async function lookOnceMore(tx: Tx, { issue, order }: Subject): Promise<boolean> {
	const intent = await intents.latestOf(tx, order.id);
	if (!intent) return false;
	await intents.unsettle(tx, intent.id);
	await issues.markRetried(tx, issue.id, issue.cause);
	await requestWork(tx, order.id);
	return true;
}

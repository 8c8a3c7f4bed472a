import { CALLED_OFF, isIn } from '#domain/order/order.ts';
import { isMismatch, nextStep, type PaymentStatus, type Seen } from '#domain/pay/payment.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { withoutLogRows } from '../plumbing/quietly.ts';
import { inTransaction, setAction } from '../plumbing/transaction.ts';
import { vatBack, vatOfOrder } from '../reads/order-vat.ts';
import { issueCreditNote, issueReceipt } from '../steps/documents.ts';
import { moveOrder } from '../steps/move-order.ts';
import { refundBack, startAnother, workItem } from '../steps/payment-work.ts';
import { openIssues } from '../steps/settle-issues.ts';
import { postMovements } from '../steps/settle-ledger.ts';
import {
	isFinal,
	type Refunded,
	type RefusedStep,
	type SeenSubject,
	type Subject
} from '../steps/settled.ts';
import * as intents from '../tables/intents.ts';
import type { IntentState } from '../tables/intents.ts';
import * as issues from '../tables/issues.ts';
import { lockHead, type OrderHead } from '../tables/orders.ts';
import * as payments from '../tables/payments.ts';
import * as refunds from '../tables/refunds.ts';

/** What a worker brings back from a provider. */
export interface Looked {
	intent: string;
	/** The attempt with which the worker took the intent. */
	attempt: number;
	/** Undefined when nothing of it exists at the provider. */
	seen: Seen | undefined;
	refused?: RefusedStep | undefined;
}

/**
 * Settles an attempt by what the provider shows: the one way in which money changes an order, for the page
 * to which the customer returns, for webhooks and for the reconciler. It may run again with the same
 * result. A result of an older attempt changes nothing, because a newer look follows.
 */
export async function settle(db: Pool | Tx, looked: Looked): Promise<void> {
	await inTransaction(db, 'worker', async (tx) => {
		const orderId = await intents.orderOf(tx, looked.intent);
		const order = orderId && (await lockHead(tx, orderId));
		if (!order) return;
		const payment = await payments.lock(tx, order.id);
		const intent = await intents.lock(tx, looked.intent);
		if (!payment || !intent || intent.attempt !== looked.attempt) return;
		const { seen } = looked;
		if (!seen) return settleNothing(tx, { order, intent }, looked);
		await settleSeen(tx, { order, payment, intent, seen }, looked);
	});
}

/** Nothing exists at the provider: the attempt ends, if the order did or if the provider refuses it. */
async function settleNothing(
	tx: Tx,
	{ order, intent }: Subject,
	{ refused }: Looked
): Promise<void> {
	const isOver = order.status !== 'awaiting_payment';
	if (!refused && !isOver) return outbox.add(tx, [workItem(intent)]);
	await intents.end(tx, intent.id, {
		state: isOver ? 'expired' : 'failed',
		refusal: refused?.code ?? null
	});
	if (!isOver) await payments.record(tx, order.id, { ...NOTHING_TAKEN, status: 'failed' });
}

const NOTHING_TAKEN = { capturedMinor: 0, refundedMinor: 0 };

async function settleSeen(tx: Tx, subject: SeenSubject, { refused }: Looked): Promise<void> {
	const { order, intent, seen } = subject;
	const isWrong = intent.isMismatch || isMismatch(intent, seen);
	const refusal = refused?.code ?? (seen.state === intent.state ? intent.refusal : null);
	await openIssues(tx, subject, { isWrong, refused });
	const refunded = await settleRefunds(tx, subject, refused);
	const isPaid = ['authorised', 'captured'].includes(seen.state) && !isWrong;
	const isAwaiting = order.status === 'awaiting_payment';
	const places = isPaid && isAwaiting;
	const isOld = await isReplaced(tx, subject);
	const write = () => writePayment(tx, subject, isTurnedDown(seen, { refused, refusal }));
	if (places) await withoutLogRows(tx, order.id, write);
	else if (!isOld) await write();
	if (places) await place(tx, order);
	if (seen.state === 'captured') await refundRest(tx, subject);
	const waiting = await refunds.waiting(tx, intent.id);
	const next = nextStep({
		provider: intent.provider,
		order: { status: places ? 'placed' : order.status, totalMinor: subject.payment.amountMinor },
		isMismatch: isWrong,
		isCaptureRefused: refused?.step.step === 'capture' || intent.refusal !== null,
		isPageReplaced: intents.isPageReplaced(intent),
		refunds: waiting,
		seen
	});
	await intents.record(tx, intent.id, {
		state: stateOf(seen),
		seen,
		isMismatch: isWrong,
		refusal,
		isSettled:
			next.step === 'none' && waiting.length === 0 && (isFinal(seen) || isLeft(order, seen))
	});
	if (next.step !== 'none') await outbox.add(tx, [workItem(intent)]);
	if (seen.state === 'expired' && isAwaiting && !isOld && intents.isPageReplaced(intent))
		await startAnother(tx, order, intent.page);
	await issuePaper(tx, subject, refunded);
	const vat = seen.capturedMinor > intent.capturedMinor ? await vatOfOrder(tx, order.id) : [];
	await postMovements(tx, subject, { refunded, vat });
}

/** Writes the payment of the order; the order's history names what happened to the money. */
async function writePayment(tx: Tx, subject: SeenSubject, isDeclined: boolean): Promise<void> {
	const now = paymentOf(subject, isDeclined);
	const isGivenBack = now.refundedMinor > subject.payment.refundedMinor;
	await setAction(tx, `payment_${isGivenBack ? 'refunded' : now.status}`);
	await payments.record(tx, subject.order.id, now);
	await setAction(tx, '');
}

/** A newer attempt has taken its place, and no money is in it: it says nothing about the order's payment. */
async function isReplaced(tx: Tx, { order, intent, seen }: SeenSubject): Promise<boolean> {
	if (!WITHOUT_MONEY.includes(seen.state)) return false;
	const latest = await intents.latestOf(tx, order.id);
	return latest !== undefined && latest.id !== intent.id;
}

const WITHOUT_MONEY: readonly Seen['state'][] = ['open', 'approved', 'expired', 'failed'];

/** The receipt of captured money, and the credit note of each refund that has newly succeeded. */
async function issuePaper(
	tx: Tx,
	{ order, seen }: SeenSubject,
	refunded: readonly Refunded[]
): Promise<void> {
	if (seen.state === 'captured') await issueReceipt(tx, order.id);
	for (const { id } of refunded) await issueCreditNote(tx, id);
}

async function place(tx: Tx, order: OrderHead): Promise<void> {
	const moved = await moveOrder(tx, {
		orderId: order.id,
		action: 'pay',
		kinds: ['system'],
		actor: 'worker'
	});
	if (!moved.ok) throw new Error(`a paid order could not be placed: ${moved.fault.code}`);
}

/** Captured money of an order that is called off goes back whole. */
async function refundRest(tx: Tx, { order, seen }: SeenSubject): Promise<void> {
	if (!isIn(CALLED_OFF, order.status)) return;
	const { capturedMinor } = seen;
	const amountMinor = capturedMinor - (await refunds.promisedMinor(tx, order.id));
	if (amountMinor <= 0) return;
	const vat = await vatBack(tx, order.id, { capturedMinor, amountMinor });
	await refundBack(tx, { order: order.id, amountMinor, vat, reason: 'called_off' });
}

/** Matches refunds with those at the provider; returns the ids of those that have newly succeeded. */
async function settleRefunds(
	tx: Tx,
	{ order, intent, seen }: SeenSubject,
	refused: RefusedStep | undefined
): Promise<Refunded[]> {
	const known = await refunds.ofOrder(tx, order.id);
	const succeeded: Refunded[] = [];
	for (const one of seen.refunds) {
		const mine =
			known.find(({ id }) => id === one.refund) ??
			known.find(({ providerId }) => providerId === one.providerId);
		if (mine) {
			if (await refunds.settle(tx, mine.id, one)) {
				succeeded.push(mine);
				await issues.resolveCause(tx, 'refund_failed', mine.id);
			}
			if (one.state === 'failed') await refundFailed(tx, order, mine.id, 'failed');
			continue;
		}
		// Made at the provider, by a person there.
		const { amountMinor } = one;
		const { capturedMinor, currency } = seen;
		const vat = await vatBack(tx, order.id, { capturedMinor, amountMinor });
		const id = await refunds.add(tx, {
			order: order.id,
			intent: intent.id,
			amountMinor,
			currency,
			reason: 'elsewhere',
			lines: null,
			vat,
			state: one.state === 'pending' ? 'sent' : one.state,
			providerId: one.providerId,
			actor: 'provider'
		});
		if (one.state === 'succeeded') succeeded.push({ id, amountMinor, vat });
	}
	if (refused?.step.step === 'refund') {
		await refunds.fail(tx, refused.step.refund);
		await refundFailed(tx, order, refused.step.refund, refused.code);
	}
	return succeeded;
}

async function refundFailed(tx: Tx, order: OrderHead, id: string, code: string): Promise<void> {
	await issues.open(tx, {
		shop: order.shop,
		order: order.id,
		kind: 'refund_failed',
		cause: id,
		detail: { code }
	});
}

function paymentOf(
	{ order, seen }: SeenSubject,
	isDeclined: boolean
): {
	status: PaymentStatus;
	capturedMinor: number;
	refundedMinor: number;
} {
	const { capturedMinor, refundedMinor } = seen;
	return { status: paymentStatus(order, seen, isDeclined), capturedMinor, refundedMinor };
}

/**
 * What the customer approved at PayPal was refused, and PayPal's order is open again: the payment has failed until
 * the customer approves another one.
 */
const isTurnedDown = (
	{ state }: Seen,
	{ refused, refusal }: { refused: RefusedStep | undefined; refusal: string | null }
): boolean =>
	(state === 'approved' && refused?.step.step === 'authorise') ||
	(state === 'open' && refusal !== null);

function paymentStatus(order: OrderHead, seen: Seen, isDeclined: boolean): PaymentStatus {
	if (seen.disputedMinor > 0) return 'disputed';
	switch (seen.state) {
		case 'captured':
			return seen.refundedMinor >= seen.capturedMinor ? 'refunded' : 'captured';
		case 'authorised':
		case 'released':
			return seen.state;
		default:
			if (isIn(CALLED_OFF, order.status)) return 'void';
			return isFinal(seen) || isDeclined ? 'failed' : 'pending';
	}
}

const stateOf = ({ state }: Seen): IntentState => (state === 'approved' ? 'open' : state);
/** The order was called off and nothing is reserved: no step follows, and nothing more is taken. */
const isLeft = (order: OrderHead, { state, paymentId }: Seen): boolean =>
	isIn(CALLED_OFF, order.status) && state !== 'authorised' && paymentId === null;

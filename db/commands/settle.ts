import { CALLED_OFF, isIn } from '#domain/order/order.ts';
import { nextStep, type PaymentStatus, type PaymentStep, type Seen } from '#domain/pay/payment.ts';
import type { Movement } from '#domain/pay/ledger.ts';
import { shareOf } from '#domain/pay/vat.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { withoutLogRows } from '../plumbing/quietly.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { vatOfOrder } from '../reads/order-vat.ts';
import { issueCreditNote, issueReceipt } from '../steps/documents.ts';
import { post } from '../steps/ledger.ts';
import { moveOrder } from '../steps/move-order.ts';
import { refundBack, workItem } from '../steps/payment-work.ts';
import { raiseAlert } from '../tables/alerts.ts';
import * as intents from '../tables/intents.ts';
import type { IntentRow, IntentState } from '../tables/intents.ts';
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
	/** The step that the provider refused for good, and its code. */
	refused?: { step: PaymentStep; code: string } | undefined;
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

interface Subject {
	order: OrderHead;
	intent: IntentRow;
}
type SeenSubject = Subject & { payment: payments.PaymentRow; seen: Seen };

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
	const isMismatch = intent.isMismatch || differs(subject);
	const refusal = refused?.code ?? (seen.state === intent.state ? intent.refusal : null);
	await openIssues(tx, subject, { isMismatch, refused });
	const refunded = await settleRefunds(tx, subject, refused);
	const isPaid = ['authorised', 'captured'].includes(seen.state) && !isMismatch;
	const places = isPaid && order.status === 'awaiting_payment';
	const write = () => payments.record(tx, order.id, paymentOf(subject));
	if (places) await withoutLogRows(tx, order.id, write);
	else await write();
	if (places) await place(tx, order);
	if (seen.state === 'captured') await refundRest(tx, subject);
	const waiting = await refunds.waiting(tx, intent.id);
	const next = nextStep({
		provider: intent.provider,
		order: { status: places ? 'placed' : order.status, totalMinor: subject.payment.amountMinor },
		isMismatch,
		isCaptureRefused: refused?.step.step === 'capture' || intent.refusal !== null,
		refunds: waiting,
		seen
	});
	await intents.record(tx, intent.id, {
		state: stateOf(seen),
		seen,
		isMismatch,
		refusal,
		isSettled:
			next.step === 'none' && waiting.length === 0 && (isFinal(seen) || isLeft(order, seen))
	});
	if (next.step !== 'none') await outbox.add(tx, [workItem(intent)]);
	await issuePaper(tx, subject, refunded);
	await postMovements(tx, subject, refunded);
}

/** The receipt of captured money, and the credit note of each refund that has newly succeeded. */
async function issuePaper(
	tx: Tx,
	{ order, seen }: SeenSubject,
	refunded: readonly Refunded[]
): Promise<void> {
	if (seen.state === 'captured') await issueReceipt(tx, order.id);
	for (const { id } of refunded) await issueCreditNote(tx, id);
}

/** Amount, currency or order at the provider are not those of the intent: a person has to look. */
function differs({ intent, order, seen }: SeenSubject): boolean {
	return (
		seen.amountMinor !== intent.amountMinor ||
		seen.currency !== intent.currency ||
		(seen.order !== null && seen.order !== order.id)
	);
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
	const restMinor = seen.capturedMinor - (await refunds.promisedMinor(tx, order.id));
	if (restMinor > 0)
		await refundBack(tx, { order: order.id, amountMinor: restMinor, reason: 'called_off' });
}

type Refunded = Pick<refunds.RefundRow, 'id' | 'amountMinor' | 'vat'>;

/** Matches refunds with those at the provider; returns the ids of those that have newly succeeded. */
async function settleRefunds(
	tx: Tx,
	{ order, intent, seen }: SeenSubject,
	refused: Looked['refused']
): Promise<Refunded[]> {
	const known = await refunds.ofOrder(tx, order.id);
	const succeeded: Refunded[] = [];
	for (const one of seen.refunds) {
		const mine =
			known.find(({ id }) => id === one.refund) ??
			known.find(({ providerId }) => providerId === one.providerId);
		if (mine) {
			if (await refunds.settle(tx, mine.id, one)) succeeded.push(mine);
			if (one.state === 'failed') await refundFailed(tx, order, mine.id, 'failed');
			continue;
		}
		// Made at the provider, by a person there.
		const id = await refunds.add(tx, {
			order: order.id,
			intent: intent.id,
			amountMinor: one.amountMinor,
			currency: seen.currency,
			reason: 'elsewhere',
			lines: null,
			state: one.state === 'pending' ? 'sent' : one.state,
			providerId: one.providerId,
			actor: 'provider'
		});
		if (one.state === 'succeeded') succeeded.push({ id, amountMinor: one.amountMinor, vat: null });
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

async function openIssues(
	tx: Tx,
	{ order, intent, seen }: SeenSubject,
	{ isMismatch, refused }: { isMismatch: boolean; refused: Looked['refused'] }
): Promise<void> {
	const open = (kind: issues.NewIssue['kind'], detail: issues.NewIssue['detail']) =>
		issues.open(tx, { shop: order.shop, order: order.id, kind, cause: intent.id, detail });
	const isOff = isIn(CALLED_OFF, order.status);
	const wasUnpaid = intent.state === 'new' || intent.state === 'open';
	if (isMismatch)
		await open('mismatch', {
			amountMinor: intent.amountMinor,
			seenMinor: seen.amountMinor,
			currency: seen.currency
		});
	if (refused?.step.step === 'capture') {
		await open('capture_failed', { code: refused.code, amountMinor: refused.step.amountMinor });
		await raiseAlert(tx, order.id, 'payment', ALERTED);
	}
	if (seen.disputedMinor > intent.disputedMinor)
		await open('dispute', { amountMinor: seen.disputedMinor });
	if (isOff && wasUnpaid && ['authorised', 'captured', 'released'].includes(seen.state))
		await open('late_payment', { amountMinor: seen.amountMinor });
	if (intent.state === 'authorised' && seen.state === 'released' && isLive(order)) {
		await open('authorisation_expired', { amountMinor: intent.amountMinor });
		await raiseAlert(tx, order.id, 'payment', ALERTED);
	}
	await issues.resolveOf(tx, order.id, ['difference']);
	if (seen.state === 'released' || seen.refundedMinor >= seen.amountMinor)
		await issues.resolveOf(tx, order.id, ['late_payment']);
}

const ALERTED = ['placed', 'accepted', 'making', 'in_oven', 'boxed'] as const;
const isLive = ({ status }: OrderHead) => ALERTED.some((one) => one === status);

function paymentOf({ order, seen }: SeenSubject): {
	status: PaymentStatus;
	capturedMinor: number;
	refundedMinor: number;
} {
	const { capturedMinor, refundedMinor } = seen;
	return { status: paymentStatus(order, seen), capturedMinor, refundedMinor };
}

function paymentStatus(order: OrderHead, seen: Seen): PaymentStatus {
	if (seen.disputedMinor > 0) return 'disputed';
	switch (seen.state) {
		case 'captured':
			return seen.refundedMinor >= seen.capturedMinor ? 'refunded' : 'captured';
		case 'authorised':
		case 'released':
			return seen.state;
		default:
			if (isIn(CALLED_OFF, order.status)) return 'void';
			return isFinal(seen) ? 'failed' : 'pending';
	}
}

const stateOf = ({ state }: Seen): IntentState => (state === 'approved' ? 'open' : state);
/** Nothing changes any more unless the order or a person does something. */
const isFinal = ({ state }: Seen): boolean => !['open', 'approved', 'authorised'].includes(state);
/** The order was called off and nothing is reserved: no step follows, and nothing more is taken. */
const isLeft = (order: OrderHead, { state, paymentId }: Seen): boolean =>
	isIn(CALLED_OFF, order.status) && state !== 'authorised' && paymentId === null;

/** The movements of money since the last look. */
async function postMovements(
	tx: Tx,
	{ order, payment, intent, seen }: SeenSubject,
	refunded: readonly Refunded[]
): Promise<void> {
	const base = {
		shop: order.shop,
		currency: payment.currency,
		order: order.id,
		intent: intent.id,
		provider: intent.provider
	};
	const takenMinor = seen.capturedMinor - intent.capturedMinor;
	const table = takenMinor > 0 || refunded.length > 0 ? await vatOfOrder(tx, order.id) : [];
	const moves: Movement[] = [];
	if (hasReserved(intent, seen))
		moves.push({ ...base, kind: 'reserve', amountMinor: seen.amountMinor });
	if (takenMinor > 0)
		moves.push({
			...base,
			kind: 'capture',
			amountMinor: takenMinor,
			vat: shareOf(table, takenMinor)
		});
	if (intent.state === 'authorised' && isFinal(seen) && seen.state !== 'captured')
		moves.push({ ...base, kind: 'void', amountMinor: seen.amountMinor });
	for (const { id, amountMinor, vat } of refunded)
		moves.push({
			...base,
			kind: 'refund',
			refund: id,
			amountMinor,
			vat: vat ?? shareOf(table, amountMinor)
		});
	const disputedMinor = seen.disputedMinor - intent.disputedMinor;
	const kind = disputedMinor > 0 ? 'dispute' : 'dispute_won';
	moves.push({ ...base, kind, amountMinor: Math.abs(disputedMinor) });
	for (const movement of moves) await post(tx, movement);
}

/** Reserved since the last look; also when it was captured in the meantime. */
const hasReserved = (intent: IntentRow, { state }: Seen): boolean =>
	(intent.state === 'new' || intent.state === 'open') &&
	(state === 'authorised' || state === 'captured');

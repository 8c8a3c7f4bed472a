import type { RefundPreview, RefundView } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { refundAmount, type Refundable, type RefundRequest } from '#domain/pay/refund.ts';
import type { Db, Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, setAction, type Actor } from '../plumbing/transaction.ts';
import { paidLines, vatTaken } from '../reads/order-vat.ts';
import { issueCreditNote } from '../steps/documents.ts';
import { post } from '../steps/ledger.ts';
import { requestWork } from '../steps/payment-work.ts';
import * as intents from '../tables/intents.ts';
import { lockHead } from '../tables/orders.ts';
import * as payments from '../tables/payments.ts';
import * as refunds from '../tables/refunds.ts';

export interface RefundOrder extends RefundRequest {
	orderId: string;
	reason: string;
	actor: Actor;
}

/**
 * Gives money of an order back: lines, an amount, or all that is left. A payment through a provider goes back
 * through a worker; money that was taken at the door is given back by hand, and is recorded at once.
 */
export async function refund(
	db: Pool | Tx,
	request: RefundOrder
): Promise<Result<Pick<RefundView, 'id' | 'amountMinor' | 'state'>>> {
	return inTransaction(db, request.actor, async (tx) => {
		const order = await lockHead(tx, request.orderId);
		const payment = order && (await payments.lock(tx, order.id));
		if (!payment) return refuse('not_found');
		const amount = refundAmount(await refundable(tx, order.id, payment.capturedMinor), request);
		if (!amount.ok) return amount;
		const { amountMinor, vat } = amount.value;
		const intent = payment.method === 'door' ? undefined : await intents.latestOf(tx, order.id);
		const state = intent ? 'new' : 'succeeded';
		const id = await refunds.add(tx, {
			order: order.id,
			intent: intent?.id ?? null,
			amountMinor,
			currency: payment.currency,
			reason: request.reason,
			lines: request.lines ?? null,
			vat,
			state,
			actor: request.actor
		});
		await setAction(tx, 'refund');
		if (intent) await requestWork(tx, order.id);
		else {
			const refundedMinor = payment.refundedMinor + amountMinor;
			await payments.record(tx, order.id, { ...payment, refundedMinor });
			await issueCreditNote(tx, id);
			await post(tx, {
				shop: order.shop,
				kind: 'cash_refund',
				amountMinor,
				currency: payment.currency,
				order: order.id,
				refund: id,
				vat
			});
		}
		return done({ id, amountMinor, state });
	});
}

const NOTHING_LEFT = { amountMinor: 0, vat: [], restMinor: 0 };

/** What a refund would do, without doing it; amount 0 when nothing is left. */
export async function previewRefund(
	db: Db,
	orderId: string,
	request: RefundRequest
): Promise<Result<RefundPreview>> {
	const payment = await payments.find(db, orderId);
	if (!payment) return refuse('not_found');
	const amount = refundAmount(await refundable(db, orderId, payment.capturedMinor), request);
	if (!amount.ok && amount.fault.code !== 'nothing_to_refund') return amount;
	return done({
		...(amount.ok ? amount.value : NOTHING_LEFT),
		by: payment.method === 'door' ? 'cash' : payment.method,
		refunds: await refunds.viewsOf(db, orderId)
	});
}

async function refundable(db: Db, orderId: string, capturedMinor: number): Promise<Refundable> {
	const known = (await refunds.ofOrder(db, orderId)).filter(({ state }) => state !== 'failed');
	return {
		lines: await paidLines(db, orderId),
		vat: await vatTaken(db, orderId, capturedMinor),
		capturedMinor,
		promisedMinor: known.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
		refundedLines: known.flatMap(({ lines }) => lines ?? []),
		refundedVat: refunds.vatOf(known)
	};
}

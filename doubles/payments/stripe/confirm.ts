import type { Desk, IntentRecord } from './account.ts';
import { emit } from './account.ts';
import { cardOf, type TestCard } from './cards.ts';
import { charge, declineCharge } from './charges.ts';
import { invalid, missing, StripeFault, unexpectedState } from './fault.ts';
import { textAt, type Form } from './form.ts';

const MAY_CONFIRM = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/**
 * Charges the intent's card, asks the customer's bank, or declines.
 * @throws {StripeFault} 402 when the card is declined: a final answer, saved under the idempotency key.
 */
export function confirm(desk: Desk, record: IntentRecord, form: Form): void {
	const intent = record.wire;
	if (!MAY_CONFIRM.includes(intent.status)) throw unexpectedState(intent, 'confirmed', MAY_CONFIRM);
	const method = textAt(form, 'payment_method') ?? intent.payment_method;
	if (typeof method !== 'string') {
		throw invalid('You cannot confirm this PaymentIntent because it is missing a payment method.', {
			code: 'payment_intent_unexpected_state',
			payment_intent: intent
		});
	}
	const card = cardOf(method);
	if (card === undefined) throw missing('PaymentMethod', method, 'payment_method');
	const returnUrl = textAt(form, 'return_url');
	if (returnUrl !== undefined) record.returnUrl = returnUrl;
	const fault = useCard(desk, record, card);
	if (fault !== undefined) throw fault;
}

/** The same for the pay page, which shows the fault instead of throwing it. */
export function useCard(desk: Desk, record: IntentRecord, card: TestCard): StripeFault | undefined {
	record.card = card;
	record.wire.payment_method = card.id;
	if (card.decline !== undefined) return decline(desk, record, card, card.decline);
	if (card.asksBank === true) askBank(desk, record);
	else charge(desk, record, card);
	return undefined;
}

function askBank(desk: Desk, record: IntentRecord): void {
	const intent = record.wire;
	intent.status = 'requires_action';
	intent.next_action = {
		type: 'redirect_to_url',
		redirect_to_url: {
			url: `${desk.baseUrl}/bank/${desk.account.id}/${intent.id}`,
			return_url: record.returnUrl ?? null
		}
	};
	emit(desk, 'payment_intent.requires_action', intent);
}

function decline(
	desk: Desk,
	record: IntentRecord,
	card: TestCard,
	why: NonNullable<TestCard['decline']>
): StripeFault {
	const intent = record.wire;
	const made = declineCharge(desk, intent, card);
	const words = {
		code: why.code,
		...(why.declineCode !== undefined && { decline_code: why.declineCode }),
		message: why.message
	};
	intent.status = 'requires_payment_method';
	intent.payment_method = null;
	intent.next_action = null;
	intent.last_payment_error = { type: 'card_error', charge: made.id, ...words };
	emit(desk, 'payment_intent.payment_failed', intent);
	const body = { type: 'card_error' as const, charge: made.id, ...words, payment_intent: intent };
	return new StripeFault(402, body, { isSaved: true });
}

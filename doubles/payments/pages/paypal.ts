import { redirect, type Answer, type Call, type Handler } from '../http.ts';
import type { OrderRecord, Outcome, PayPalDesk } from '../paypal/account.ts';
import { payPalDesk } from '../paypal/api.ts';
import { minorOf } from '../paypal/money.ts';
import { approveOrder } from '../paypal/orders.ts';
import type { World } from '../world.ts';
import { html, leaveLink, unknownPage } from './answers.ts';
import { escape } from './html.ts';

import { amountText, wordsOf } from './words.ts';

/** By the value of the button. */
const OUTCOMES: Record<string, Outcome> = {
	yes: 'paid',
	declined: 'declined',
	pending: 'pending',
	denied: 'denied'
};

/** The page where a payer approves an order of PayPal. */
export function paypalPages(world: World): Record<string, Handler> {
	return {
		'GET /checkoutnow': (call) => withOrder(world, call, (_desk, record) => show(record)),
		'POST /checkoutnow': (call) =>
			withOrder(world, call, (desk, record) => agree(desk, record, call))
	};
}

function show(record: OrderRecord): Answer {
	const { wire, language } = record;
	const words = wordsOf(language);
	if (wire.status !== 'CREATED' && wire.status !== 'PAYER_ACTION_REQUIRED') {
		return html(
			language,
			words.agreedTitle,
			`<p class="done">${words.paid}</p>${leaveLink(backTo(record), words.back)}`
		);
	}
	const { amount } = wire.purchase_units[0];
	const text = amountText(minorOf(amount), amount.currency_code, language);
	const body = `
<p class="amount">${escape(text)}</p>
<form method="post">
<button name="answer" value="yes">${escape(words.agree(text))}</button>
<button class="second" name="answer" value="declined">${words.agreeDeclined}</button>
<button class="second" name="answer" value="pending">${words.agreePending}</button>
<button class="second" name="answer" value="denied">${words.agreeDenied}</button>
</form>
${leaveLink(withToken(record.cancelUrl, wire.id), words.leave)}`;
	return html(language, words.paypalTitle, body);
}

function agree(desk: PayPalDesk, record: OrderRecord, call: Call): Answer {
	const given = new URLSearchParams(call.body).get('answer');
	const isOpen = record.wire.status === 'CREATED' || record.wire.status === 'PAYER_ACTION_REQUIRED';
	const outcome = OUTCOMES[given ?? ''];
	if (!isOpen || outcome === undefined) return redirect(call.url.pathname + call.url.search);
	approveOrder(desk, record, outcome);
	return redirect(backTo(record));
}

function backTo(record: OrderRecord): string {
	return withToken(record.returnUrl, record.wire.id, record.wire.payer?.payer_id);
}

function withToken(address: string, orderId: string, payerId?: string): string {
	if (address === '') return '';
	const url = new URL(address);
	url.searchParams.set('token', orderId);
	if (payerId !== undefined) url.searchParams.set('PayerID', payerId);
	return url.href;
}

function withOrder(
	world: World,
	call: Call,
	act: (desk: PayPalDesk, record: OrderRecord) => Answer
): Answer {
	const id = call.url.searchParams.get('token') ?? '';
	for (const account of world.paypal.values()) {
		const record = account.orders.get(id);
		if (record !== undefined) return act(payPalDesk(world, account), record);
	}
	return unknownPage(call);
}

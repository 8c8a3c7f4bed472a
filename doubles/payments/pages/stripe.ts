import type { Answer, Call, Handler } from '../http.ts';
import { redirect } from '../http.ts';
import type { Desk, IntentRecord, SessionRecord, StripeAccount } from '../stripe/account.ts';
import { cardOf, TEST_CARDS } from '../stripe/cards.ts';
import { answerBank } from '../stripe/intents.ts';
import { paySession, settleSession, successUrlOf } from '../stripe/sessions.ts';
import { deskOf, type World } from '../world.ts';
import { html, leaveLink, unknownPage } from './answers.ts';
import { escape, languageOf, PAGE_HEADERS, type Language } from './html.ts';
import { amountText, CARD_NAMES, declineText, wordsOf } from './words.ts';

const sessions = (account: StripeAccount) => account.sessions;
const intents = (account: StripeAccount) => account.intents;

/** The hosted pay page and the bank's page of 3-D Secure. */
export function stripePages(world: World): Record<string, Handler> {
	return {
		'GET /c/pay/:account/:id': (call) =>
			found(world, call, sessions, (desk, record) => showSession(desk, record, call, false)),
		'POST /c/pay/:account/:id': (call) =>
			found(world, call, sessions, (desk, record) => pay(desk, record, call)),
		'GET /bank/:account/:id': (call) =>
			found(world, call, intents, (desk, record) => showBank(desk, record, call)),
		'POST /bank/:account/:id': (call) =>
			found(world, call, intents, (desk, record) => answer(desk, record, call))
	};
}

function pay(desk: Desk, record: SessionRecord, call: Call): Answer {
	const card = cardOf(new URLSearchParams(call.body).get('card') ?? undefined);
	if (card === undefined) return showSession(desk, record, call, true);
	const wasOpen = record.wire.status === 'open';
	paySession(desk, record, card);
	const intent = desk.account.intents.get(String(record.wire.payment_intent));
	if (wasOpen && record.wire.status === 'complete') return redirect(successUrlOf(record.wire));
	if (intent?.wire.status === 'requires_action') {
		return redirect(`/bank/${desk.account.id}/${intent.wire.id}`);
	}
	// Declined, or pressed again after it was paid: the page says which.
	return redirect(call.url.pathname);
}

function showSession(desk: Desk, record: SessionRecord, call: Call, isUnchosen: boolean): Answer {
	const { wire } = record;
	const language = languageIn(record, call);
	const words = wordsOf(language);
	if (wire.status === 'complete')
		return html(language, words.paidTitle, donePart(words, successUrlOf(wire)));
	if (wire.status === 'expired') {
		const body = `<p class="problem">${words.expired}</p>${leaveLink(wire.cancel_url, words.back)}`;
		return { ...html(language, words.expiredTitle, body), status: 410 };
	}
	const amount = amountText(wire.amount_total ?? 0, wire.currency ?? 'eur', language);
	const problem = isUnchosen
		? words.chooseFirst
		: record.lastDecline === undefined
			? undefined
			: declineText(record.lastDecline, language);
	const body = `
<p class="amount">${escape(amount)}</p>
${problem === undefined ? '' : `<p class="problem" role="alert">${escape(problem)}</p>`}
<form method="post">
<fieldset><legend>${words.choose}</legend>
${TEST_CARDS.map((card, at) => cardChoice(card.id, language, at === 0)).join('\n')}
</fieldset>
<button>${escape(words.pay(amount))}</button>
</form>
${leaveLink(wire.cancel_url, words.leave)}`;
	return { ...html(language, words.payTo, body), status: isUnchosen ? 422 : 200 };
}

function showBank(desk: Desk, record: IntentRecord, call: Call): Answer {
	const { wire } = record;
	const session = desk.account.sessions.get(record.sessionId ?? '');
	const language =
		session === undefined
			? languageOf(null, call.headers['accept-language'])
			: languageIn(session, call);
	const words = wordsOf(language);
	if (wire.status !== 'requires_action') {
		return html(
			language,
			words.bankTitle,
			`<p class="done">${words.bankDone}</p>${leaveLink(backFrom(desk, record), words.back)}`
		);
	}
	const amount = amountText(wire.amount, wire.currency, language);
	const body = `
<p>${escape(words.bankText(amount))}</p>
<form method="post">
<button name="answer" value="yes">${words.bankYes}</button>
<button class="second" name="answer" value="no">${words.bankNo}</button>
</form>`;
	return inFrame(call, html(language, words.bankTitle, body));
}

/** The bank's page may stand in the frame of a page that pays with the element. */
function inFrame(call: Call, answer: Answer): Answer {
	if (!call.url.searchParams.has('frame')) return answer;
	const { 'content-security-policy': policy, ...rest } = PAGE_HEADERS;
	return {
		...answer,
		headers: {
			...rest,
			'content-security-policy': policy.replace("; frame-ancestors 'none'", '')
		}
	};
}

function answer(desk: Desk, record: IntentRecord, call: Call): Answer {
	const given = new URLSearchParams(call.body).get('answer');
	if (given === 'yes' || given === 'no') answerBank(desk, record, given === 'yes');
	const session = settleSession(desk, record);
	if (call.url.searchParams.has('frame')) return redirect('/elements/bank-answered');
	if (session?.wire.status === 'complete') return redirect(successUrlOf(session.wire));
	if (session !== undefined) return redirect(`/c/pay/${desk.account.id}/${session.wire.id}`);
	return redirect(backFrom(desk, record) ?? call.url.pathname);
}

/** For an intent without a session: the `return_url` of its confirmation, with what Stripe adds to it. */
function backFrom(desk: Desk, record: IntentRecord): string | null {
	const session = desk.account.sessions.get(record.sessionId ?? '');
	if (session !== undefined) {
		return session.wire.status === 'complete'
			? successUrlOf(session.wire)
			: session.wire.cancel_url;
	}
	if (record.returnUrl === undefined) return null;
	const url = new URL(record.returnUrl);
	url.searchParams.set('payment_intent', record.wire.id);
	url.searchParams.set(
		'redirect_status',
		record.wire.status === 'requires_payment_method' ? 'failed' : 'succeeded'
	);
	return url.href;
}

/** Finds the record that the address names, in the account that it names; else 404. */
function found<T>(
	world: World,
	call: Call,
	recordsOf: (account: StripeAccount) => ReadonlyMap<string, T>,
	act: (desk: Desk, record: T) => Answer
): Answer {
	const account = world.stripe.get(call.params['account'] ?? '');
	const record = account && recordsOf(account).get(call.params['id'] ?? '');
	if (account === undefined || record === undefined) return unknownPage(call);
	return act(deskOf(world, account), record);
}

function languageIn(record: SessionRecord, call: Call): Language {
	const inFrame = call.url.searchParams.get('frame');
	return languageOf(inFrame ?? record.wire.locale, call.headers['accept-language']);
}

function cardChoice(id: string, language: Language, isFirst: boolean): string {
	const name = escape(CARD_NAMES[id]?.[language] ?? id);
	return `<label><input type="radio" name="card" value="${id}"${isFirst ? ' checked' : ''}> ${name}</label>`;
}

function donePart(words: ReturnType<typeof wordsOf>, url: string): string {
	return `<p class="done">${words.paid}</p>${leaveLink(url, words.back)}`;
}

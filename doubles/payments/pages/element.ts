import { readFileSync } from 'node:fs';
import type { Answer, Call, Handler } from '../http.ts';
import type { Desk, SessionRecord } from '../stripe/account.ts';
import { cardOf, numberOf, TEST_CARDS } from '../stripe/cards.ts';
import { paySession } from '../stripe/sessions.ts';
import { deskOf, type World } from '../world.ts';
import { escape, languageOf, type Language } from './html.ts';
import { declineText, wordsOf } from './words.ts';

const scriptOf = (name: string) =>
	readFileSync(new URL(`../element/${name}`, import.meta.url), 'utf8');
const STRIPE_JS = scriptOf('stripe.js');
const FRAME_JS = scriptOf('frame.js');
/** The frame may stand in any page, as Stripe's may; it loads its own script and calls its own server only. */
const FRAME_HEADERS = {
	'content-security-policy':
		"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff'
};

/** A stand-in of Stripe.js, and the frame with the fields of its Payment Element. */
export function elementPages(world: World): Record<string, Handler> {
	return {
		'GET /:release/stripe.js': () => script(STRIPE_JS),
		'GET /elements/frame.js': () => script(FRAME_JS),
		'GET /elements/frame': (call) => ({
			status: 200,
			html: framePage(call),
			headers: FRAME_HEADERS
		}),
		'GET /elements/session': ({ url: { searchParams: asked } }) => ({
			...withSession(world, asked, (_desk, record) => presentSession(record, languageIn(asked))),
			headers: { 'access-control-allow-origin': '*' }
		}),
		'POST /elements/confirm': (call) => {
			const given = new URLSearchParams(call.body);
			return withSession(world, given, (desk, record) => confirm(desk, record, given));
		},
		'GET /elements/bank-answered.js': () =>
			script("window.parent.postMessage({ type: 'bank-answered' }, '*');"),
		'GET /elements/bank-answered': () => ({
			status: 200,
			html: '<!doctype html><title>OK</title><script src="/elements/bank-answered.js"></script>',
			headers: FRAME_HEADERS
		})
	};
}

const script = (text: string): Answer => ({
	status: 200,
	text,
	headers: { 'content-type': 'text/javascript; charset=utf-8' }
});

/** Finds the session whose secret is given. */
function withSession(
	world: World,
	given: URLSearchParams,
	act: (desk: Desk, record: SessionRecord) => unknown
): Answer {
	const secret = given.get('client_secret') ?? '';
	const [id = ''] = secret.split('_secret_');
	for (const account of world.stripe.values()) {
		const record = account.sessions.get(id);
		if (record?.wire.client_secret === secret && secret !== '')
			return { status: 200, json: act(deskOf(world, account), record) };
	}
	const message = 'No such checkout session, or its secret is another.';
	return { status: 404, json: { type: 'error', error: { message } } };
}

function presentSession({ wire, lastDecline }: SessionRecord, language: Language) {
	return {
		amount: wire.amount_total ?? 0,
		currency: wire.currency ?? 'eur',
		divisor: 100,
		email: wire.customer_email,
		returnUrl: wire.return_url,
		isComplete: wire.status === 'complete',
		problem: lastDecline === undefined ? null : declineText(lastDecline, language),
		...(wire.status === 'expired' && {
			error: { message: wordsOf(language).expired }
		})
	};
}

/** The customer pressed "pay": what Stripe.js tells the page, or where the bank asks. */
function confirm(desk: Desk, record: SessionRecord, given: URLSearchParams) {
	const { wire } = record;
	const language = languageIn(given);
	const words = wordsOf(language);
	const card = cardOf(given.get('card') ?? undefined);
	const email = given.get('email') ?? '';
	if (!/^\S+@\S+\.\S+$/.test(email)) return refused(words.emailMissing);
	if (card === undefined) return refused(words.numberUnknown);
	if (wire.status === 'expired') return refused(words.expired);
	if (wire.status === 'complete') return refused(words.paid);
	wire.customer_email = email;
	paySession(desk, record, card);
	const intent = desk.account.intents.get(String(wire.payment_intent));
	if (intent?.wire.status === 'requires_action') {
		const url = `${desk.baseUrl}/bank/${desk.account.id}/${intent.wire.id}?frame=${language}`;
		return { type: 'bank', url, title: words.bankTitle };
	}
	return record.lastDecline === undefined
		? { type: 'success' }
		: refused(declineText(record.lastDecline, language));
}

const refused = (message: string) => ({ type: 'error', error: { message } });

/** The language is that of the page: a session of the element has none. */
const languageIn = (given: URLSearchParams): Language => languageOf(given.get('locale'), undefined);

function framePage({ url, headers }: Call): string {
	const language = languageOf(url.searchParams.get('locale'), headers['accept-language']);
	const words = wordsOf(language);
	const element = {
		clientSecret: url.searchParams.get('client_secret') ?? '',
		locale: language,
		words: {
			numberShort: words.numberShort,
			numberUnknown: words.numberUnknown,
			expiryShort: words.expiryShort,
			expiryPast: words.expiryPast,
			cvcShort: words.cvcShort
		},
		cards: Object.fromEntries(TEST_CARDS.map((card) => [numberOf(card), card.id]))
	};
	const field = (name: string, label: string, more: string) => `
<div class="field ${name}"><label for="${name}">${escape(label)}</label>
<input id="${name}" name="${name}" inputmode="numeric" aria-describedby="${name}-fault" ${more}>
<p class="fault" id="${name}-fault" role="alert"></p></div>`;
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(words.frameTitle)}</title><style>${STYLE}</style></head>
<body><form novalidate data-element="${escape(JSON.stringify(element))}">
${field('number', words.number, 'autocomplete="cc-number" placeholder="1234 1234 1234 1234"')}
${field('expiry', words.expiry, `autocomplete="cc-exp" placeholder="${words.expiryForm}"`)}
${field('cvc', words.cvc, 'autocomplete="cc-csc" placeholder="CVC" maxlength="4"')}
<p class="notice">${escape(words.frameNotice)}</p>
</form><script src="/elements/frame.js"></script></body></html>`;
}

const STYLE = `
:root { font: 1rem/1.4 system-ui, sans-serif; }
body { margin: 0; padding: 2px; background: transparent; color: var(--colorText, #222); }
form { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; }
.number, .notice { grid-column: 1 / -1; }
label { display: block; margin-bottom: .25rem; font-size: .93rem; }
input { box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit;
  color: inherit; background: var(--colorBackground, #fff); border: 1px solid #8d7a6c;
  border-radius: var(--borderRadius, .5rem); }
input:focus { outline: 2px solid var(--colorPrimary, #b3311a); outline-offset: 1px; }
input[aria-invalid="true"] { border-color: var(--colorDanger, #a1123b); }
p { margin: 0; }
.fault { color: var(--colorDanger, #a1123b); font-size: .88rem; }
.notice { font-size: .88rem; color: var(--colorTextSecondary, inherit); }
`;

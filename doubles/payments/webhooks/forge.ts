import type { Chance } from '../chance.ts';
import { stripeId } from '../ids.ts';
import { signStripe } from './sign.ts';

export interface Forged {
	kind: string;
	body: string;
	headers: Record<string, string>;
}

type Maker = (body: string, secret: string, nowSeconds: number) => Omit<Forged, 'kind'>;

const HOUR_S = 3_600;

/** Ways to forge a webhook of Stripe: none of them passes a correct check. */
const STRIPE_FORGERIES: Record<string, Maker> = {
	'no signature': (body) => ({ body, headers: {} }),
	'another secret': (body, _secret, now) => ({
		body,
		headers: signStripe(body, 'whsec_guessed', now)
	}),
	'body changed after signing': (body, secret, now) => ({
		body: `${body} `,
		headers: signStripe(body, secret, now)
	}),
	'old signature': (body, secret, now) => ({
		body,
		headers: signStripe(body, secret, now - HOUR_S)
	}),
	'v0 only': (body, secret, now) =>
		edited(body, secret, now, (header) => header.replace('v1=', 'v0=')),
	'time changed': (body, secret, now) =>
		edited(body, secret, now - HOUR_S, (header) => header.replace(/t=\d+/, `t=${now}`)),
	'no time': (body, secret, now) =>
		edited(body, secret, now, (header) => header.replace(/t=\d+,/, '')),
	'signature cut': (body, secret, now) =>
		edited(body, secret, now, (header) => header.slice(0, -8)),
	'empty signature': (body, _secret, now) => ({
		body,
		headers: { 'stripe-signature': `t=${now},v1=` }
	}),
	'no words': (body) => ({ body, headers: { 'stripe-signature': 'nonsense' } }),
	'empty body': (_body, secret, now) => ({ body: '', headers: signStripe('{}', secret, now) }),
	'signature of another event': (body, secret, now) => ({
		body,
		headers: signStripe('{"id":"evt_other"}', secret, now)
	})
};

/** A forged copy of an event: a new event id, and a claim that pays any order. */
export function forgeStripe(
	chance: Chance,
	event: object,
	secret: string,
	nowSeconds: number
): Forged {
	const [kind, make] = chance.pick(Object.entries(STRIPE_FORGERIES));
	const body = JSON.stringify({ ...event, id: stripeId('evt'), type: 'payment_intent.succeeded' });
	return { kind, ...make(body, secret, nowSeconds) };
}

/** @param headers a true signature of another body, or none. */
export function forgePayPal(
	chance: Chance,
	event: object,
	headers: Record<string, string>
): Forged {
	const body = JSON.stringify({ ...event, id: `WH-${stripeId('forged')}` });
	const kind = chance.pick(['no signature', 'signature of another event', 'signature changed']);
	if (kind === 'no signature') return { kind, body, headers: {} };
	if (kind === 'signature of another event') return { kind, body, headers };
	return { kind, body, headers: { ...headers, 'paypal-transmission-sig': 'AAAA' } };
}

function edited(body: string, secret: string, at: number, edit: (header: string) => string) {
	const header = signStripe(body, secret, at)['stripe-signature'] ?? '';
	return { body, headers: { 'stripe-signature': edit(header) } };
}

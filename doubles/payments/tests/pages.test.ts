import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { Double } from '../server.ts';
import { payBody, refusalOf, sessionBody, stripeBooks, submit, withDouble } from './house.ts';

const BACK = 'https://shop.example/paid?s=';

async function open(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
	const session = await stripe.checkout.sessions.create(sessionBody(more));
	return { id: session.id, url: session.url ?? '' };
}

async function intentOf(stripe: Stripe, sessionId: string): Promise<Stripe.PaymentIntent> {
	const { payment_intent } = await stripe.checkout.sessions.retrieve(sessionId, {
		expand: ['payment_intent']
	});
	if (payment_intent === null || typeof payment_intent === 'string') throw new Error('no intent');
	return payment_intent;
}

async function chargesOf(double: Double): Promise<number> {
	return (await stripeBooks(double)).payments.flatMap(({ charges }) => charges).length;
}

const textOf = async (url: string) => (await fetch(url)).text();

test('pay: to the shop, authorised, and the page then says that it is paid', () =>
	withDouble(async (double, stripe) => {
		const { id, url } = await open(stripe);
		const response = await submit(url, { card: 'pm_card_visa' });
		const intent = await intentOf(stripe, id);
		const again = await submit(url, { card: 'pm_card_visa' });

		expect(response.status).toBe(303);
		expect(response.headers.get('location')).toBe(BACK + id);
		expect(intent).toMatchObject({ status: 'requires_capture', metadata: { order_id: 'order-7' } });
		expect(again.headers.get('location')).toBe(new URL(url).pathname);
		expect(await textOf(url)).toContain('C’est déjà payé');
		expect(await chargesOf(double)).toBe(1);
		expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('complete');
	}));

test('twenty presses at once are one charge', () =>
	withDouble(async (double, stripe) => {
		const { url } = await open(stripe);
		await Promise.all(Array.from({ length: 20 }, () => submit(url, { card: 'pm_card_visa' })));

		expect(await chargesOf(double)).toBe(1);
	}));

test('automatic capture: the session is paid', () =>
	withDouble(async (_double, stripe) => {
		const { id, url } = await open(stripe, {
			payment_intent_data: { capture_method: 'automatic' }
		});
		await submit(url, { card: 'pm_card_visa' });

		expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
	}));

test.each([
	['pm_card_visa_chargeDeclined', 'La carte a été refusée.', 'card_declined'],
	[
		'pm_card_visa_chargeDeclinedInsufficientFunds',
		'Le solde de la carte ne suffit pas.',
		'card_declined'
	],
	['pm_card_chargeDeclinedExpiredCard', 'La carte a expiré.', 'expired_card'],
	['pm_card_chargeDeclinedIncorrectCvc', 'Le code de sécurité est faux.', 'incorrect_cvc'],
	[
		'pm_card_chargeDeclinedProcessingError',
		'La banque n’a pas pu traiter le paiement.',
		'processing_error'
	]
])('%s: declined in words, and another card then pays', (card, words, code) =>
	withDouble(async (_double, stripe) => {
		const { id, url } = await open(stripe);
		const declined = await submit(url, { card });
		const text = await textOf(url);
		const failed = await intentOf(stripe, id);
		await submit(url, { card: 'pm_card_visa' });

		expect(declined.headers.get('location')).toBe(new URL(url).pathname);
		expect(text).toContain(words);
		expect(failed.last_payment_error?.code).toBe(code);
		expect(await intentOf(stripe, id)).toMatchObject({ id: failed.id, status: 'requires_capture' });
	})
);

test('3-D Secure: refused by the bank, then confirmed', () =>
	withDouble(async (double, stripe) => {
		const { id, url } = await open(stripe);
		const bankOf = async () => {
			const response = await submit(url, { card: 'pm_card_threeDSecure2Required' });
			return double.url + (response.headers.get('location') ?? '');
		};
		const bank = await bankOf();
		const waiting = await intentOf(stripe, id);
		const page = await textOf(bank);
		await submit(bank, { answer: 'no' });
		const refused = await textOf(url);
		const confirmed = await submit(await bankOf(), { answer: 'yes' });
		const late = await submit(bank, { answer: 'no' });

		expect(waiting.status).toBe('requires_action');
		expect(page).toContain('Votre banque demande une confirmation');
		expect(refused).toContain('Votre banque n’a pas confirmé le paiement.');
		expect(confirmed.headers.get('location')).toBe(BACK + id);
		expect(late.headers.get('location')).toBe(BACK + id);
		expect((await intentOf(stripe, id)).status).toBe('requires_capture');
	}));

test('3-D Secure without a session returns to the return_url of the confirmation', () =>
	withDouble(async (_double, stripe) => {
		const intent = await stripe.paymentIntents.create(
			payBody({ payment_method: 'pm_card_threeDSecure2Required' })
		);
		const response = await submit(intent.next_action?.redirect_to_url?.url ?? '', {
			answer: 'yes'
		});

		expect(intent.status).toBe('requires_action');
		expect(response.headers.get('location')).toContain(
			'https://shop.example/back?payment_intent=pi_'
		);
		expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded');
	}));

test('the page is in the language of the session, has no number field and no script', () =>
	withDouble(async (_double, stripe) => {
		const french = await textOf((await open(stripe)).url);
		const english = await textOf((await open(stripe, { locale: 'en' })).url);

		expect(french).toContain('<html lang="fr">');
		expect(french).toMatch(/23,50\s€/);
		expect(french).toContain('href="https://shop.example/left"');
		expect(english).toContain('<html lang="en">');
		expect(english).toContain('€23.50');
		for (const page of [french, english]) {
			expect(page).not.toMatch(/<script|type="(text|tel|number)"/);
			expect(page).not.toMatch(/\d{12,}/);
		}
	}));

test('an address that is none of a web page is refused', () =>
	withDouble(async (_double, stripe) => {
		const script = stripe.checkout.sessions.create(
			sessionBody({ cancel_url: 'javascript:alert(1)' })
		);

		expect((await refusalOf(script)).code).toBe('url_invalid');
	}));

test('a form without a card, and an address that leads nowhere, are answered in words', () =>
	withDouble(async (double, stripe) => {
		const { url } = await open(stripe);
		const empty = await submit(url, {});
		const unknown = await fetch(`${double.url}/c/pay/acct_x/cs_x`, {
			headers: { 'accept-language': 'fr' }
		});

		expect(empty.status).toBe(422);
		expect(await empty.text()).toContain('Choisissez une carte d’essai de la liste.');
		expect(unknown.status).toBe(404);
		expect(await unknown.text()).toContain('Paiement introuvable');
	}));

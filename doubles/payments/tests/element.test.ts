import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { Double } from '../server.ts';
import { sessionBody, stripeBooks, submit, withDouble } from './house.ts';

const EMAIL = 'camille@example.test';

/** A session of the element, and its secret. */
async function open(stripe: Stripe, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
	const { success_url, cancel_url, ...body } = sessionBody();
	const session = await stripe.checkout.sessions.create({
		...body,
		ui_mode: 'elements',
		return_url: success_url ?? cancel_url ?? '',
		...more
	});
	return { id: session.id, session, secret: session.client_secret ?? '' };
}

async function confirm(double: Double, secret: string, fields: Record<string, string> = {}) {
	const body = { client_secret: secret, card: 'pm_card_visa', email: EMAIL, locale: 'en' };
	const answer = await fetch(`${double.url}/elements/confirm`, {
		method: 'POST',
		body: new URLSearchParams({ ...body, ...fields })
	});
	return (await answer.json()) as { type: string; url?: string; error?: { message: string } };
}

async function read(double: Double, secret: string, locale = 'en') {
	const query = new URLSearchParams({ client_secret: secret, locale });
	const answer = await fetch(`${double.url}/elements/session?${query}`);
	return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('a session of the element has a secret, and no page', () =>
	withDouble(async (double, stripe) => {
		const { session, secret } = await open(stripe, { customer_email: EMAIL });

		expect(session).toMatchObject({ ui_mode: 'elements', url: null, success_url: null });
		expect(secret).toMatch(/^cs_test_\w+_secret_\w+$/);
		expect((await read(double, secret)).body).toMatchObject({
			currency: 'eur',
			email: EMAIL,
			isComplete: false
		});
	}));

test('an address to go to after paying is refused, as at Stripe', () =>
	withDouble(async (_double, stripe) => {
		const wrong = open(stripe, { success_url: 'https://shop.example/paid' });

		await expect(wrong).rejects.toMatchObject({ param: 'success_url' });
	}));

test('pays once, however often it is confirmed', () =>
	withDouble(async (double, stripe) => {
		const { id, secret } = await open(stripe);
		const answers = await Promise.all(
			Array.from({ length: 10 }, () => confirm(double, secret, { locale: 'fr' }))
		);

		expect(answers.filter(({ type }) => type === 'success')).toHaveLength(1);
		expect(answers.find(({ type }) => type === 'error')?.error?.message).toContain('enregistré');
		const { payments } = await stripeBooks(double);
		expect(payments.flatMap(({ charges }) => charges)).toHaveLength(1);
		expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('complete');
	}));

test('a declined card is said in the language of the page, and another one pays', () =>
	withDouble(async (double, stripe) => {
		const { secret } = await open(stripe);
		const declined = await confirm(double, secret, {
			card: 'pm_card_visa_chargeDeclinedInsufficientFunds',
			locale: 'fr'
		});

		expect(declined.error?.message).toBe('Le solde de la carte ne suffit pas.');
		expect((await confirm(double, secret)).type).toBe('success');
	}));

test.each([
	['yes', true],
	['no', false]
])('the bank asks in a frame, and is answered with %s', (answer, isComplete) =>
	withDouble(async (double, stripe) => {
		const { secret } = await open(stripe);
		const { type, url = '' } = await confirm(double, secret, {
			card: 'pm_card_threeDSecure2Required'
		});
		const page = await fetch(url);
		const answered = await submit(url, { answer });

		expect(type).toBe('bank');
		expect(page.headers.get('content-security-policy')).not.toContain('frame-ancestors');
		expect(answered.headers.get('location')).toBe('/elements/bank-answered');
		expect((await read(double, secret)).body).toMatchObject({ isComplete });
	})
);

test('nothing is paid without a mail address, nor with the secret of another session', () =>
	withDouble(async (double, stripe) => {
		const { id, secret } = await open(stripe);

		expect((await confirm(double, secret, { email: '' })).type).toBe('error');
		expect((await confirm(double, `${id}_secret_guessed`)).error?.message).toContain('No such');
		expect((await read(double, `${id}_secret_guessed`)).status).toBe(404);
		expect((await stripe.checkout.sessions.retrieve(id)).status).toBe('open');
	}));

test('the frame has fields of its own, and may stand in any page', () =>
	withDouble(async (double) => {
		const frame = await fetch(`${double.url}/elements/frame?client_secret=x&locale=fr`);
		const text = await frame.text();

		expect(frame.headers.get('content-security-policy')).not.toContain('frame-ancestors');
		expect(text).toContain('Numéro de carte');
		expect((await fetch(`${double.url}/endive/stripe.js`)).headers.get('content-type')).toContain(
			'text/javascript'
		);
	}));

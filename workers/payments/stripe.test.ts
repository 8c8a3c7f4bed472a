import { describe, expect, test } from 'vitest';
import {
	post,
	readDoubleBooks,
	setKnobs,
	stripeBooks,
	submit,
	withDouble
} from '../../doubles/payments/tests/house.ts';
import type { Double } from '../../doubles/payments/server.ts';
import {
	listed,
	newIntent,
	opened,
	pagesOf,
	payWith,
	refusalOf,
	seen
} from '../../tests/support/payments/gateways.ts';
import { Refused, Unsure, type Gateway } from './gateway.ts';
import { createStripeGateway } from './stripe.ts';

const DAY_MS = 24 * 3_600_000;

const withStripe = (act: (gateway: Gateway, double: Double) => Promise<void>) =>
	withDouble((double) =>
		act(createStripeGateway({ secretKey: 'sk_test_double', doubleUrl: double.url }), double)
	);

/** A payment that the customer has authorised. */
async function authorised(gateway: Gateway, card?: string) {
	const { intent, payUrl } = await opened(gateway);
	await payWith(payUrl, card);
	return (await seen(gateway, intent)).intent;
}

/** A payment that the shop has taken. */
async function captured(gateway: Gateway, amountMinor = 2350, card?: string) {
	const intent = await authorised(gateway, card);
	await gateway.capture(intent, amountMinor, `capture-${intent.id}-1`);
	return (await seen(gateway, intent)).intent;
}

describe('the pay page', () => {
	test('is open, authorised once it is paid, and captured by hand', () =>
		withStripe(async (gateway, double) => {
			const { intent, payUrl } = await opened(gateway);
			const open = await gateway.look(intent);
			const page = await (await fetch(payUrl)).text();
			const paid = await payWith(payUrl);
			const { shown, intent: known } = await seen(gateway, intent);

			expect(open).toMatchObject({ state: 'open', amountMinor: 2350, currency: 'EUR', payUrl });
			expect(open).toMatchObject({ order: intent.order, paymentId: null, capturedMinor: 0 });
			expect(page).toContain('lang="fr"');
			expect(paid.headers.get('location')).toBe(pagesOf(intent).returnUrl);
			expect(shown).toMatchObject({ state: 'authorised', capturedMinor: 0, order: intent.order });
			expect(Date.parse(shown.authorisedUntil ?? '') - Date.now()).toBeGreaterThan(6.9 * DAY_MS);

			await gateway.capture(known, 2350, 'capture-1');
			expect(await gateway.look(known)).toMatchObject({
				state: 'captured',
				capturedMinor: 2350,
				refundedMinor: 0,
				disputedMinor: 0,
				authorisedUntil: null
			});
			expect((await stripeBooks(double)).payments[0]).toMatchObject({ capturedMinor: 2350 });
		}));

	test('speaks English to a customer who does', () =>
		withStripe(async (gateway) => {
			const { payUrl } = await opened(gateway, newIntent({ language: 'en' }));

			expect(await (await fetch(payUrl)).text()).toContain('lang="en"');
		}));

	test('stays open after a decline, which it names, and takes another card', () =>
		withStripe(async (gateway) => {
			const { intent, payUrl } = await opened(gateway);
			await payWith(payUrl, 'pm_card_visa_chargeDeclinedInsufficientFunds');
			const declined = await gateway.look(intent);
			await payWith(payUrl);

			expect(declined).toMatchObject({ state: 'open', decline: 'insufficient_funds' });
			expect(await gateway.look(intent)).toMatchObject({ state: 'authorised', decline: null });
		}));

	test('waits while the bank asks for a confirmation', () =>
		withStripe(async (gateway, double) => {
			const { intent, payUrl } = await opened(gateway);
			const asked = await payWith(payUrl, 'pm_card_threeDSecure2Required');
			const waiting = await gateway.look(intent);
			await submit(double.url + asked.headers.get('location'), { answer: 'yes' });

			expect(waiting).toMatchObject({ state: 'open' });
			expect(await gateway.look(intent)).toMatchObject({ state: 'authorised' });
		}));

	test('that the bank did not confirm stays open', () =>
		withStripe(async (gateway, double) => {
			const { intent, payUrl } = await opened(gateway);
			const asked = await payWith(payUrl, 'pm_card_threeDSecure2Required');
			await submit(double.url + asked.headers.get('location'), { answer: 'no' });

			expect(await gateway.look(intent)).toMatchObject({
				state: 'open',
				decline: 'payment_intent_authentication_failure'
			});
		}));

	test('is closed, once or twice, and not when it is paid', () =>
		withStripe(async (gateway) => {
			const { intent, payUrl } = await opened(gateway);
			await gateway.close(intent, 'close-1');
			await gateway.close(intent, 'close-2');
			const other = await authorised(gateway);
			await gateway.close(other, 'close-3');

			expect((await fetch(payUrl)).status).toBe(410);
			expect(await gateway.look(intent)).toMatchObject({ state: 'expired', payUrl: null });
			expect(await gateway.look(other)).toMatchObject({ state: 'authorised' });
		}));

	test('after a decline is closed with its payment', () =>
		withStripe(async (gateway) => {
			const { intent, payUrl } = await opened(gateway);
			await payWith(payUrl, 'pm_card_visa_chargeDeclined');
			await gateway.close(intent, 'close-1');

			expect(await gateway.look(intent)).toMatchObject({ state: 'expired' });
		}));
});

describe('money', () => {
	test('is given back before it is taken', () =>
		withStripe(async (gateway, double) => {
			const intent = await authorised(gateway);
			await gateway.release(intent, 'release-1');

			expect(await gateway.look(intent)).toMatchObject({ state: 'released', capturedMinor: 0 });
			expect((await stripeBooks(double)).sums['EUR']).toMatchObject({ authorizedMinor: 0 });
		}));

	test('that was not captured in seven days is no longer reserved', () =>
		withStripe(async (gateway, double) => {
			const intent = await authorised(gateway);
			await setKnobs(double, { clockOffsetMs: 7 * DAY_MS });

			expect(await gateway.look(intent)).toMatchObject({ state: 'expired' });
			expect(await refusalOf(gateway.capture(intent, 2350, 'capture-1'))).toMatchObject({
				name: 'Refused',
				code: 'payment_intent_unexpected_state'
			});
		}));

	test('of a partial capture is no refund', () =>
		withStripe(async (gateway) => {
			const intent = await captured(gateway, 2000);
			const before = await gateway.look(intent);
			await gateway.refund(intent, { id: 'refund-a', amountMinor: 350 }, 'refund-a-1');
			const after = await gateway.look(intent);

			expect(before).toMatchObject({ capturedMinor: 2000, refundedMinor: 0, refunds: [] });
			expect(after).toMatchObject({
				refundedMinor: 350,
				refunds: [{ refund: 'refund-a', amountMinor: 350, state: 'succeeded' }]
			});
		}));

	test('is refunded twice by two refunds of the same amount, and once by one key', () =>
		withStripe(async (gateway, double) => {
			const intent = await captured(gateway);
			const refund = (id: string) =>
				gateway.refund(intent, { id, amountMinor: 500 }, `refund-${id}-1`);
			await refund('a');
			await refund('b');
			await refund('b');

			const shown = await gateway.look(intent);
			expect(shown?.refunds.map((one) => one.refund)).toEqual(['a', 'b']);
			expect(shown).toMatchObject({ refundedMinor: 1000 });
			expect((await stripeBooks(double)).payments[0]).toMatchObject({ refundedMinor: 1000 });
		}));

	test('cannot be refunded beyond what was taken', () =>
		withStripe(async (gateway) => {
			const intent = await captured(gateway);
			const refused = gateway.refund(intent, { id: 'a', amountMinor: 2351 }, 'refund-a-1');

			expect(await refusalOf(refused)).toBeInstanceOf(Refused);
			expect(await gateway.look(intent)).toMatchObject({ refundedMinor: 0, refunds: [] });
		}));

	test('of a refund that failed later is ours again', () =>
		withStripe(async (gateway, double) => {
			const intent = await captured(gateway, 2350, 'pm_card_refundFail');
			await gateway.refund(intent, { id: 'a', amountMinor: 500 }, 'refund-a-1');
			const before = await gateway.look(intent);
			await setKnobs(double, { clockOffsetMs: 60_000 });

			expect(before).toMatchObject({ refundedMinor: 500 });
			expect(await gateway.look(intent)).toMatchObject({
				refundedMinor: 0,
				refunds: [{ refund: 'a', state: 'failed' }]
			});
		}));

	test('that the bank does not pay is a capture refused', () =>
		withStripe(async (gateway) => {
			const intent = await authorised(gateway, 'pm_double_captureFails');
			const refusal = await refusalOf(gateway.capture(intent, 2350, 'capture-1'));

			expect(refusal).toBeInstanceOf(Refused);
			expect(refusal).toMatchObject({ code: 'generic_decline' });
			expect(await gateway.look(intent)).toMatchObject({
				state: 'failed',
				decline: 'generic_decline'
			});
		}));

	test('in dispute is shown until the dispute is won', () =>
		withStripe(async (gateway, double) => {
			const intent = await captured(gateway);
			const made = await post(double, '/disputes', {
				paymentIntent: intent.paymentId,
				amountMinor: 1000
			});
			const { id } = (await made.json()) as { id: string };
			const during = await gateway.look(intent);
			await post(double, `/disputes/${id}/close`, { status: 'won' });

			expect(during).toMatchObject({ state: 'captured', disputedMinor: 1000 });
			expect(await gateway.look(intent)).toMatchObject({ disputedMinor: 0 });
		}));
});

describe('without an answer', () => {
	const noAnswer = [
		['the reply is lost', { lostReply: 1 }, 'StripeConnectionError'],
		['a failure hides the effect, and is repeated', { errorAfterEffect: 1 }, Unsure.name],
		['a failure hides the effect, once', { errorAfterEffect: 1, errorIsSaved: false }, Unsure.name]
	] as const;

	test.each(noAnswer)('when %s a look finds the page', (_case, knobs, name) =>
		withStripe(async (gateway, double) => {
			const intent = newIntent();
			await opened(gateway);
			await setKnobs(double, knobs);
			const lost = await refusalOf(gateway.open(intent, pagesOf(intent)));
			await setKnobs(double, { reset: true });
			const { shown } = await seen(gateway, intent);

			expect(nameOf(lost)).toBe(name);
			expect(shown).toMatchObject({ state: 'open', order: intent.order });
			await payWith(shown.payUrl ?? '');
			expect(await gateway.look(intent)).toMatchObject({ state: 'authorised' });
		})
	);

	test.each(noAnswer)('when %s a capture is one capture', (_case, knobs, name) =>
		withStripe(async (gateway, double) => {
			const intent = await authorised(gateway);
			await setKnobs(double, knobs);
			const lost = await refusalOf(gateway.capture(intent, 2000, 'capture-1'));
			await setKnobs(double, { reset: true });

			expect(nameOf(lost)).toBe(name);
			expect(await gateway.look(intent)).toMatchObject({ state: 'captured', capturedMinor: 2000 });
		})
	);

	test('a saved failure is repeated for its key, and the refund is there', () =>
		withStripe(async (gateway, double) => {
			const intent = await captured(gateway);
			const refund = () => gateway.refund(intent, { id: 'a', amountMinor: 500 }, 'refund-a-1');
			await setKnobs(double, { errorAfterEffect: 1 });
			await refusalOf(refund());
			await setKnobs(double, { reset: true });

			expect(await refusalOf(refund())).toBeInstanceOf(Unsure);
			expect(await gateway.look(intent)).toMatchObject({
				refundedMinor: 500,
				refunds: [{ refund: 'a' }]
			});
		}));

	test('too many requests come again as they are', () =>
		withStripe(async (gateway, double) => {
			const intent = newIntent();
			await setKnobs(double, { rateLimit: 1 });
			const refused = await refusalOf(gateway.open(intent, pagesOf(intent)));
			const blind = await refusalOf(gateway.look({ ...intent, providerId: 'cs_test_x' }));

			expect([nameOf(refused), nameOf(blind)]).toEqual([
				'StripeRateLimitError',
				'StripeRateLimitError'
			]);
		}));

	test('a key in use comes again as it is', () =>
		withStripe(async (gateway, double) => {
			const intent = await captured(gateway);
			const refund = () => gateway.refund(intent, { id: 'a', amountMinor: 500 }, 'refund-a-1');
			await setKnobs(double, { slowMs: 400 });
			const first = refund();
			await expect
				.poll(async () => (await stripeBooks(double)).payments[0]?.refundedMinor)
				.toBe(500);
			const second = await refusalOf(refund());
			await first;

			expect(second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
			expect(second).not.toBeInstanceOf(Refused);
		}));

	test('a slow provider is given up after the limit', () =>
		withDouble(async (double) => {
			const gateway = createStripeGateway({
				secretKey: 'sk_test_double',
				doubleUrl: double.url,
				timeoutMs: 100
			});
			await setKnobs(double, { slowMs: 1000 });
			const began = performance.now();

			expect(nameOf(await refusalOf(opened(gateway)))).toBe('StripeConnectionError');
			expect(performance.now() - began).toBeLessThan(900);
		}));

	test('a key with another body hides an effect', () =>
		withStripe(async (gateway) => {
			const { intent } = await opened(gateway);
			const other = gateway.open({ ...intent, amountMinor: 1 + 2350 }, pagesOf(intent));

			expect(await refusalOf(other)).toMatchObject({ name: 'Unsure', code: 'idempotency_error' });
		}));
});

describe('the same key', () => {
	test('opens one page, captures once and releases once', () =>
		withStripe(async (gateway, double) => {
			const { intent, payUrl } = await opened(gateway);
			expect((await opened(gateway, { ...intent, providerId: null })).payUrl).toBe(payUrl);

			await payWith(payUrl);
			const { intent: known } = await seen(gateway, intent);
			await gateway.capture(known, 2350, 'capture-1');
			await gateway.capture(known, 2350, 'capture-1');
			const other = await authorised(gateway);
			await gateway.release(other, 'release-1');
			await gateway.release(other, 'release-1');

			expect((await stripeBooks(double)).sums['EUR']).toMatchObject({
				capturedMinor: 2350,
				authorizedMinor: 0
			});
		}));
});

describe('accounts', () => {
	test('of shops take their own payments', () =>
		withStripe(async (gateway, double) => {
			const account = 'acct_shopNice';
			const { intent, payUrl } = await opened(gateway, newIntent({ account }));
			await payWith(payUrl);
			const { intent: known } = await seen(gateway, intent);
			await gateway.capture(known, 2000, 'capture-1');
			await gateway.refund(known, { id: 'a', amountMinor: 100 }, 'refund-1');

			expect(await gateway.look({ ...known, account: null })).toBeUndefined();
			expect(await gateway.look(known)).toMatchObject({ capturedMinor: 2000, refundedMinor: 100 });
			const books = await readDoubleBooks(double);
			expect(books.stripe[account]?.payments[0]).toMatchObject({
				capturedMinor: 2000,
				refundedMinor: 100
			});
		}));

	test('are listed with what was taken and refunded', () =>
		withStripe(async (gateway) => {
			const paid = await captured(gateway, 2000);
			await gateway.refund(paid, { id: 'a', amountMinor: 100 }, 'refund-1');
			const held = await authorised(gateway);
			const { intent } = await opened(gateway, newIntent({ account: 'acct_other' }));
			const since = new Date(Date.now() - 60_000);
			const all = await listed(gateway, since);

			expect(intent.account).toBe('acct_other');
			expect(all).toEqual([
				{ ...ofIntent(held), capturedMinor: 0, refundedMinor: 0 },
				{ ...ofIntent(paid), capturedMinor: 2000, refundedMinor: 100 }
			]);
			const later = new Date(Date.now() + 60_000);
			expect(await listed(gateway, later)).toEqual([]);
		}));
});

test('a page that was never opened is not there', () =>
	withStripe(async (gateway) => {
		const { intent } = await opened(gateway);

		expect(await gateway.look(newIntent())).toBeUndefined();
		expect(await gateway.look({ ...intent, providerId: 'cs_test_unknown' })).toBeUndefined();
	}));

test('a live key never reaches the double', () =>
	withDouble(async (double) => {
		// Assembled, so that no text of the project looks like a live key.
		const secretKey = ['sk', 'live', 'abc'].join('_');
		const refused = await refusalOf(
			opened(createStripeGateway({ secretKey, doubleUrl: double.url }))
		);

		expect(nameOf(refused)).toBe('StripeAuthenticationError');
		expect((await readDoubleBooks(double)).stripe).toEqual({});
	}));

function ofIntent({ id, paymentId }: { id: string; paymentId: string | null }) {
	return { paymentId, intent: id, amountMinor: 2350, currency: 'EUR' };
}

/** Stripe's errors keep their kind in `type`. */
function nameOf(error: unknown): string {
	return error instanceof Refused || error instanceof Unsure
		? error.name
		: String((error as { type?: string }).type);
}

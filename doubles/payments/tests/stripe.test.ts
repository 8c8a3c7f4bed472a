import { expect, test } from 'vitest';
import {
	payBody,
	refusalOf,
	sessionBody,
	setKnobs,
	stripeBooks,
	stripeFor,
	withDouble
} from './house.ts';

const DAY_MS = 24 * 3_600_000;

test('30 parallel creates with one key make one intent and one charge', () =>
	withDouble(async (double, stripe) => {
		const calls = Array.from({ length: 30 }, () =>
			stripe.paymentIntents.create(payBody(), { idempotencyKey: 'pay-1' })
		);
		const ids = new Set((await Promise.all(calls)).map(({ id }) => id));

		expect(ids.size).toBe(1);
		const books = await stripeBooks(double);
		expect(books.payments).toHaveLength(1);
		expect(books.payments[0]?.charges).toHaveLength(1);
		expect(books.sums['EUR']?.capturedMinor).toBe(2_350);
	}));

test('a key in use answers 409, and the retries of the SDK find the one answer', () =>
	withDouble(async (double, stripe) => {
		await setKnobs(double, { slowMs: 400 });
		const first = stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' });
		await expect.poll(async () => (await stripeBooks(double)).payments.length).toBe(1);

		const refusal = await refusalOf(
			stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' })
		);
		const patient = stripeFor(double, undefined, 5);
		const late = await patient.paymentIntents.create(payBody(), { idempotencyKey: 'k' });

		expect(refusal).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
		expect(late.id).toBe((await first).id);
	}));

test('a key with another body, or on another endpoint, is refused', () =>
	withDouble(async (double, stripe) => {
		await stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' });

		const other = await refusalOf(
			stripe.paymentIntents.create(payBody({ amount: 2_351 }), { idempotencyKey: 'k' })
		);
		const elsewhere = await refusalOf(
			stripe.refunds.create({ payment_intent: 'pi_any' }, { idempotencyKey: 'k' })
		);

		expect(other).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
		expect(elsewhere).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
		expect((await stripeBooks(double)).payments).toHaveLength(1);
	}));

test('a decline is saved under its key; a request that fails its checks is not', () =>
	withDouble(async (double, stripe) => {
		const declined = payBody({ payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds' });
		const pay = () => refusalOf(stripe.paymentIntents.create(declined, { idempotencyKey: 'k' }));
		const [first, again] = [await pay(), await pay()];
		const tooSmall = await refusalOf(
			stripe.paymentIntents.create(payBody({ amount: 3 }), { idempotencyKey: 'small' })
		);
		const mended = await stripe.paymentIntents.create(payBody(), { idempotencyKey: 'small' });

		expect(first).toMatchObject({
			type: 'StripeCardError',
			statusCode: 402,
			code: 'card_declined',
			decline_code: 'insufficient_funds'
		});
		expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
		expect(again.headers?.['idempotent-replayed']).toBe('true');
		expect(tooSmall.code).toBe('amount_too_small');
		expect(mended.status).toBe('succeeded');
		const { payments } = await stripeBooks(double);
		expect(payments.map(({ status }) => status)).toEqual(['requires_payment_method', 'succeeded']);
	}));

test('after 24 hours a key is forgotten: the same request charges a second time', () =>
	withDouble(async (double, stripe) => {
		const pay = () => stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' });
		const first = await pay();
		await setKnobs(double, { clockOffsetMs: DAY_MS - 60_000 });
		const within = await pay();
		await setKnobs(double, { clockOffsetMs: DAY_MS });
		const after = await pay();

		expect(within.id).toBe(first.id);
		expect(after.id).not.toBe(first.id);
		expect((await stripeBooks(double)).sums['EUR']?.capturedMinor).toBe(4_700);
	}));

test('an authorisation is captured in part, once, and the rest is released', () =>
	withDouble(async (double, stripe) => {
		const intent = await stripe.paymentIntents.create(payBody({ capture_method: 'manual' }));
		const held = await stripeBooks(double);
		const tooMuch = await refusalOf(
			stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2_351 })
		);
		const captured = await stripe.paymentIntents.capture(intent.id, { amount_to_capture: 2_000 });
		const twice = await refusalOf(stripe.paymentIntents.capture(intent.id));

		expect(intent).toMatchObject({ status: 'requires_capture', amount_capturable: 2_350 });
		expect(held.sums['EUR']).toMatchObject({ authorizedMinor: 2_350, capturedMinor: 0 });
		expect(tooMuch.code).toBe('amount_too_large');
		expect(captured).toMatchObject({
			status: 'succeeded',
			amount_received: 2_000,
			amount_capturable: 0
		});
		expect(twice).toMatchObject({ code: 'payment_intent_unexpected_state' });
		expect(twice.payment_intent?.id).toBe(intent.id);
		const after = await stripeBooks(double);
		expect(after.sums['EUR']).toMatchObject({ authorizedMinor: 0, capturedMinor: 2_000 });
	}));

test('what a partial capture releases is a refund object, and no refund in the books', () =>
	withDouble(async (double, stripe) => {
		const { id } = await stripe.paymentIntents.create(payBody({ capture_method: 'manual' }));
		await stripe.paymentIntents.capture(id, { amount_to_capture: 2_000 });
		const [charge] = (await stripe.charges.list({ payment_intent: id })).data;
		const released = await stripe.refunds.list({ payment_intent: id });
		const tooMuch = await refusalOf(stripe.refunds.create({ payment_intent: id, amount: 2_001 }));
		await stripe.refunds.create({ payment_intent: id, amount: 2_000 });

		expect(charge).toMatchObject({ amount_captured: 2_000, amount_refunded: 350, refunded: false });
		expect(released.data.map(({ amount }) => amount)).toEqual([350]);
		expect(tooMuch.param).toBe('amount');
		expect((await stripeBooks(double)).sums['EUR']).toMatchObject({
			refundedMinor: 2_000,
			netMinor: 0
		});
	}));

test('cancel releases an authorisation; seven days do so as well', () =>
	withDouble(async (double, stripe) => {
		const hold = () => stripe.paymentIntents.create(payBody({ capture_method: 'manual' }));
		const [left, forgotten] = [await hold(), await hold()];
		const canceled = await stripe.paymentIntents.cancel(left.id, {
			cancellation_reason: 'requested_by_customer'
		});
		await setKnobs(double, { clockOffsetMs: 7 * DAY_MS });
		const lapsed = await stripe.paymentIntents.retrieve(forgotten.id);
		const refusal = await refusalOf(stripe.paymentIntents.capture(forgotten.id));

		expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0 });
		expect(lapsed).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' });
		expect(refusal.code).toBe('payment_intent_unexpected_state');
		const events = await stripe.events.list({ type: 'charge.expired' });
		expect(events.data).toHaveLength(1);
	}));

test('two distinct refunds of one amount are two; more than is left is refused', () =>
	withDouble(async (double, stripe) => {
		const { id } = await stripe.paymentIntents.create(payBody());
		const refund = (key: string, amount: number) =>
			stripe.refunds.create(
				{
					payment_intent: id,
					amount,
					reason: 'requested_by_customer',
					metadata: { refund_id: key }
				},
				{ idempotencyKey: `refund-${key}` }
			);
		const [one, two] = [await refund('1', 1_000), await refund('2', 1_000)];
		const again = await refund('2', 1_000);
		const tooMuch = await refusalOf(refund('3', 351));
		const last = await refund('4', 350);
		const none = await refusalOf(stripe.refunds.create({ payment_intent: id }));

		expect(one.id).not.toBe(two.id);
		expect(again.id).toBe(two.id);
		expect(tooMuch.param).toBe('amount');
		expect(last.status).toBe('succeeded');
		expect(none.code).toBe('charge_already_refunded');
		expect((await stripeBooks(double)).payments[0]).toMatchObject({ refundedMinor: 2_350 });
		const listed = await stripe.refunds.list({ payment_intent: id, limit: 2 });
		expect(listed.data.map((item) => item.id)).toEqual([last.id, two.id]);
		expect(listed.has_more).toBe(true);
	}));

test('refunds of the test cards settle later: one succeeds, one fails and gives the money back', () =>
	withDouble(async (double, stripe) => {
		const refundOf = async (card: string) => {
			const { id } = await stripe.paymentIntents.create(payBody({ payment_method: card }));
			return stripe.refunds.create({ payment_intent: id, amount: 500 });
		};
		const slow = await refundOf('pm_card_pendingRefund');
		const failing = await refundOf('pm_card_refundFail');
		await setKnobs(double, { clockOffsetMs: 60_000 });

		expect([slow.status, failing.status]).toEqual(['pending', 'succeeded']);
		expect((await stripe.refunds.retrieve(slow.id)).status).toBe('succeeded');
		expect((await stripe.refunds.retrieve(failing.id)).status).toBe('failed');
		expect((await stripeBooks(double)).sums['EUR']?.refundedMinor).toBe(500);
	}));

test('a dispute stops refunds; a won one gives the money back', () =>
	withDouble(async (double, stripe) => {
		const { id } = await stripe.paymentIntents.create(
			payBody({ payment_method: 'pm_card_createDispute' })
		);
		const [dispute] = (await stripe.disputes.list({ payment_intent: id })).data;
		const refusal = await refusalOf(stripe.refunds.create({ payment_intent: id }));
		const withdrawn = await stripeBooks(double);
		await fetch(`${double.url}/disputes/${dispute?.id}/close`, {
			method: 'POST',
			body: '{"status":"won"}'
		});

		expect(dispute).toMatchObject({
			amount: 2_350,
			status: 'needs_response',
			reason: 'fraudulent'
		});
		expect(refusal.code).toBe('charge_disputed');
		expect(withdrawn.sums['EUR']?.netMinor).toBe(0);
		expect((await stripeBooks(double)).sums['EUR']?.netMinor).toBe(2_350);
	}));

test('a capture that the bank refuses is a declined card', () =>
	withDouble(async (_double, stripe) => {
		const { id } = await stripe.paymentIntents.create(
			payBody({ capture_method: 'manual', payment_method: 'pm_double_captureFails' })
		);
		const refusal = await refusalOf(stripe.paymentIntents.capture(id));

		expect(refusal).toMatchObject({ statusCode: 402, code: 'card_declined' });
		expect((await stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method');
	}));

test('intents are found by metadata, not before the search knows them', () =>
	withDouble(async (double, stripe) => {
		const { id } = await stripe.paymentIntents.create(payBody());
		await stripe.paymentIntents.create(payBody({ metadata: { order_id: 'order-8' } }));
		const query = "metadata['order_id']:'order-7' AND status:'succeeded'";
		const found = await stripe.paymentIntents.search({ query });
		await setKnobs(double, { searchLagMs: 60_000 });
		const early = await stripe.paymentIntents.search({ query });

		expect(found.data.map((intent) => intent.id)).toEqual([id]);
		expect(early.data).toEqual([]);
	}));

test('lists page through with a cursor, and filter by time', () =>
	withDouble(async (double, stripe) => {
		for (let n = 0; n < 25; n += 1) await stripe.paymentIntents.create(payBody());
		const ids: string[] = [];
		for await (const intent of stripe.paymentIntents.list({ limit: 10 })) ids.push(intent.id);
		await setKnobs(double, { clockOffsetMs: 3_600_000 });
		const [newest] = (await stripe.paymentIntents.list({ limit: 1 })).data;
		const since = (newest?.created ?? 0) + 60;
		const later = await stripe.paymentIntents.create(payBody());
		const recent = await stripe.paymentIntents.list({ created: { gte: since } });

		expect(new Set(ids).size).toBe(25);
		expect(recent.data.map((intent) => intent.id)).toEqual([later.id]);
	}));

test('accounts are kept apart: by secret key, and by the Stripe-Account header', () =>
	withDouble(async (double, stripe) => {
		const other = stripeFor(double, 'sk_test_othershop');
		const connected = { stripeAccount: 'acct_shopNice' };
		const mine = await stripe.paymentIntents.create(payBody());
		const theirs = await stripe.paymentIntents.create(payBody({ amount: 900 }), connected);

		expect((await refusalOf(other.paymentIntents.retrieve(mine.id))).code).toBe('resource_missing');
		expect((await refusalOf(stripe.paymentIntents.retrieve(theirs.id))).code).toBe(
			'resource_missing'
		);
		expect((await stripe.paymentIntents.retrieve(theirs.id, {}, connected)).amount).toBe(900);
		const events = await stripe.events.list({ type: 'payment_intent.succeeded' }, connected);
		expect(events.data[0]).toMatchObject({ account: 'acct_shopNice' });
	}));

test('a live key is refused', () =>
	withDouble(async (double) => {
		// Assembled, so that no text of the project looks like a live key.
		const live = stripeFor(double, ['sk', 'live', 'abc'].join('_'));

		expect(await refusalOf(live.paymentIntents.create(payBody()))).toMatchObject({
			statusCode: 401
		});
	}));

test('expand puts objects where ids are', () =>
	withDouble(async (_double, stripe) => {
		const { id } = await stripe.paymentIntents.create(payBody());
		await stripe.refunds.create({ payment_intent: id, amount: 100 });
		const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge.refunds'] });
		const listed = await stripe.paymentIntents.list({ expand: ['data.latest_charge'] });

		expect(intent.latest_charge).toMatchObject({
			amount_refunded: 100,
			refunds: { data: [{ amount: 100 }] }
		});
		expect(listed.data[0]?.latest_charge).toMatchObject({ object: 'charge' });
	}));

test('a session expires by call and by time, and then has no page', () =>
	withDouble(async (double, stripe) => {
		const called = await stripe.checkout.sessions.create(sessionBody());
		const left = await stripe.checkout.sessions.create(
			sessionBody({ expires_at: Math.floor(Date.now() / 1000) + 1_800 })
		);
		const expired = await stripe.checkout.sessions.expire(called.id);
		await setKnobs(double, { clockOffsetMs: 1_900_000 });

		expect(called).toMatchObject({ amount_total: 2_350, payment_intent: null, status: 'open' });
		expect(expired).toMatchObject({ status: 'expired', url: null });
		expect((await stripe.checkout.sessions.retrieve(left.id)).status).toBe('expired');
		expect((await fetch(left.url ?? '')).status).toBe(410);
		expect((await refusalOf(stripe.checkout.sessions.expire(left.id))).statusCode).toBe(400);
		const events = await stripe.events.list({ type: 'checkout.session.expired' });
		expect(events.data).toHaveLength(2);
	}));

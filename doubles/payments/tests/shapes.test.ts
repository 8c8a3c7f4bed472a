import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import type { Double } from '../server.ts';
import { KEY, payBody, sessionBody, submit, withDouble } from './house.ts';

interface Shapes {
	components: { schemas: Record<string, { required?: string[] }> };
}

const SHAPES = new URL('../shapes/stripe-2023-08-16.json', import.meta.url);
const shapes = JSON.parse(readFileSync(SHAPES, 'utf8')) as Shapes;
// `format: unix-time` is Stripe's own.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true }).addSchema(
	shapes,
	'stripe'
);

/** What is wrong with an answer, by the published schema of its `object`; a list is judged item by item. */
function faultsOf(answer: Wire): string[] {
	if (Array.isArray(answer.data)) return answer.data.flatMap((item) => faultsOf(item as Wire));
	const name = answer.error === undefined ? answer.object : 'error';
	if (name === undefined || shapes.components.schemas[name] === undefined)
		return [`no schema of ${name}`];
	const check = ajv.getSchema(`stripe#/components/schemas/${name}`);
	if (check === undefined) return [`no schema of ${name}`];
	if (check(answer) === true) return [];
	return (check.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message}`);
}

interface Wire {
	object?: string;
	data?: unknown;
	error?: object;
}

async function raw(double: Double, path: string, fields?: Record<string, string>): Promise<Wire> {
	const response = await fetch(double.url + path, {
		headers: { authorization: `Bearer ${KEY}` },
		...(fields !== undefined && { method: 'POST', body: new URLSearchParams(fields) })
	});
	return (await response.json()) as Wire;
}

const CARDS = {
	paid: 'pm_card_visa',
	declined: 'pm_card_visa_chargeDeclined',
	asksBank: 'pm_card_threeDSecure2Required',
	disputed: 'pm_card_createDispute',
	refundFails: 'pm_card_refundFail'
};

/** Answers of every kind, in many states. */
async function collectAnswers(double: Double, stripe: Stripe): Promise<Wire[]> {
	const answers: Wire[] = [];
	for (const payment_method of Object.values(CARDS)) {
		const base = { amount: '2350', currency: 'eur', confirm: 'true', payment_method };
		answers.push(
			await raw(double, '/v1/payment_intents', { ...base, 'metadata[order_id]': 'order-7' })
		);
		answers.push(await raw(double, '/v1/payment_intents', { ...base, capture_method: 'manual' }));
	}
	const held = await stripe.paymentIntents.create(payBody({ capture_method: 'manual' }));
	answers.push(
		await raw(double, `/v1/payment_intents/${held.id}/capture`, { amount_to_capture: '2000' })
	);
	answers.push(await raw(double, '/v1/refunds', { payment_intent: held.id, amount: '500' }));
	const left = await stripe.paymentIntents.create(payBody({ capture_method: 'manual' }));
	answers.push(
		await raw(double, `/v1/payment_intents/${left.id}/cancel`, { cancellation_reason: 'abandoned' })
	);
	for (const card of [CARDS.paid, CARDS.declined]) {
		const session = await stripe.checkout.sessions.create(
			sessionBody({ customer_email: 'a@example.com' })
		);
		answers.push(await raw(double, `/v1/checkout/sessions/${session.id}`));
		await submit(session.url ?? '', { card });
	}
	const unpaid = await stripe.checkout.sessions.create(sessionBody());
	answers.push(await raw(double, `/v1/checkout/sessions/${unpaid.id}/expire`, {}));
	for (const list of [
		'payment_intents',
		'charges',
		'refunds',
		'disputes',
		'events',
		'checkout/sessions'
	]) {
		answers.push(await raw(double, `/v1/${list}?limit=100`));
	}
	answers.push(await raw(double, '/v1/charges?limit=100&expand[]=data.refunds'));
	for (const path of ['/v1/refunds/re_none', '/v1/nonsense', '/v1/events?limit=1000']) {
		answers.push(await raw(double, path));
	}
	return answers;
}

test('every answer is of the shape that Stripe published', () =>
	withDouble(async (double, stripe) => {
		const answers = await collectAnswers(double, stripe);
		const lists = answers.filter(({ data }) => Array.isArray(data));

		expect(answers.flatMap((answer) => faultsOf(answer))).toEqual([]);
		expect(lists.every(({ data }) => (data as unknown[]).length > 0)).toBe(true);
		expect(answers.length).toBeGreaterThan(25);
	}));

test('the objects within events are of their shapes too', () =>
	withDouble(async (double, stripe) => {
		await collectAnswers(double, stripe);
		const { data } = await stripe.events.list({ limit: 100 });
		const objects = data.map((event) => event.data.object as Wire);

		expect(objects.flatMap((object) => faultsOf(object))).toEqual([]);
		expect(new Set(objects.map(({ object }) => object)).size).toBe(5);
	}));

test('the check notices each required field that is missing', () =>
	withDouble(async (double, stripe) => {
		const collected = await collectAnswers(double, stripe);
		const answers = collected.flatMap((answer) =>
			Array.isArray(answer.data) ? (answer.data as Wire[]) : [answer]
		);
		const seen = new Set<string>();
		for (const answer of answers) {
			const name = answer.error === undefined ? (answer.object ?? '') : 'error';
			for (const field of shapes.components.schemas[name]?.required ?? []) {
				const without = Object.fromEntries(Object.entries(answer).filter(([key]) => key !== field));
				if (name === 'error' || field === 'object') continue;
				seen.add(`${name}.${field}`);
				expect(faultsOf(without), `${name} without ${field}`).not.toEqual([]);
			}
		}

		expect(seen.size).toBeGreaterThan(55);
	}));

/** Captured from the double (`POST /v1/refunds`): the compiler holds it against the SDK's present types. */
const REFUND = {
	id: 're_1CapturedFromTheDouble',
	object: 'refund',
	amount: 500,
	balance_transaction: 'txn_1CapturedFromTheDouble',
	charge: 'ch_1CapturedFromTheDouble',
	created: 1_795_456_800,
	currency: 'eur',
	customer: null,
	customer_account: null,
	destination_details: { card: { type: 'refund' }, type: 'card' },
	metadata: {},
	payment_intent: 'pi_1CapturedFromTheDouble',
	payment_method: 'pm_card_visa',
	reason: null,
	receipt_number: null,
	source_transfer_reversal: null,
	status: 'succeeded',
	transfer_reversal: null
} satisfies Stripe.Refund;

test('a refund has the fields of the one that the compiler checked', () =>
	withDouble(async (double, stripe) => {
		const { id } = await stripe.paymentIntents.create(payBody());
		const answer = await raw(double, '/v1/refunds', { payment_intent: id, amount: '500' });

		expect(Object.keys(answer).sort()).toEqual(Object.keys(REFUND).sort());
	}));

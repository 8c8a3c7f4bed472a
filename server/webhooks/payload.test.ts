import { expect, test } from 'vitest';
import { withoutPersonalData } from './payload.ts';

const address = { line1: '5 rue des Lilas', postal_code: '69003', city: 'Lyon' };
const person = {
	name: 'Camille Test',
	email: 'camille@example.com',
	phone: '+33612345678',
	address
};
const PRIVATE =
	/Camille|Test|example\.com|\+336|Lilas|69003|Lyon|4242|cs_secret|9\.9\.9\.9|allergic/i;

test('an event of Stripe keeps ids and amounts, and no person', () => {
	const kept = withoutPersonalData({
		id: 'evt_1',
		object: 'event',
		type: 'checkout.session.completed',
		created: 1_795_000_000,
		request: { id: 'req_1', idempotency_key: 'open-1' },
		data: {
			previous_attributes: { customer_email: person.email },
			object: {
				id: 'cs_1',
				object: 'checkout.session',
				amount_total: 2350,
				currency: 'eur',
				payment_intent: 'pi_1',
				status: 'complete',
				client_reference_id: '0b3a1c52-5f10-4c07-9d4e-111111111111',
				client_secret: 'cs_secret',
				customer_details: person,
				customer_email: person.email,
				collected_information: { shipping_details: person },
				custom_fields: [{ key: 'note', text: { value: 'Camille is allergic' } }],
				metadata: { order_id: 'o-1', intent: 'i-1', note: 'allergic to nuts' },
				last_payment_error: {
					code: 'card_declined',
					decline_code: 'insufficient_funds',
					message: 'Your card, Camille, was declined.',
					payment_method: { billing_details: person, card: { last4: '4242' } }
				}
			}
		}
	});

	expect(kept).toEqual({
		id: 'evt_1',
		object: 'event',
		type: 'checkout.session.completed',
		created: 1_795_000_000,
		request: { id: 'req_1', idempotency_key: 'open-1' },
		data: {
			object: {
				id: 'cs_1',
				object: 'checkout.session',
				amount_total: 2350,
				currency: 'eur',
				payment_intent: 'pi_1',
				status: 'complete',
				client_reference_id: '0b3a1c52-5f10-4c07-9d4e-111111111111',
				metadata: { order_id: 'o-1', intent: 'i-1' },
				last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' }
			}
		}
	});
});

test('a charge and a dispute keep no person either', () => {
	const kept = withoutPersonalData({
		data: {
			object: {
				id: 'ch_1',
				amount: 2350,
				billing_details: person,
				receipt_email: person.email,
				receipt_url: 'https://pay.example.com/receipts/Camille',
				shipping: person,
				payment_method_details: { card: { last4: '4242', wallet: null } },
				evidence: { customer_name: person.name, customer_purchase_ip: '9.9.9.9' },
				evidence_details: { due_by: 1_795_000_000, has_evidence: false },
				// Another system on the same account may put anything into a reference.
				client_reference_id: person.email
			}
		}
	});

	expect(kept).toEqual({
		data: { object: { id: 'ch_1', amount: 2350, evidence_details: { due_by: 1_795_000_000 } } }
	});
});

test('an event of PayPal keeps no payer, buyer or message', () => {
	const kept = withoutPersonalData({
		id: 'WH-1',
		event_type: 'CHECKOUT.ORDER.APPROVED',
		summary: 'An order of Camille was approved',
		resource: {
			id: 'ORD1',
			intent: 'AUTHORIZE',
			payer: { payer_id: 'P1', email_address: person.email, name: { given_name: 'Camille' } },
			payment_source: { paypal: { email_address: person.email, account_id: 'P1' } },
			purchase_units: [
				{
					invoice_id: 'i-1',
					description: 'Order of Camille',
					amount: { currency_code: 'EUR', value: '23.50' },
					shipping: { name: { full_name: person.name }, address },
					payee: { email_address: person.email }
				}
			],
			disputed_transactions: [{ seller_transaction_id: 'CAP1', buyer: person }],
			messages: [{ posted_by: 'BUYER', content: 'I am allergic' }],
			links: [{ href: 'https://example.com/ORD1', rel: 'self' }]
		}
	});

	expect(JSON.stringify(kept)).not.toMatch(PRIVATE);
	expect(kept).toEqual({
		id: 'WH-1',
		event_type: 'CHECKOUT.ORDER.APPROVED',
		resource: {
			id: 'ORD1',
			intent: 'AUTHORIZE',
			purchase_units: [{ invoice_id: 'i-1', amount: { currency_code: 'EUR', value: '23.50' } }],
			disputed_transactions: [{ seller_transaction_id: 'CAP1' }]
		}
	});
});

test('a body of endless depth is cut', () => {
	let deep: object = { id: 'deepest' };
	for (let n = 0; n < 1000; n += 1) deep = { data: deep };

	expect(JSON.stringify(withoutPersonalData(deep))).not.toContain('deepest');
});

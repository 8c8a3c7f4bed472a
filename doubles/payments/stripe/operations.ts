import type { Desk } from './account.ts';
import { closeDispute, findDispute, openDispute, updateDispute } from './disputes.ts';
import { invalid, missing } from './fault.ts';
import { textAt, type Form } from './form.ts';
import {
	cancelIntent,
	captureIntent,
	confirmIntent,
	createIntent,
	findIntent,
	updateIntent
} from './intents.ts';
import { listEvents, listPage, searchIntents } from './lists.ts';
import { createRefund, findRefund, updateRefund } from './refunds.ts';
import { createSession, expireSession, findSession } from './sessions.ts';

/** @param form the body of a POST, the query of a GET. */
export type Operation = (desk: Desk, form: Form, id: string) => unknown;

const INTENTS = '/v1/payment_intents';
const SESSIONS = '/v1/checkout/sessions';

/** Every operation of Stripe's API that the double has. */
export const OPERATIONS: Record<string, Operation> = {
	[`POST ${SESSIONS}`]: createSession,
	[`GET ${SESSIONS}`]: (desk, query) =>
		listPage(
			[...desk.account.sessions.values()]
				.map(({ wire }) => wire)
				.filter(
					(session) =>
						isWanted(query, 'payment_intent', session.payment_intent) &&
						isWanted(query, 'status', session.status)
				),
			query,
			SESSIONS
		),
	[`GET ${SESSIONS}/:id`]: (desk, _query, id) => findSession(desk, id).wire,
	[`POST ${SESSIONS}/:id/expire`]: (desk, _form, id) => expireSession(desk, id),

	[`POST ${INTENTS}`]: createIntent,
	[`GET ${INTENTS}`]: (desk, query) =>
		listPage(
			[...desk.account.intents.values()].map(({ wire }) => wire),
			query,
			INTENTS
		),
	[`GET ${INTENTS}/search`]: searchIntents,
	[`GET ${INTENTS}/:id`]: (desk, _query, id) => findIntent(desk, id).wire,
	[`POST ${INTENTS}/:id`]: (desk, form, id) => updateIntent(desk, id, form),
	[`POST ${INTENTS}/:id/confirm`]: (desk, form, id) => confirmIntent(desk, id, form),
	[`POST ${INTENTS}/:id/capture`]: (desk, form, id) => captureIntent(desk, id, form),
	[`POST ${INTENTS}/:id/cancel`]: (desk, form, id) => cancelIntent(desk, id, form),

	'GET /v1/charges': (desk, query) =>
		listPage(
			[...desk.account.charges.values()].filter((charge) =>
				isWanted(query, 'payment_intent', charge.payment_intent)
			),
			query,
			'/v1/charges'
		),
	'GET /v1/charges/:id': (desk, _query, id) => {
		const charge = desk.account.charges.get(id);
		if (charge === undefined) throw missing('charge', id, 'id');
		return charge;
	},

	'POST /v1/refunds': createRefund,
	'GET /v1/refunds': (desk, query) =>
		listPage(
			[...desk.account.refunds.values()]
				.map(({ wire }) => wire)
				.filter(
					(refund) =>
						isWanted(query, 'payment_intent', refund.payment_intent) &&
						isWanted(query, 'charge', refund.charge)
				),
			query,
			'/v1/refunds'
		),
	'GET /v1/refunds/:id': (desk, _query, id) => findRefund(desk, id),
	'POST /v1/refunds/:id': (desk, form, id) => updateRefund(desk, id, form),

	'GET /v1/disputes': (desk, query) =>
		listPage(
			[...desk.account.disputes.values()].filter(
				(dispute) =>
					isWanted(query, 'payment_intent', dispute.payment_intent) &&
					isWanted(query, 'charge', dispute.charge)
			),
			query,
			'/v1/disputes'
		),
	'GET /v1/disputes/:id': (desk, _query, id) => findDispute(desk, id),
	'POST /v1/disputes/:id': (desk, form, id) => updateDispute(desk, id, form),
	'POST /v1/disputes/:id/close': (desk, _form, id) =>
		closeDispute(desk, findDispute(desk, id), 'lost'),

	'GET /v1/events': listEvents,
	'GET /v1/events/:id': (desk, _query, id) => {
		const event = desk.account.events.find((candidate) => candidate.id === id);
		if (event === undefined) throw missing('event', id, 'id');
		return event;
	},

	'GET /v1/account': (desk) => presentAccount(desk),
	'GET /v1/accounts/:id': (desk, _query, id) => {
		if (id !== desk.account.id) throw missing('account', id, 'account');
		return presentAccount(desk);
	}
};

/** The bank's side of a dispute, for the controls: no call of Stripe's API does this. */
export function disputeByBank(
	desk: Desk,
	wanted: { paymentIntent: string; reason: string; amountMinor?: number }
) {
	const { wire } = findIntent(desk, wanted.paymentIntent);
	const charge = desk.account.charges.get(String(wire.latest_charge));
	if (charge === undefined || !charge.captured) throw invalid(`${wire.id} has no captured charge`);
	if (charge.disputed) throw invalid(`${wire.id} is already disputed`);
	return openDispute(desk, charge, wanted.reason, wanted.amountMinor);
}

export function presentAccount(desk: Desk) {
	const { id, profile } = desk.account;
	return {
		id,
		object: 'account',
		business_profile: { name: 'Payment double' },
		country: 'FR',
		default_currency: 'eur',
		type: 'standard',
		requirements: { disabled_reason: profile.charges_enabled ? null : 'requirements.past_due' },
		...profile
	};
}

function isWanted(query: Form, name: string, value: unknown): boolean {
	const wanted = textAt(query, name);
	return wanted === undefined || wanted === value;
}

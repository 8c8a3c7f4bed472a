import { randomBytes } from 'node:crypto';
import { createRouter, type Answer, type Call, type Handler } from '../http.ts';
import { drawTrouble, lose, slowDown } from '../trouble.ts';
import type { World } from '../world.ts';
import { createPayPalAccount, isSecretOf, type PayPalAccount, type PayPalDesk } from './account.ts';
import {
	captureAuthorization,
	findAuthorization,
	lapseAuthorizations,
	reauthorize,
	voidAuthorization
} from './authorizations.ts';
import { findCapture, refundCapture, settleCaptures } from './captures.ts';
import { broken, notFound, PayPalFault, rateLimited, unauthorized } from './fault.ts';
import { authorizeOrder, captureOrder, createOrder, findOrder } from './orders.ts';
import {
	captureRequest,
	newOrder,
	parseBody,
	reauthorizeRequest,
	refundRequest,
	verifyRequest
} from './parse.ts';

const HOUR_MS = 3_600_000;
const TOKEN_MS = 9 * HOUR_MS;
/** How long PayPal keeps a `PayPal-Request-Id`: 6 h for orders, 45 days for payments. */
const ORDER_KEPT_MS = 6 * HOUR_MS;
const PAYMENT_KEPT_MS = 45 * 24 * HOUR_MS;

type Operation = (desk: PayPalDesk, call: Call) => Answer;

const ORDERS = '/v2/checkout/orders';
const AUTHORIZATIONS = '/v2/payments/authorizations';
const EVENTS = '/v1/notifications/webhooks-events';

/** PayPal's API under `/v1/oauth2`, `/v1/notifications` and `/v2`. */
export function createPayPalApi(world: World) {
	const operations = Object.entries(operationsOf(world)).map(
		([key, operation]): [string, Handler] => [key, (call) => serve(world, call, operation)]
	);
	const route = createRouter({
		...Object.fromEntries(operations),
		'POST /v1/oauth2/token': (call) => guarded(() => giveToken(world, call)),
		'GET /v1/notifications/certs/:id': () => ({
			status: 200,
			text: world.mailer.paypalSigner.publicKeyPem()
		})
	});
	return async (call: Call): Promise<Answer> => {
		const found = route(call.method, call.url.pathname);
		if (found === null) return notFound(call.url.pathname).answer();
		return found.handler({ ...call, params: found.params });
	};
}

export function payPalDesk(world: World, account: PayPalAccount): PayPalDesk {
	return {
		account,
		clock: world.clock,
		baseUrl: world.baseUrl,
		publish: (event) => world.mailer.paypal(event)
	};
}

/** What time does by itself: authorisations and reviews that end. */
export function passPayPalTime(world: World): void {
	for (const account of world.paypal.values()) {
		const desk = payPalDesk(world, account);
		lapseAuthorizations(desk);
		settleCaptures(desk);
	}
}

function operationsOf(world: World): Record<string, Operation> {
	return {
		[`POST ${ORDERS}`]: (desk, call) => {
			const order = createOrder(desk, parseBody(newOrder, call.body));
			const { id, status, links } = order;
			return { status: 201, json: wantsAll(call) ? order : { id, status, links } };
		},
		[`GET ${ORDERS}/:id`]: (desk, call) => ok(findOrder(desk, idOf(call)).wire),
		[`POST ${ORDERS}/:id/authorize`]: (desk, call) => created(authorizeOrder(desk, idOf(call))),
		[`POST ${ORDERS}/:id/capture`]: (desk, call) => created(captureOrder(desk, idOf(call))),
		[`GET ${AUTHORIZATIONS}/:id`]: (desk, call) => ok(findAuthorization(desk, idOf(call)).wire),
		[`POST ${AUTHORIZATIONS}/:id/capture`]: (desk, call) =>
			created(captureAuthorization(desk, idOf(call), parseBody(captureRequest, call.body))),
		[`POST ${AUTHORIZATIONS}/:id/void`]: (desk, call) => {
			const voided = voidAuthorization(desk, idOf(call));
			return wantsAll(call) ? ok(voided) : { status: 204 };
		},
		[`POST ${AUTHORIZATIONS}/:id/reauthorize`]: (desk, call) =>
			created(reauthorize(desk, idOf(call), parseBody(reauthorizeRequest, call.body))),
		'GET /v2/payments/captures/:id': (desk, call) => ok(findCapture(desk, idOf(call)).wire),
		'POST /v2/payments/captures/:id/refund': (desk, call) =>
			created(refundCapture(desk, idOf(call), parseBody(refundRequest, call.body))),
		'GET /v2/payments/refunds/:id': (desk, call) => {
			const record = desk.account.refunds.get(idOf(call));
			if (record === undefined) throw notFound(idOf(call));
			return ok(record.wire);
		},
		'GET /v1/customer/disputes/:id': (desk, call) => {
			const dispute = desk.account.disputes.get(idOf(call));
			if (dispute === undefined) throw notFound(idOf(call));
			return ok(dispute);
		},
		[`GET ${EVENTS}`]: (desk, call) => ok(listEvents(desk, call)),
		[`GET ${EVENTS}/:id`]: (desk, call) => ok(findEvent(desk, idOf(call))),
		[`POST ${EVENTS}/:id/resend`]: (desk, call) => {
			const event = findEvent(desk, idOf(call));
			world.mailer.paypal(event, true);
			return { status: 202, json: event };
		},
		'POST /v1/notifications/verify-webhook-signature': (_desk, call) => ok(verify(world, call))
	};
}

async function serve(world: World, call: Call, operation: Operation): Promise<Answer> {
	return guarded(async () => {
		const desk = payPalDesk(world, accountOf(world, call));
		const trouble = drawTrouble(world.knobs, call.method === 'POST');
		if (trouble === 'refused') throw rateLimited();
		const answer = runOnce(desk, call, operation);
		await slowDown(world.knobs);
		if (trouble === 'errorAfterEffect') {
			world.knobs.troubles.errorAfterEffect += 1;
			throw broken();
		}
		return trouble === 'lostReply' ? lose(world.knobs, answer) : answer;
	});
}

/** A `PayPal-Request-Id` that was seen at this endpoint gets the first answer, also with another body. */
function runOnce(desk: PayPalDesk, call: Call, operation: Operation): Answer {
	const id = call.method === 'POST' ? call.headers['paypal-request-id'] : undefined;
	if (typeof id !== 'string') return operation(desk, call);
	const key = `${call.method} ${call.url.pathname} ${id}`;
	const { requests } = desk.account;
	const kept = requests.get(key);
	if (kept !== undefined && desk.clock.now() - kept.at < kept.keptMs) {
		return { ...kept.answer, status: kept.answer.status === 201 ? 200 : kept.answer.status };
	}
	const answer = operation(desk, call);
	const saved = { ...answer, json: structuredClone(answer.json) };
	const keptMs = call.url.pathname.startsWith(ORDERS) ? ORDER_KEPT_MS : PAYMENT_KEPT_MS;
	requests.set(key, { at: desk.clock.now(), keptMs, answer: saved });
	return saved;
}

async function guarded(act: () => Answer | Promise<Answer>): Promise<Answer> {
	try {
		return await act();
	} catch (fault) {
		if (fault instanceof PayPalFault) return fault.answer();
		throw fault;
	}
}

/** Any client id is an account; its first secret is its secret from then on. */
function giveToken(world: World, call: Call): Answer {
	const [scheme, value = ''] = (call.headers.authorization ?? '').split(' ');
	const [clientId = '', secret = ''] = Buffer.from(value, 'base64').toString('utf8').split(':');
	const account = world.paypal.get(clientId) ?? createPayPalAccount(clientId, secret);
	const isKnown =
		scheme === 'Basic' && clientId !== '' && secret !== '' && isSecretOf(account, secret);
	if (!isKnown) throw unauthorized('invalid_client', 'Client Authentication failed');
	if (new URLSearchParams(call.body).get('grant_type') !== 'client_credentials') {
		throw new PayPalFault(400, {
			error: 'unsupported_grant_type',
			error_description: 'Grant Type is unsupported'
		});
	}
	world.paypal.set(clientId, account);
	const token = `A21AA${randomBytes(48).toString('base64url')}`;
	account.tokens.set(token, world.clock.now() + TOKEN_MS);
	const scope = 'https://uri.paypal.com/services/payments/payment/authcapture';
	return ok({
		scope,
		access_token: token,
		token_type: 'Bearer',
		app_id: 'APP-DOUBLE',
		expires_in: TOKEN_MS / 1000
	});
}

function accountOf(world: World, call: Call): PayPalAccount {
	const token = (call.headers.authorization ?? '').replace(/^Bearer /, '');
	for (const account of world.paypal.values()) {
		if ((account.tokens.get(token) ?? 0) > world.clock.now()) return account;
	}
	throw unauthorized('invalid_token', 'Token signature verification failed');
}

function listEvents(desk: PayPalDesk, call: Call) {
	const query = call.url.searchParams;
	const from = Date.parse(query.get('start_time') ?? '') || 0;
	const to = Date.parse(query.get('end_time') ?? '') || Number.MAX_SAFE_INTEGER;
	const type = query.get('event_type');
	const size = Math.min(300, Math.max(1, Number(query.get('page_size') ?? 10) || 10));
	const found = desk.account.events.filter((event) => {
		const at = Date.parse(event.create_time);
		return at >= from && at <= to && (type === null || event.event_type === type);
	});
	return { events: found.reverse().slice(0, size), count: Math.min(size, found.length), links: [] };
}

function findEvent(desk: PayPalDesk, id: string) {
	const event = desk.account.events.find((candidate) => candidate.id === id);
	if (event === undefined) throw notFound(id);
	return event;
}

function verify(world: World, call: Call) {
	const given = parseBody(verifyRequest, call.body);
	const isGenuine = world.mailer.paypalSigner.verify(
		JSON.stringify(given.webhook_event),
		given.webhook_id,
		{
			'paypal-auth-algo': given.auth_algo,
			'paypal-cert-url': given.cert_url,
			'paypal-transmission-id': given.transmission_id,
			'paypal-transmission-sig': given.transmission_sig,
			'paypal-transmission-time': given.transmission_time
		}
	);
	return { verification_status: isGenuine ? 'SUCCESS' : 'FAILURE' };
}

function wantsAll(call: Call): boolean {
	return String(call.headers['prefer'] ?? '').includes('return=representation');
}

function idOf(call: Call): string {
	return call.params['id'] ?? '';
}

function ok(json: unknown): Answer {
	return { status: 200, json };
}

function created(json: unknown): Answer {
	return { status: 201, json };
}

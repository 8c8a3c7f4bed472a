import { createRouter, type Answer, type Call, type Handler } from '../http.ts';
import { stripeId } from '../ids.ts';
import { drawTrouble, lose, slowDown, type Trouble } from '../trouble.ts';
import { deskOf, stripeAccount, type World } from '../world.ts';
import { accountIdOf, type Desk, type StripeAccount } from './account.ts';
import { expand } from './expand.ts';
import { invalid, StripeFault } from './fault.ts';
import { listAt, parseForm } from './form.ts';
import { lapseIntents } from './intents.ts';
import { OPERATIONS, type Operation } from './operations.ts';
import { settleRefunds } from './refunds.ts';
import { lapseSessions } from './sessions.ts';

/** Stripe's API under `/v1`. Returns null for a path that is no part of it. */
export function createStripeApi(world: World) {
	const route = createRouter(
		Object.fromEntries(
			Object.entries(OPERATIONS).map(([key, operation]): [string, Handler] => [
				key,
				(call) => serve(world, call, operation)
			])
		)
	);
	return async (call: Call): Promise<Answer> => {
		const found = route(call.method, call.url.pathname);
		if (found !== null) return found.handler({ ...call, params: found.params });
		const message = `Unrecognized request URL (${call.method}: ${call.url.pathname}).`;
		return new StripeFault(404, { type: 'invalid_request_error', message }).answer();
	};
}

/** What time does by itself: sessions and authorisations that end, refunds that settle. */
export function passStripeTime(world: World): void {
	for (const account of world.stripe.values()) {
		const desk = deskOf(world, account);
		lapseSessions(desk);
		lapseIntents(desk);
		settleRefunds(desk);
	}
}

async function serve(world: World, call: Call, operation: Operation): Promise<Answer> {
	const requestId = stripeId('req');
	const answer = await answerTo(world, call, operation, requestId);
	return { ...answer, headers: { ...answer.headers, 'request-id': requestId } };
}

async function answerTo(
	world: World,
	call: Call,
	operation: Operation,
	requestId: string
): Promise<Answer> {
	try {
		const account = accountOf(world, call);
		const trouble = drawTrouble(world.knobs, call.method === 'POST');
		if (trouble === 'refused') throw rateLimited();
		const key = call.method === 'POST' ? (headerOf(call, 'idempotency-key') ?? null) : null;
		const saved = key === null ? undefined : account.keys.take(key, call);
		if (saved !== undefined) return trouble === 'lostReply' ? lose(world.knobs, saved) : saved;
		const desk = deskOf(world, account, { id: requestId, idempotency_key: key });
		return await runOnce(desk, call, operation, trouble);
	} catch (fault) {
		if (fault instanceof StripeFault) return fault.answer();
		throw fault;
	}
}

/** Runs the operation and saves its answer under the request's key; the key is in use until then. */
async function runOnce(
	desk: Desk,
	call: Call,
	operation: Operation,
	trouble: Trouble
): Promise<Answer> {
	const key = desk.request.idempotency_key;
	const { keys } = desk.account;
	const ran = run(desk, call, operation);
	if (key !== null && !ran.isSaved) keys.release(key);
	await slowDown(desk.knobs);
	const isBroken = trouble === 'errorAfterEffect' && ran.answer.status === 200;
	if (isBroken) desk.knobs.troubles.errorAfterEffect += 1;
	const answer = isBroken ? broken() : ran.answer;
	if (key !== null && ran.isSaved) {
		keys.save(key, isBroken && !desk.knobs.values.errorIsSaved ? ran.answer : answer);
	}
	return trouble === 'lostReply' ? lose(desk.knobs, answer) : answer;
}

function run(desk: Desk, call: Call, operation: Operation): { answer: Answer; isSaved: boolean } {
	const form = parseForm(call.method === 'POST' ? call.body : call.url.search);
	const paths = listAt(form, 'expand').map(String);
	try {
		const result = operation(desk, form, call.params['id'] ?? '');
		return { answer: { status: 200, json: expand(desk, result, paths) }, isSaved: true };
	} catch (fault) {
		if (fault instanceof StripeFault) return { answer: fault.answer(), isSaved: fault.isSaved };
		throw fault;
	}
}

/** The account of the secret key, or the connected one that `Stripe-Account` names. */
function accountOf(world: World, call: Call): StripeAccount {
	const key = secretKeyOf(call);
	const connected = headerOf(call, 'stripe-account');
	if (connected !== undefined && !/^acct_\w{1,60}$/.test(connected)) {
		throw invalid(`The provided account '${connected}' is not an account id.`);
	}
	const account = stripeAccount(world, connected ?? accountIdOf(key), connected !== undefined);
	account.apiVersion = headerOf(call, 'stripe-version') ?? account.apiVersion;
	return account;
}

function secretKeyOf(call: Call): string {
	const [scheme, value = ''] = (headerOf(call, 'authorization') ?? '').split(' ');
	const isBasic = scheme?.toLowerCase() === 'basic';
	const key = isBasic ? (Buffer.from(value, 'base64').toString('utf8').split(':')[0] ?? '') : value;
	if (/^(sk|rk)_test_\w+$/.test(key)) return key;
	const message = key.includes('_live_')
		? 'The payment double takes no live keys.'
		: 'You did not provide a test API key (sk_test_… or rk_test_…).';
	throw new StripeFault(401, { type: 'invalid_request_error', message });
}

function headerOf(call: Call, name: string): string | undefined {
	const value = call.headers[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function rateLimited(): StripeFault {
	const message = 'Request rate limit exceeded.';
	return new StripeFault(429, { type: 'invalid_request_error', code: 'rate_limit', message });
}

function broken(): Answer {
	const message =
		'An unknown error occurred. (The payment double did this: the request took effect.)';
	return { status: 500, json: { error: { type: 'api_error', message } } };
}

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#domain/people/access.ts';
import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { MAX_QUANTITY } from '#domain/menu/pricing.ts';
import { anOrder, startTestServer, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let cookies: string[];
let order: PlacedAnswer;

beforeAll(async () => {
	server = await startTestServer();
	await server.db.query(`update stock set quantity = 100000000 where shop_id = 'gare'`);
	cookies = await Promise.all(
		['direction', 'responsable.gare', 'livreur1.gare'].map((mailbox) => server.signIn(mailbox))
	);
	order = await server.placeOrder();
});

afterAll(() => server.close());

const NASTY = ['', '\u0000', '\ud800', '%00', '../..', "'; drop table orders; --", '{}', '\u202e'];
const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 300 }));
const anything = fc.anything({
	withNullPrototype: false,
	maxDepth: 3,
	values: [text, fc.double()]
});

/** A valid order with a few random changes. */
const brokenOrder = fc
	.tuple(fc.dictionary(fc.constantFrom(...Object.keys(anOrder())), anything), anything, anything)
	.map(([changes, line, customer]) => {
		const base = { ...anOrder(), ...changes };
		return { ...base, lines: [line, ...anOrder().lines], customer: customer ?? base.customer };
	});

const posts = Object.values(ROUTES).filter(
	(route) => route.method === 'POST' && !route.path.startsWith('/api/auth/sign-out')
);

const request = fc.record({
	route: fc.constantFrom(...posts),
	body: fc.oneof(anything, brokenOrder),
	parameter: fc.oneof({ weight: 1, arbitrary: text }, { weight: 3, arbitrary: fc.constant(null) }),
	key: fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme-ascii', maxLength: 140 })),
	person: fc.nat({ max: 2 })
});

function pathOf(pattern: string, parameter: string | null): string {
	const known: Record<string, string> = {
		':id': order.order.id,
		':token': order.token,
		':action': 'accept',
		':line': randomUUID(),
		':run': randomUUID(),
		':shop': 'gare',
		':day': '2026-03-06'
	};
	return pattern.replace(/:\w+/g, (name) => {
		const value = parameter ?? known[name] ?? 'x';
		return value.isWellFormed() ? encodeURIComponent(value) || '%20' : '%E0%A4';
	});
}

test('no body, path or key makes the server fail', { timeout: 120_000 }, async () => {
	await fc.assert(
		fc.asyncProperty(request, async ({ route, body, parameter, key, person }) => {
			const raw = JSON.stringify(body) ?? 'null';
			const { status } = await server.call(route.method, pathOf(route.path, parameter), {
				raw,
				cookie: cookies[person],
				headers: { 'idempotency-key': key.replace(/[^\x20-\x7e]/g, '') }
			});
			expect(status).toBeLessThan(500);
		}),
		{ numRuns: 400 }
	);

	expect((await server.call('GET', '/healthz')).status).toBe(200);
});

test('every basket is charged exactly the menu’s price', { timeout: 120_000 }, async () => {
	const sizes = { s: 890, m: 1190, l: 1790 };
	const basket = fc.array(
		fc.record({
			size: fc.constantFrom(...(Object.keys(sizes) as (keyof typeof sizes)[])),
			quantity: fc.oneof(fc.integer({ min: 1, max: MAX_QUANTITY }), fc.double(), fc.integer())
		}),
		{ minLength: 1, maxLength: 4 }
	);
	await fc.assert(
		fc.asyncProperty(basket, async (lines) => {
			const answer = await server.call<PlacedAnswer>('POST', '/api/orders', {
				body: anOrder({ lines: lines.map((line) => ({ product: 'margherita', ...line })) }),
				headers: { 'idempotency-key': randomUUID() }
			});
			const isFair = lines.every(
				({ quantity }) => Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY
			);

			expect(answer.status).toBe(isFair ? 201 : 400);
			if (!isFair) return;
			const price = lines.reduce((sum, line) => sum + sizes[line.size] * line.quantity, 0);
			expect(answer.body.order.total).toBe(price);
		}),
		{ numRuns: 100 }
	);
});

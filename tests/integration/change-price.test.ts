import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
	LineRequest,
	MenuAnswer,
	NewPromo,
	PlaceOrder,
	TrackAnswer
} from '#domain/wire/contract.ts';
import type { Double } from '../../doubles/payments/server.ts';
import { lookAgain } from '../../db/commands/look-again.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import * as intents from '../../db/tables/intents.ts';
import { payOn } from '../../simulation/client/payer.ts';
import { changeSums } from '../../src/routes/(customer)/[shop=shop]/basket-sums.ts';
import { carteOf, type Carte } from '../../src/routes/(customer)/[shop=shop]/carte.ts';
import { found, openTill } from '../support/house/payments.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { aContext, startLocalWorker, type LocalWorker } from '../support/house/workers.ts';

let server: TestServer;
let pool: Pool;
let double: Double;
let worker: LocalWorker;
let manager: string;
let carte: Carte;

beforeAll(async () => {
	server = await startTestServer({ config: { paymentMethods: ['door', 'card', 'paypal'] } });
	const { databaseUrl } = server;
	pool = createPool(databaseUrl, { name: 'change test', max: 8 });
	await pool.query(
		`update shop set delivery_fee_minor = 250, minimum_minor = 0, open_per_phone = null`
	);
	await pool.query(`update stock set quantity = quantity * 1000`);
	const till = await openTill();
	double = till.double;
	const ctx = { ...aContext(pool), gateways: till.gateways };
	worker = await startLocalWorker(ctx, { databaseUrl, redisUrl: undefined });
	manager = await server.signIn('responsable.gare');
	carte = carteOf((await server.call<MenuAnswer>('GET', '/api/shops/gare/menu')).body);
});
afterAll(async () => {
	await worker.close();
	await double.close();
	await pool.end();
	await server.close();
});

const PIZZAS: LineRequest[] = [
	{ product: 'reine', size: 'm', quantity: 2 },
	{ product: 'lager', quantity: 1 }
];
const MORE: LineRequest[] = [
	{ product: 'reine', size: 'l', quantity: 1, halves: ['reine', 'norvegienne'] },
	{ product: 'margherita', size: 'm', quantity: 3, without: ['mozzarella'] },
	{ product: 'lager', quantity: 2 }
];
const LESS: LineRequest[] = [{ product: 'lager', quantity: 1 }];

let named = 0;
async function aCode(promo: Partial<NewPromo>): Promise<string> {
	named += 1;
	const { status, body } = await server.call<{ code: string }>('POST', '/api/shops/gare/codes', {
		cookie: manager,
		body: { code: `CHANGE-${named}`, ...promo }
	});
	expect(status, JSON.stringify(body)).toBe(201);
	return body.code;
}

const placeAt = (over: Partial<PlaceOrder>) =>
	server.placeOrder({
		customer: { name: 'Zoé', phone: `06 39 97 ${String((named += 1)).padStart(4, '0')}` },
		lines: PIZZAS,
		...over
	});
const track = async (token: string) =>
	(await server.call<TrackAnswer>('GET', `/api/track/${token}`)).body;
const change = (token: string, lines: LineRequest[]) =>
	server.call<Fault>('POST', `/api/track/${token}/change`, { body: { lines } });

/** What the panel shows of these lines. */
async function shown(token: string, lines: LineRequest[]) {
	const { change: terms, snapshot } = await track(token);
	expect(terms).not.toBeNull();
	const { totalMinor, feeMinor } = snapshot.order;
	return changeSums(carte, lines, { terms, totalMinor, feeMinor });
}

describe('the price that the panel shows of a changed order', () => {
	test.each<[string, Partial<NewPromo> | null]>([
		['without a code', null],
		['with a percentage', { kind: 'percent', value: 15 }],
		['with an amount', { kind: 'amount', value: 500 }],
		['with an amount above the lines', { kind: 'amount', value: 90_000 }],
		['with one piece of a product', { kind: 'product', value: 50, product: 'lager' }],
		['with everything free', { kind: 'percent', value: 100 }]
	])('is what the server charges: %s', async (_, promo) => {
		const code = promo ? { code: await aCode(promo) } : {};
		for (const way of [
			{ fulfilment: 'collection' },
			{
				fulfilment: 'delivery',
				address: { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc' }
			}
		] as const) {
			const { token } = await placeAt({ ...way, ...code });
			for (const lines of [MORE, LESS, PIZZAS]) {
				const { sums } = await shown(token, lines);
				expect((await change(token, lines)).status).toBe(200);
				const { order } = (await track(token)).snapshot;
				expect(sums).toMatchObject({
					discountMinor: order.discountMinor,
					totalMinor: order.totalMinor
				});
				expect(order.discountMinor > 0).toBe(promo !== null);
			}
		}
	});

	test.each<[string, Partial<NewPromo>, LineRequest[]]>([
		['promo_minimum', { kind: 'percent', value: 15, minimumMinor: 2000 }, LESS],
		[
			'promo_product',
			{ kind: 'product', value: 100, product: 'lager' },
			[{ product: 'cola', quantity: 1 }]
		]
	])('is refused with the words of the server: %s', async (fault, promo, lines) => {
		const { token } = await placeAt({ code: await aCode(promo) });
		const { fault: said } = await shown(token, lines);
		const refused = await change(token, lines);
		expect([said?.code, refused.status, refused.body.error.code]).toEqual([fault, 422, fault]);
		expect(refused.body.error.message).toContain(said?.detail?.fr ?? '');
	});

	test('holds after the code has ended, and names neither other codes nor who used them', async () => {
		const code = await aCode({ kind: 'percent', value: 20, maxUses: 1 });
		const { token } = await placeAt({ code });
		await pool.query('update promo_code set disabled_at = now() where code = $1', [code]);

		const { sums } = await shown(token, MORE);
		expect((await change(token, MORE)).status).toBe(200);
		const { snapshot, change: terms } = await track(token);
		expect(sums?.totalMinor).toBe(snapshot.order.totalMinor);
		expect(terms).toEqual({
			paidMinor: null,
			isTaken: false,
			code: { name: code, rule: { kind: 'percent', value: 20, product: null, minimumMinor: 0 } }
		});
	});

	test('is not there once the kitchen has started', async () => {
		const { token, order } = await placeAt({});
		for (const action of ['accept', 'start'] as const)
			expect((await server.act(manager, order.id, action)).status).toBe(200);
		expect((await track(token)).change).toBeNull();
	});
});

describe('the money of a change that the panel shows', () => {
	/** An order by card whose money is reserved. */
	async function reserved(code?: string) {
		const placed = await placeAt({
			payment: { method: 'card' },
			lines: PIZZAS,
			...(code && { code })
		});
		const { id } = placed.order;
		await payOn(await found(async () => (await intents.latestOf(pool, id))?.payUrl));
		await lookAgain(pool, id);
		await becomes(placed.token, 'authorised');
		return placed;
	}
	const becomes = (token: string, status: string) =>
		found(async () => (await track(token)).snapshot.order.payment.status === status);

	test('at the door: more or less to pay there', async () => {
		const { token, order } = await placeAt({});
		expect((await shown(token, MORE)).sums?.money.kind).toBe('more_at_door');
		const { sums } = await shown(token, LESS);
		expect(sums?.money).toEqual({ kind: 'less_at_door', amountMinor: order.total - 350 });
	});

	test('reserved: less is taken, and more than that is refused by both', async () => {
		const code = await aCode({ kind: 'percent', value: 10 });
		const { token, order } = await reserved(code);
		expect((await shown(token, MORE)).sums?.money.kind).toBe('too_dear');
		expect((await change(token, MORE)).body.error.code).toBe('dearer_than_paid');

		expect((await shown(token, LESS)).sums?.money.kind).toBe('less_reserved');
		expect((await change(token, LESS)).status).toBe(200);
		// What is reserved covers the first order again.
		expect((await shown(token, PIZZAS)).sums?.money.kind).toBe('more_reserved');
		expect((await change(token, PIZZAS)).status).toBe(200);
		await server.act(manager, order.id, 'accept');
		await becomes(token, 'captured');
		expect((await track(token)).snapshot.order.payment.capturedMinor).toBe(order.total);
	});

	test('taken: the difference is given back once, and more is refused while it is under way', async () => {
		const code = await aCode({ kind: 'amount', value: 300 });
		const { token, order } = await reserved(code);
		await server.act(manager, order.id, 'accept');
		await becomes(token, 'captured');
		const { sums } = await shown(token, LESS);
		expect(sums?.money).toEqual({ kind: 'given_back', amountMinor: order.total - 50 });

		// No worker carries the refund out: it is promised, and no longer the customer's to spend.
		await worker.close();
		expect((await change(token, LESS)).status).toBe(200);
		expect((await shown(token, PIZZAS)).sums?.money.kind).toBe('too_dear');
		expect((await change(token, PIZZAS)).body.error.code).toBe('dearer_than_paid');
		const given = await pool.query<{ amount: number; state: string }>(
			'select amount_minor as amount, state from refund where order_id = $1',
			[order.id]
		);
		expect(given.rows).toEqual([{ amount: order.total - 50, state: 'new' }]);
	});
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
	NewPromo,
	PlaceOrder,
	PriceAnswer,
	PromoView,
	Snapshots,
	TimelineAnswer
} from '#domain/wire/contract.ts';
import { owingOf } from '#domain/order/owing.ts';
import { collect } from '../../db/commands/collect.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { vatOfOrder } from '../../db/reads/order-vat.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let pool: Pool;
let owner: string;
let manager: string;

beforeAll(async () => {
	server = await startTestServer({ config: { paymentMethods: ['door', 'card', 'paypal'] } });
	pool = createPool(server.databaseUrl, { name: 'promotions test', max: 5 });
	await pool.query(
		`update shop set delivery_fee_minor = 250, minimum_minor = 0, open_per_phone = null`
	);
	await pool.query(`update stock set quantity = quantity * 1000`);
	[owner, manager] = await Promise.all([
		server.signIn('direction'),
		server.signIn('responsable.gare')
	]);
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

let named = 0;
const phoneOf = (n: number) => `06 39 98 ${String(n).padStart(4, '0')}`;

/** Adds a code to `gare`, or to the group. */
async function aCode(promo: Partial<NewPromo> = {}): Promise<string> {
	named += 1;
	const body = {
		code: `CODE-${String(named).padStart(4, '0')}`,
		kind: 'amount',
		value: 500,
		...promo
	};
	const answer = await server.call<{ code: string }>('POST', '/api/shops/gare/codes', {
		cookie: promo.isGroup ? owner : manager,
		body
	});
	expect(answer.status, JSON.stringify(answer.body)).toBe(201);
	return answer.body.code;
}

const send = (over: Partial<PlaceOrder>) =>
	server.call<Fault>('POST', '/api/orders', {
		body: anOrder(over),
		headers: { 'idempotency-key': randomUUID() }
	});
const codeOf = ({ status, body }: { status: number; body: Fault }) =>
	status === 201 ? 'ok' : body.error.code;
const customer = (n: number) => ({ name: 'Zoé', phone: phoneOf(n) });
const trackedBy = async (token: string) =>
	(await server.call<{ snapshot: Snapshots['order'] }>('GET', `/api/track/${token}`)).body.snapshot
		.order;
const usesOf = async (code: string) =>
	(
		await pool.query<{ uses: number }>(
			`select count(*)::int as uses from promo_redemption r join promo_code p on p.id = r.code_id
				where p.code = $1`,
			[code]
		)
	).rows[0]?.uses;

const LINES = [
	{ product: 'reine', size: 'm', quantity: 2 },
	{ product: 'lager', quantity: 1 },
	{ product: 'cola', quantity: 1 }
];

describe('an order with a code', () => {
	test('costs what the preview says: lines, discount, fee, total, payment and VAT', async () => {
		const code = await aCode({ kind: 'percent', value: 15 });
		const address = { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc' };
		const asked = { fulfilment: 'delivery', lines: LINES } as const;
		const { body: price } = await server.call<PriceAnswer>('POST', '/api/shops/gare/price', {
			body: { ...asked, code: ` ${code.toLowerCase()} ` }
		});
		const placed = await server.placeOrder({ ...asked, address, code: code.toLowerCase() });

		expect(price.discountMinor).toBe(Math.round(price.linesMinor * 0.15));
		expect(price.totalMinor).toBe(price.linesMinor - price.discountMinor + 250);
		const order = await trackedBy(placed.token);
		expect([order.totalMinor, order.discountMinor, order.feeMinor]).toEqual([
			price.totalMinor,
			price.discountMinor,
			250
		]);
		expect(order.payment.totalMinor).toBe(price.totalMinor);
		expect(await vatOfOrder(pool, placed.order.id)).toEqual(price.vat);
		expect(order.vatMinor).toBe(price.vat.reduce((sum, row) => sum + row.vatMinor, 0));
		const { body } = await server.call<TimelineAnswer>(
			'GET',
			`/api/orders/${placed.order.id}/timeline`,
			{ cookie: manager }
		);
		expect(body.order.discountMinor).toBe(price.discountMinor);
	});

	test('keeps its code when it changes, and is priced again with it', async () => {
		const code = await aCode({ kind: 'percent', value: 10, minimumMinor: 2000 });
		const { token, order } = await server.placeOrder({
			lines: LINES,
			code,
			customer: customer(901)
		});
		const before = await trackedBy(token);
		const change = (lines: PlaceOrder['lines']) =>
			server.call<Fault>('POST', `/api/track/${token}/change`, { body: { lines } });

		expect((await change([{ product: 'reine', size: 'm', quantity: 4 }, LINES[2]!])).status).toBe(
			200
		);
		const after = await trackedBy(token);
		const lines = after.lines.filter((line) => line.voidedAt === null);
		const sum = lines.reduce((all, line) => all + line.totalMinor, 0);
		expect(after.discountMinor).toBe(Math.round(sum * 0.1));
		expect(after.discountMinor).not.toBe(before.discountMinor);
		expect(after.totalMinor).toBe(sum - after.discountMinor);
		expect(after.payment.totalMinor).toBe(after.totalMinor);
		const { rows } = await pool.query<{ shares: number }>(
			`select sum(discount_minor)::int as shares from order_line where order_id = $1 and voided_at is null`,
			[order.id]
		);
		expect(rows[0]?.shares).toBe(after.discountMinor);
		const small = await change([{ product: 'cola', quantity: 1 }]);
		expect([small.status, small.body.error.code]).toEqual([422, 'promo_minimum']);
		expect((await trackedBy(token)).totalMinor).toBe(after.totalMinor);
	});

	test('takes one piece of the product off, from the lines of this product alone', async () => {
		const code = await aCode({ kind: 'product', value: 100, product: 'lager' });
		const { order } = await server.placeOrder({ lines: LINES, code, customer: customer(902) });
		const { rows } = await pool.query<{ product: string; off: number }>(
			`select product_id as product, discount_minor as off from order_line where order_id = $1 order by position`,
			[order.id]
		);
		expect(rows).toEqual([
			{ product: 'reine', off: 0 },
			{ product: 'lager', off: 350 },
			{ product: 'cola', off: 0 }
		]);
		const vat = await vatOfOrder(pool, order.id);
		expect(vat.map(({ rate }) => rate)).toEqual([55, 100]);
	});
});

describe('an order that costs nothing', () => {
	const free = async (over: Partial<PlaceOrder> = {}) =>
		server.placeOrder({ code: await aCode({ kind: 'percent', value: 100 }), ...over });

	test.each(['door', 'card', 'paypal'] as const)(
		'asks no provider, whatever the method (%s), and is in the kitchen at once',
		async (method) => {
			const { order, token, pay } = await free({ payment: { method } });

			expect([order.status, order.total, pay]).toEqual(['placed', 0, undefined]);
			expect((await trackedBy(token)).payment).toMatchObject({
				method: 'door',
				status: 'due',
				totalMinor: 0
			});
			const jobs = await pool.query<{ job: string }>(
				`select distinct job from outbox where payload ->> 'order' = $1 order by job`,
				[order.id]
			);
			expect(jobs.rows.map(({ job }) => job)).toContain('accept.lapse');
			expect(jobs.rows.map(({ job }) => job)).not.toContain('payment.work');
		}
	);

	test('is handed over without a kind, posts no money, and has nothing to refund', async () => {
		const { order } = await free({ payment: { method: 'door', changeFromMinor: 5000 } });
		for (const action of ['accept', 'start', 'bake', 'box', 'collect'] as const)
			expect((await server.act(manager, order.id, action)).status).toBe(200);
		expect(await inTransaction(pool, 'worker', (tx) => collect(tx, order.id))).toBe(true);

		const ledger = await pool.query('select from ledger where order_id = $1', [order.id]);
		expect(ledger.rows).toEqual([]);
		const path = `/api/orders/${order.id}`;
		const { body } = await server.call<TimelineAnswer>('GET', `${path}/timeline`, {
			cookie: manager
		});
		expect(owingOf(body.order)).toBe('nothing');
		expect(body.order.payment).toMatchObject({ takings: [], changeFromMinor: null });
		const refused = await server.call<Fault>('POST', `${path}/refund`, {
			cookie: manager,
			body: { reason: 'Froid' },
			headers: { 'idempotency-key': randomUUID(), 'accept-language': 'fr' }
		});
		expect(refused.status).toBe(409);
		expect(refused.body.error).toMatchObject({
			code: 'nothing_to_refund',
			message: 'Il ne reste rien à rembourser sur cette commande.'
		});
	});
});

describe('a code', () => {
	test('that is for one use is used once by 50 customers at the same instant', async () => {
		const code = await aCode({ maxUses: 1 });
		const answers = await Promise.all(
			Array.from({ length: 50 }, (_, n) => send({ code, customer: customer(100 + n) }))
		);

		const codes = answers.map(codeOf);
		expect(codes.filter((one) => one === 'ok')).toHaveLength(1);
		expect(codes.filter((one) => one === 'promo_over')).toHaveLength(49);
		expect(await usesOf(code)).toBe(1);
	}, 60_000);

	test('is used once by a customer, however often and in whatever form they send their number', async () => {
		const code = await aCode({ isGroup: true });
		const forms = ['06 39 98 77 66', '+33639987766', '0033 6.39.98.77.66', '06-39-98-77-66'];
		const answers = await Promise.all(
			Array.from({ length: 12 }, (_, n) =>
				send({
					code,
					shop: n % 2 ? 'gare' : 'halles',
					lines: [{ product: 'margherita', size: 'm', quantity: 1 }],
					customer: { name: 'Zoé', phone: forms[n % 4] ?? '' },
					...{ wantedAt: undefined }
				})
			)
		);

		const codes = answers.map(codeOf).filter((one) => one !== 'shop_closed');
		expect(codes.filter((one) => one === 'ok')).toHaveLength(1);
		expect(new Set(codes)).toEqual(new Set(['ok', 'promo_used']));
	});

	test('may be used again when its order was called off, and not after it was handed over', async () => {
		const code = await aCode();
		const me = { code, customer: customer(903) };
		const { token } = await server.placeOrder(me);
		expect(codeOf(await send(me))).toBe('promo_used');
		expect((await server.call('POST', `/api/track/${token}/cancel`, { body: {} })).status).toBe(
			200
		);
		expect(await usesOf(code)).toBe(0);
		const { order } = await server.placeOrder(me);
		for (const action of ['accept', 'start', 'bake', 'box', 'collect'] as const)
			expect((await server.act(manager, order.id, action)).status, action).toBe(200);
		expect(codeOf(await send(me))).toBe('promo_used');
	});

	test('is not used by an order that is refused for another reason', async () => {
		const code = await aCode();
		const me = { code, customer: customer(904) };
		const { rows } = await pool.query(
			`select ingredient_id, quantity from stock where shop_id = 'gare'`
		);
		await pool.query(`update stock set quantity = 0 where shop_id = 'gare'`);
		try {
			expect(codeOf(await send(me))).toBe('out_of_stock');
		} finally {
			await pool.query(
				`update stock s set quantity = r.quantity from jsonb_to_recordset($1::jsonb)
					as r (ingredient_id text, quantity int) where s.shop_id = 'gare' and s.ingredient_id = r.ingredient_id`,
				[JSON.stringify(rows)]
			);
		}
		expect(await usesOf(code)).toBe(0);
		expect(codeOf(await send(me))).toBe('ok');
	});

	test.each<[string, Partial<NewPromo>, string]>([
		['not yet', { from: new Date(Date.now() + 86_400_000).toISOString() }, 'promo_early'],
		['over', { until: new Date(Date.now() - 1000).toISOString() }, 'promo_over'],
		['minimum', { minimumMinor: 99_000 }, 'promo_minimum'],
		['another product', { kind: 'product', value: 100, product: 'lager' }, 'promo_product']
	])('says which rule it fails: %s', async (_, rule, fault) => {
		const code = await aCode(rule);
		const answer = await send({ code, customer: customer(905) });
		expect([answer.status, codeOf(answer)]).toEqual([422, fault]);
		const preview = await server.call<Fault>('POST', '/api/shops/gare/price', {
			body: { code, fulfilment: 'collection', lines: anOrder().lines }
		});
		expect(preview.body.error).toEqual(answer.body.error);
	});

	test('for a first order is refused to a number that has ordered, in any form', async () => {
		const code = await aCode({ firstOrder: true });
		await server.placeOrder({ customer: { name: 'Zoé', phone: '06 39 98 55 44' } });
		const again = { name: 'Zoé', phone: '+33 6 39 98 55 44' };
		expect(codeOf(await send({ code, customer: again }))).toBe('promo_first_order');
		expect(codeOf(await send({ code, customer: customer(906) }))).toBe('ok');
	});

	test('of another shop is refused in other words than one that does not exist', async () => {
		const code = await aCode();
		const other = await server.call<Fault>('POST', '/api/shops/halles/price', {
			body: { code, fulfilment: 'collection', lines: anOrder().lines },
			headers: { 'accept-language': 'en' }
		});
		expect(other.body.error).toMatchObject({
			code: 'promo_other_shop',
			message: 'This promo code is for another shop.'
		});
		expect(codeOf(await send({ code: 'NO-SUCH-CODE' }))).toBe('promo_unknown');
	});
});

describe('codes of a shop', () => {
	test('are added, listed and ended by managers; those of the group by the owner alone', async () => {
		const add = (cookie: string, body: object) =>
			server.call<{ code: string; codes: PromoView[] } & Fault>('POST', '/api/shops/gare/codes', {
				cookie,
				body
			});
		const random = await add(manager, { kind: 'percent', value: 20 });
		expect(random.body.code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
		const twice = await add(manager, { kind: 'percent', value: 20, code: random.body.code });
		expect([twice.status, twice.body.error.code]).toEqual([409, 'promo_exists']);
		expect((await add(manager, { kind: 'percent', value: 20, isGroup: true })).status).toBe(403);
		const group = await add(owner, { kind: 'percent', value: 20, isGroup: true });
		const id = group.body.codes.find(({ code }) => code === group.body.code)?.id ?? '';
		const end = (cookie: string) =>
			server.call('POST', `/api/shops/gare/codes/${id}/disable`, { cookie, body: {} });
		expect((await end(manager)).status).toBe(404);
		expect((await end(owner)).status).toBe(200);
		expect(codeOf(await send({ code: group.body.code, customer: customer(907) }))).toBe(
			'promo_over'
		);
	});

	test.each([
		{ kind: 'percent', value: 101 },
		{ kind: 'product', value: 100 },
		{ kind: 'amount', value: 100, product: 'reine' },
		{ kind: 'amount', value: 0 },
		{ kind: 'amount', value: 100, code: 'ABC' },
		{ kind: 'amount', value: 100, from: '2026-12-02T00:00:00Z', until: '2026-12-01T00:00:00Z' },
		{ kind: 'product', value: 100, product: 'no-such' }
	])('%j is refused', async (body) => {
		const { status } = await server.call('POST', '/api/shops/gare/codes', {
			cookie: manager,
			body
		});
		expect([400, 422]).toContain(status);
	});
});

describe('guesses', () => {
	let limited: TestServer;
	beforeAll(async () => {
		limited = await startTestServer({ config: { rateLimits: true, trustProxy: 1 } });
	});
	afterAll(() => limited.close());

	test('are ten an hour for an address, in the preview and the order together; right codes are free', async () => {
		const cookie = await limited.signIn('responsable.gare');
		const { body } = await limited.call<{ code: string }>('POST', '/api/shops/gare/codes', {
			cookie,
			body: { kind: 'amount', value: 100 }
		});
		const from = (address: string) => async (code: string | undefined) =>
			(
				await limited.call('POST', '/api/shops/gare/price', {
					body: { fulfilment: 'collection', lines: anOrder().lines, ...(code && { code }) },
					headers: { 'x-forwarded-for': address }
				})
			).status;
		const ask = from('192.0.2.1');
		for (let n = 0; n < 15; n++) expect(await ask(body.code)).toBe(200);
		for (let n = 0; n < 10; n++) expect(await ask(`GUESS-${n}`)).toBe(422);

		expect(await ask('GUESS-10')).toBe(429);
		expect(await ask(body.code)).toBe(429);
		expect(await ask(undefined)).toBe(200);
		const placed = await limited.call('POST', '/api/orders', {
			body: anOrder({ code: body.code }),
			headers: { 'idempotency-key': randomUUID(), 'x-forwarded-for': '192.0.2.1' }
		});
		expect(placed.status).toBe(429);
		expect(await from('192.0.2.2')(body.code)).toBe(200);
	});
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlacedAnswer, PlaceOrder, QuoteAnswer, StageTime } from '#domain/wire/contract.ts';
import { HOUR, instantOf, localTime, MINUTE } from '#domain/time/hours.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

const ZONE = 'Europe/Paris';
/** A Saturday evening in the shops' zone; they open at 11:00 and 18:00. */
const NOW = comingSaturday(19, 7);
const at = (minutes: number) => new Date(NOW - 7 * MINUTE + minutes * MINUTE).toISOString();

let server: TestServer;
let now = NOW;

beforeAll(async () => {
	server = await startTestServer({ now: () => now });
});

afterAll(() => server.close());

/** The next Saturday instead of a fixed date: links expire by the database's clock. */
function comingSaturday(hour: number, minute: number): number {
	const { year, month, day } = localTime(Date.now(), ZONE);
	const ahead = 6 - new Date(Date.UTC(year, month - 1, day)).getUTCDay();
	return instantOf({ year, month, day: day + ahead, hour, minute }, ZONE);
}

async function ask(changes: Partial<PlaceOrder>, key = randomUUID()) {
	return server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body: anOrder(changes),
		headers: { 'idempotency-key': key, 'accept-language': 'fr' }
	});
}

async function quoteOf(shop: string, query = ''): Promise<QuoteAnswer> {
	const { status, body } = await server.call<QuoteAnswer>(
		'GET',
		`/api/shops/${shop}/quote${query}`
	);
	expect(status).toBe(200);
	return body;
}

describe('an order ahead', () => {
	test('is promised for its slot, and the kitchen sees the time', async () => {
		const wantedAt = at(120);
		const placed = await ask({ wantedAt });

		expect(placed.status).toBe(201);
		expect(placed.body.order).toMatchObject({
			promise: wantedAt,
			quote: { from: at(105), to: wantedAt }
		});
		const cook = await server.signIn('cuisine.gare');
		const board = await server.call<{
			snapshot: { orders: { id: string; promisedAt: string; wantedAt: string | null }[] };
		}>('GET', '/api/shops/gare/tickets', { cookie: cook });
		const ticket = board.body.snapshot.orders.find(({ id }) => id === placed.body.order.id);
		expect(Date.parse(ticket?.promisedAt ?? '')).toBe(Date.parse(wantedAt));
		expect(Date.parse(ticket?.wantedAt ?? '')).toBe(Date.parse(wantedAt));
	});

	test.each(['delivery', 'collection'] as const)(
		'must be accepted when it arrives, like any other: %s',
		async (fulfilment) => {
			const placed = await ask({
				fulfilment,
				wantedAt: at(120),
				address: { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc' },
				lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
			});
			const { rows } = await server.db.query<{ job: string; inSeconds: number }>(
				`select job, round(extract(epoch from run_at - now()))::int as "inSeconds" from outbox
					where queue = 'timers' and payload->>'order' = $1 order by run_at`,
				[placed.body.order.id]
			);

			expect(rows.map(({ job }) => job)).toEqual([
				'display.check',
				'accept.remind',
				'accept.escalate',
				'accept.lapse'
			]);
			// The customer must not wait until shortly before the wanted time to learn of a refusal.
			expect(rows.at(-1)?.inSeconds).toBeGreaterThan(14 * 60);
			expect(rows.at(-1)?.inSeconds).toBeLessThanOrEqual(15 * 60);
		}
	);

	test('can be for any slot of the quote', async () => {
		const { ways } = await quoteOf('halles');
		const slots = [ways.collection.slots[0], ways.collection.slots.at(-1)];

		for (const slot of slots) {
			const placed = await ask({ shop: 'halles', wantedAt: slot?.to ?? '' });
			expect([placed.status, placed.body.order?.quote]).toEqual([201, slot]);
		}
	});

	test('does not delay orders as soon as possible', async () => {
		const before = await quoteOf('gare');
		const wantedAt = new Date(Date.parse(at(0)) + 6 * HOUR).toISOString();
		// The queue is computed with the database's clock, which differs from the test's.
		const far = await ask({ wantedAt });
		await server.db.query(
			`update orders set wanted_at = now() + interval '5 hours' where id = $1`,
			[far.body.order.id]
		);

		expect((await quoteOf('gare')).ways.collection.asap).toEqual(before.ways.collection.asap);
	});

	test('placed twice with one key is one order', async () => {
		const key = randomUUID();
		const answers = await Promise.all([1, 2, 3].map(() => ask({ wantedAt: at(90) }, key)));

		expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
		expect(new Set(answers.map(({ body }) => body.order.id)).size).toBe(1);
	});

	test.each([
		['too soon', { wantedAt: at(15) }, 422, 'bad_time', 'au plus tôt'],
		['in the past', { wantedAt: at(-60) }, 422, 'bad_time', 'trop tôt'],
		['between quarters', { wantedAt: at(127) }, 422, 'bad_time', 'quart d’heure'],
		['too far ahead', { wantedAt: at(60 * 24 * 3) }, 422, 'bad_time', 'trop loin'],
		['after closing', { shop: 'halles', wantedAt: at(60 * 8) }, 422, 'bad_time', 'pas ouverte'],
		['no time at all', { wantedAt: 'ce soir' }, 400, 'invalid', 'L’heure souhaitée'],
		['without a zone', { wantedAt: at(120).slice(0, 19) }, 400, 'invalid', 'L’heure souhaitée']
	] as const)('is refused with a message: %s', async (_, wish, status, code, words) => {
		const refused = await ask(wish);

		expect([refused.status, refused.body.error.code]).toEqual([status, code]);
		expect(refused.body.error.message).toContain(words);
	});

	test('can be placed while the shop is closed, and no reminder is due before it opens', async () => {
		now = comingSaturday(10, 0);
		const asap = await ask({ shop: 'halles' });
		const { ways } = await quoteOf('halles');
		const placed = await ask({ shop: 'halles', wantedAt: ways.collection.slots[0]?.to ?? '' });
		const { rows } = await server.db.query<{ hasWaited: boolean }>(
			`select bool_and(run_at > now() + interval '59 minutes') as "hasWaited" from outbox
				where queue = 'timers' and payload->>'order' = $1`,
			[placed.body.order.id]
		);
		now = NOW;

		expect([asap.status, asap.body.error.code]).toEqual([409, 'shop_closed']);
		expect(ways.collection.asap).toBeNull();
		expect(placed.status).toBe(201);
		expect(rows).toEqual([{ hasWaited: true }]);
	});
});

describe('a quote', () => {
	test('has a range per fulfilment, is later for a distant address, and is absent outside the radius', async () => {
		const far = await quoteOf('gare', '?lat=43.63&lng=3.8814');
		const near = await quoteOf('gare', '?lat=43.605&lng=3.8814');
		const away = await quoteOf('gare', '?lat=48.85&lng=2.35');

		expect(Date.parse(near.ways.delivery.asap?.from ?? '')).toBeGreaterThan(NOW);
		expect(Date.parse(far.ways.delivery.asap?.to ?? '')).toBeGreaterThan(
			Date.parse(near.ways.delivery.asap?.to ?? '')
		);
		expect([near, far, away].map(({ ways }) => ways.delivery.tooFar)).toEqual([false, false, true]);
	});

	test('of an unknown shop is not found', async () => {
		expect((await server.call('GET', '/api/shops/nowhere/quote')).status).toBe(404);
	});
});

test('every invalid field is named, in the caller’s language', async () => {
	const { status, body } = await ask({
		customer: { name: '', phone: '12', email: 'x' },
		fulfilment: 'delivery',
		address: { street: '', city: 'Villeneuve-sur-Oc' }
	});

	expect(status).toBe(400);
	const fields = Object.fromEntries(
		(body.error.fields ?? []).map(({ path, message }) => [path, message])
	);
	expect(Object.keys(fields).sort()).toEqual([
		'address.street',
		'customer.email',
		'customer.name',
		'customer.phone'
	]);
	expect(fields['customer.phone']).toContain('dix chiffres');
	expect(fields['address.street']).toContain('La rue');
});

test('the tracking link shows when each stage was reached, but not by whom', async () => {
	const cook = await server.signIn('cuisine.gare');
	const { order, token } = await server.placeOrder();
	for (const action of ['accept', 'start', 'bake', 'recall', 'bake'] as const)
		await server.act(cook, order.id, action);
	await server.db.query(`update orders set alert = 'no_driver' where id = $1`, [order.id]);
	const { status, body } = await server.call<{ stages: StageTime[] }>(
		'GET',
		`/api/track/${token}/history`
	);

	expect(status).toBe(200);
	expect(body.stages.map((stage) => stage.status)).toEqual([
		'placed',
		'accepted',
		'making',
		'in_oven'
	]);
	expect(body.stages.map((stage) => stage.estimated)).toEqual([false, false, false, false]);
	expect(Object.keys(body.stages[0] ?? {}).sort()).toEqual(['at', 'estimated', 'status']);
	const times = new Map(body.stages.map((stage) => [stage.status, Date.parse(stage.at)]));
	expect(times.get('in_oven')).toBeGreaterThan(times.get('making') ?? Infinity);
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ManagedOrder, PlacedAnswer, QuoteAnswer } from '#domain/wire/contract.ts';
import { isLate } from '#domain/order/needs.ts';
import { urgencyOf } from '#domain/kitchen/urgency.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

/** A demo simulated four times faster than real time. */

const MINUTE = 60_000;
const SPEED = 4;
let demo: TestServer;
let manager: string;

beforeAll(async () => {
	demo = await startTestServer({ config: { isDemo: true } });
	manager = await demo.signIn('responsable.gare');
});
afterEach(() => demo.db.query(`update shop set pace = 1, pace_until = '-infinity'`));
afterAll(() => demo.close());

const setPace = (pace: number, server = demo, cookie = manager) =>
	server.call<{ pace: number } & Fault>('POST', '/api/shops/gare/pace', {
		cookie,
		body: { pace },
		headers: { 'idempotency-key': randomUUID() }
	});

interface Promised {
	order: ManagedOrder;
	placedAt: number;
	/** Real minutes from order to promise. */
	minutes: number;
}

async function ordered(): Promise<Promised> {
	const placed: PlacedAnswer = await demo.placeOrder({
		customer: { name: 'Zoé Canari', phone: `06399${10_000 + Math.floor(Math.random() * 89_999)}` }
	});
	const { body } = await demo.call<{ order: ManagedOrder }>(
		'GET',
		`/api/orders/${placed.order.id}/timeline`,
		{ cookie: manager }
	);
	const placedAt = Date.parse(body.order.placedAt);
	const minutes = (Date.parse(body.order.promisedAt) - placedAt) / MINUTE;
	return { order: body.order, placedAt, minutes };
}

test('at --speed 4 an order that is late in simulated time is late on every screen', async () => {
	const usual = await ordered();
	expect((await setPace(SPEED)).status).toBe(200);
	const fast = await ordered();

	// One more order in the queue: 1.5 simulated minutes.
	expect(fast.minutes * SPEED).toBeGreaterThan(usual.minutes - 1);
	expect(fast.minutes * SPEED).toBeLessThan(usual.minutes + 4);
	// Forty simulated minutes are ten real ones.
	const lateBy = (told: Promised, eveningMinutes: number) => {
		const now = told.placedAt + (eveningMinutes / SPEED) * MINUTE;
		const ticket = { ...told.order, status: 'making' as const };
		return [isLate(ticket, now), urgencyOf(ticket, now) === 'late'];
	};
	expect(lateBy(usual, 40)).toEqual([false, false]);
	expect(lateBy(fast, 40)).toEqual([true, true]);
	expect(lateBy(fast, 15)).toEqual([false, false]);
});

test('quotes before the order use the pace, and the slots of the day do not', async () => {
	const quote = async () =>
		(await demo.call<QuoteAnswer>('GET', '/api/shops/gare/quote')).body.ways.collection;
	const left = (at: string) => (Date.parse(at) - Date.now()) / MINUTE;
	await setPace(1);
	const usual = await quote();
	await setPace(SPEED);
	const fast = await quote();

	expect(left(usual.asap!.to)).toBeGreaterThan(15);
	expect(left(fast.asap!.to)).toBeLessThan(left(usual.asap!.to) / SPEED + 1);
	for (const { to } of fast.slots) expect(Date.parse(to) % (15 * MINUTE)).toBe(0);
});

test('a pace that is not renewed ends by itself', async () => {
	await setPace(SPEED);
	const { rows } = await demo.db.query<{ seconds: number }>(
		`select extract(epoch from pace_until - now())::float8 as seconds from shop where id = 'gare'`
	);
	expect(rows[0]!.seconds).toBeGreaterThan(30);
	expect(rows[0]!.seconds).toBeLessThanOrEqual(60);

	await demo.db.query(`update shop set pace_until = now() - interval '1 s'`);
	expect((await ordered()).minutes).toBeGreaterThan(15);
});

test('only demo shops have a pace, within limits', async () => {
	const real = await startTestServer({ config: { isDemo: false } });
	const cookie = await real.signIn('responsable.gare');
	const refused = await setPace(SPEED, real, cookie);
	await real.close();

	expect([refused.status, refused.body.error.code]).toEqual([404, 'not_found']);
	for (const pace of [0, -1, 1001]) expect((await setPace(pace)).status).toBe(400);
});

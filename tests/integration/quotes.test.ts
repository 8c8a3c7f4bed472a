import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
	BasketQuote,
	KitchenPreview,
	KitchenState,
	LineRequest,
	PlacedAnswer,
	PlaceOrder,
	QuoteAnswer,
	QuoteRequest,
	ShopView
} from '#domain/wire/contract.ts';
import { HOUR, instantOf, localTime, MINUTE } from '#domain/time/hours.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

const ZONE = 'Europe/Paris';
/** A Saturday evening; `halles` and `port` are open until one and two o'clock. */
const NOW = comingSaturday(19, 0);
const iso = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString();

let server: TestServer;
let now = NOW;
let managers: Record<string, string>;

beforeAll(async () => {
	server = await startTestServer({ now: () => now });
	managers = {
		gare: await server.signIn('responsable.gare'),
		halles: await server.signIn('responsable.halles')
	};
});
beforeEach(async () => {
	now = NOW;
	await server.db.query(`delete from kitchen_knob`);
	await server.db.query(
		`update orders set status = 'cancelled' where status in ('placed', 'accepted')`
	);
	await server.db.query('update stock set quantity = 100000000');
	await forgetCached();
});
afterAll(() => server.close());

function comingSaturday(hour: number, minute: number): number {
	const { year, month, day } = localTime(Date.now(), ZONE);
	const ahead = 6 - new Date(Date.UTC(year, month - 1, day)).getUTCDay();
	return instantOf({ year, month, day: day + ahead, hour, minute }, ZONE);
}

const pizzas = (count: number): LineRequest[] => {
	const lines: LineRequest[] = [];
	for (let left = count; left > 0; left -= 20)
		lines.push({ product: 'margherita', size: 'm', quantity: Math.min(20, left) });
	return lines;
};

async function quoted(count: number, over: Partial<QuoteRequest> = {}): Promise<BasketQuote> {
	const body = { shop: 'gare', fulfilment: 'collection', lines: pizzas(count), ...over };
	const answer = await server.call<BasketQuote>('POST', '/api/quote', { body });
	expect(answer.status).toBe(200);
	return answer.body;
}

/** Minutes from now to the end of the range. */
const promisedIn = ({ way }: BasketQuote) => (Date.parse(way.asap!.to) - now) / MINUTE;

async function place(over: Partial<PlaceOrder> = {}) {
	return server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body: anOrder({
			fulfilment: 'collection',
			customer: { name: 'Zoé', phone: `06399${Math.floor(10_000 + Math.random() * 89_999)}` },
			...over
		}),
		headers: { 'idempotency-key': randomUUID(), 'accept-language': 'en' }
	});
}

async function accepted(over: Partial<PlaceOrder> = {}): Promise<PlacedAnswer['order']> {
	const { status, body } = await place(over);
	expect(status).toBe(201);
	const taken = await server.call('POST', `/api/orders/${body.order.id}/accept`, {
		cookie: managers[body.order.shop]!,
		body: {},
		headers: { 'idempotency-key': randomUUID() }
	});
	expect(taken.status).toBe(200);
	return body.order;
}

const patch = (body: object, shop = 'gare', by = shop) =>
	server.call<KitchenState & Fault>('PATCH', `/api/shops/${shop}/kitchen`, {
		cookie: managers[by]!,
		body,
		headers: { 'accept-language': 'en' }
	});

/** A command of each shop empties what the server caches of it for a second. */
async function forgetCached(): Promise<void> {
	for (const shop of ['gare', 'halles']) expect((await patch({}, shop)).status).toBe(200);
}

describe('the quote of a basket', () => {
	test('counts its pizzas: 39 take far longer than one', async () => {
		const [one, many] = [await quoted(1), await quoted(39)];

		expect([one.pizzas, many.pizzas]).toEqual([1, 39]);
		expect(promisedIn(one)).toBe(20);
		expect(promisedIn(many)).toBeGreaterThan(promisedIn(one) + 15);
		const [small, large] = [await place({ lines: pizzas(1) }), await place({ lines: pizzas(39) })];
		expect(Date.parse(small.body.order.promise)).toBe(Date.parse(one.way.asap!.to));
		// The order of one pizza was placed between.
		expect(Date.parse(large.body.order.promise)).toBeGreaterThanOrEqual(
			Date.parse(many.way.asap!.to)
		);
	});

	test('needs no time for drinks', async () => {
		const drinks = await quoted(0, { lines: [{ product: 'cola', quantity: 12 }] });

		expect([drinks.pizzas, promisedIn(drinks)]).toEqual([0, 20]);
	});

	test('knows what is before it, and the way to its door', async () => {
		const [before, beside] = [await quoted(2), await quoted(2, { shop: 'halles' })];
		for (let i = 0; i < 4; i++) await accepted({ lines: pizzas(12) });
		const after = await quoted(2);

		expect(promisedIn(after)).toBeGreaterThan(promisedIn(before) + 15);
		// Another shop has its own kitchen.
		expect(await quoted(2, { shop: 'halles' })).toEqual(beside);
		const door = (lat: number) => ({ address: { point: { lat, lng: 3.8814 } } });
		const near = await quoted(2, { fulfilment: 'delivery', ...door(43.606) });
		const far = await quoted(2, { fulfilment: 'delivery', ...door(43.625) });
		expect(promisedIn(far)).toBeGreaterThan(promisedIn(near) + 5);
		const away = await quoted(2, { fulfilment: 'delivery', ...door(43.9) });
		expect([near.way.tooFar, away.way.tooFar]).toEqual([false, true]);
	});

	test('takes minutes of a product’s own, and a hot starter that has some', async () => {
		const usual = await quoted(20);
		await server.db.query(
			`insert into product_work (product_id, size_id, bake_minutes) values ('margherita', 'm', 15)`
		);
		await forgetCached();
		const slow = await quoted(20);
		const { rows } = await server.db.query<{ id: string }>(
			`select product_id as id from product_size where product_id = 'garlic-bread'`
		);
		expect(rows).toHaveLength(1);
		const starter = { lines: [{ product: 'garlic-bread', quantity: 3 }] };
		expect((await quoted(0, starter)).pizzas).toBe(0);
		await server.db.query(
			`insert into product_work (product_id, size_id) select product_id, id from product_size
				where product_id = 'garlic-bread'`
		);
		await forgetCached();
		const hot = await server.call<BasketQuote>('POST', '/api/quote', {
			body: { shop: 'gare', fulfilment: 'collection', ...starter }
		});
		await server.db.query('delete from product_work');
		await forgetCached();

		expect(promisedIn(slow)).toBeGreaterThan(promisedIn(usual) + 15);
		expect(hot.body.pizzas).toBe(3);
	});

	test('is never sooner than the preparation time, also when it is placed', async () => {
		for (const count of [1, 3]) {
			const { body } = await place({ lines: pizzas(count) });
			const { rows } = await server.db.query<{ prep: number }>(
				`select prep_minutes as prep from shop where id = 'gare'`
			);
			expect(Date.parse(body.order.quote.from)).toBeGreaterThanOrEqual(
				now + rows[0]!.prep * MINUTE
			);
		}
	});

	test.each([
		[{ lines: [] }, 400, 'invalid'],
		[{ lines: [{ product: 'margherita', size: 'm', quantity: 0 }] }, 400, 'invalid'],
		[{ lines: 'pizza' }, 400, 'invalid'],
		[{ fulfilment: 'drone' }, 400, 'invalid'],
		[{ lines: [{ product: 'sushi', quantity: 1 }] }, 422, 'unknown_product'],
		[{ shop: 'nowhere' }, 404, 'not_found'],
		[
			{ fulfilment: 'delivery', address: { street: '12 rue de Rivoli', city: 'Paris' } },
			422,
			expect.stringMatching(/too_far|unknown_address/)
		]
	])('%j is refused with %i', async (over, status, code) => {
		const body = { shop: 'gare', fulfilment: 'collection', lines: pizzas(1), ...over };
		const answer = await server.call<Fault>('POST', '/api/quote', { body });

		expect([answer.status, answer.body.error.code]).toEqual([status, code]);
	});

	test('of a closed shop has the slots of its next opening, or is refused', async () => {
		now = NOW - 3 * HOUR;
		const { way } = await quoted(1, { shop: 'halles' });
		expect(way.asap).toBeNull();
		expect(Date.parse(way.slots[0]!.to)).toBeGreaterThan(now + 2 * HOUR);

		const { rows } = await server.db.query(
			`delete from opening_hours where shop_id = 'lac' returning *`
		);
		const body = { shop: 'lac', fulfilment: 'collection', lines: pizzas(1) };
		const never = await server.call<Fault>('POST', '/api/quote', { body });
		for (const hour of rows as Record<string, unknown>[])
			await server.db.query(
				'insert into opening_hours (shop_id, weekday, opens, closes) values ($1, $2, $3, $4)',
				[hour.shop_id, hour.weekday, hour.opens, hour.closes]
			);
		expect([never.status, never.body.error.code]).toEqual([409, 'shop_closed']);
	});
});

describe('the slots of a basket', () => {
	test('leave out what the kitchen cannot keep, and refuse it when it is placed', async () => {
		const [free] = [await quoted(30)];
		const wantedAt = free.way.slots.at(4)!.to;
		for (let i = 0; i < 2; i++) await accepted({ wantedAt, lines: pizzas(20) });
		const [small, large] = [await quoted(1), await quoted(30)];

		expect(large.way.slots.map(({ to }) => to)).not.toContain(wantedAt);
		expect(large.way.slots.length).toBeGreaterThan(0);
		expect(small.way.slots.length).toBeGreaterThan(large.way.slots.length);
		const refused = await place({ wantedAt, lines: pizzas(30) });
		expect([refused.status, refused.body.error.code]).toEqual([422, 'bad_time']);
		expect(refused.body.error.message).toContain('The kitchen is full at that time.');
		expect((await place({ wantedAt: large.way.slots[0]!.to, lines: pizzas(30) })).status).toBe(201);
	});

	test('two orders for the last of a slot at once: one gets it', async () => {
		const wantedAt = (await quoted(30)).way.slots.at(6)!.to;
		await accepted({ wantedAt, lines: pizzas(20) });
		const both = await Promise.all([
			place({ wantedAt, lines: pizzas(25) }),
			place({ wantedAt, lines: pizzas(25) })
		]);

		expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
	});
});

describe('a delay', () => {
	test('moves the quotes of its shop until its end, and no other shop’s', async () => {
		const [before, beside] = [promisedIn(await quoted(1)), await quoted(1, { shop: 'halles' })];
		const { status, body } = await patch({ delay: { minutes: 20, until: iso(60) } });

		expect(status).toBe(200);
		expect(body.delay).toEqual({ minutes: 20, until: iso(60) });
		expect(promisedIn(await quoted(1))).toBeGreaterThanOrEqual(before + 20);
		expect(await quoted(1, { shop: 'halles' })).toEqual(beside);
		now = NOW + 61 * MINUTE;
		expect(promisedIn(await quoted(1))).toBe(before);
	});

	test('can be ended, and ends at the close at the latest', async () => {
		const late = await patch({ delay: { minutes: 10, until: iso(24 * 60) } }, 'halles');
		// Halles closes at one o'clock.
		expect(late.body.delay?.until).toBe(iso(6 * 60));
		expect(late.body.closesAt).toBe(iso(6 * 60));
		expect((await patch({ delay: null }, 'halles')).body.delay).toBeNull();
	});
});

describe('a pause', () => {
	test('refuses orders for now with its end, and takes those for later', async () => {
		await patch({ pause: { until: iso(45) } });
		const refused = await place({ lines: pizzas(1) });

		expect([refused.status, refused.body.error.code]).toEqual([409, 'kitchen_paused']);
		expect(refused.body.error.message).toContain('19:45');
		const { way, shop } = await quoted(1);
		expect([way.asap, shop.pausedUntil]).toEqual([null, iso(45)]);
		expect(Date.parse(way.slots[0]!.to)).toBeGreaterThanOrEqual(NOW + 60 * MINUTE);
		expect((await place({ wantedAt: way.slots[0]!.to, lines: pizzas(1) })).status).toBe(201);
		expect((await place({ shop: 'halles', lines: pizzas(1) })).status).toBe(201);
		const { body } = await server.call<{ shops: ShopView[] }>('GET', '/api/shops');
		expect(body.shops.map(({ id, pausedUntil }) => [id, pausedUntil !== null])).toContainEqual([
			'gare',
			true
		]);
		now = NOW + 46 * MINUTE;
		expect((await place({ lines: pizzas(1) })).status).toBe(201);
	});

	test('of a shop that never closes ends with its business day', async () => {
		const { body } = await patch({ pause: { until: iso(48 * 60) } });

		expect(body.pause?.until).toBe(iso(9 * 60));
	});
});

describe('the knobs', () => {
	test('change hands and oven places for tonight, with the quotes', async () => {
		const before = await quoted(39);
		const { body } = await patch({ hands: 6, ovenPlaces: 30 });
		const after = await quoted(39);

		expect([body.hands, body.ovenPlaces, body.isChanged]).toEqual([6, 30, true]);
		expect(promisedIn(after)).toBeLessThan(promisedIn(before) - 5);
		const back = await patch({ hands: null });
		expect([back.body.hands, back.body.ovenPlaces]).toEqual([2, 30]);
		now = NOW + 10 * HOUR;
		const { body: next } = await server.call<KitchenState>('GET', '/api/shops/gare/kitchen', {
			cookie: managers.gare!
		});
		expect([next.ovenPlaces, next.isChanged]).toEqual([8, false]);
	});

	test('show before they are saved which promises break, and what the quotes become', async () => {
		const order = await accepted({ lines: pizzas(2) });
		const { body, status } = await server.call<KitchenPreview>(
			'POST',
			'/api/shops/gare/kitchen/preview',
			{ cookie: managers.gare!, body: { delay: { minutes: 30, until: iso(60) } } }
		);

		expect(status).toBe(200);
		expect(body.late).toEqual([
			{ id: order.id, number: order.number, lateMinutes: expect.any(Number), isNew: true }
		]);
		expect(body.after.onePizza.toMinutes).toBeGreaterThanOrEqual(
			body.before.onePizza.toMinutes + 30
		);
		expect(body.after.fivePizzas.fromMinutes).toBeGreaterThanOrEqual(
			body.after.onePizza.fromMinutes
		);
		const { body: state } = await server.call<KitchenState>('GET', '/api/shops/gare/kitchen', {
			cookie: managers.gare!
		});
		expect(state.delay).toBeNull();
	});

	test('are audited, and refuse what makes no sense', async () => {
		await patch({ delay: { minutes: 5, until: iso(30) } });
		const { rows } = await server.db.query<{ actor: string; detail: object }>(
			`select actor, detail from audit where action = 'kitchen.set' and subject = 'gare'
				order by id desc limit 1`
		);

		expect(rows[0]).toMatchObject({
			actor: 'staff:responsable-gare',
			detail: { delayMinutes: 5, delayUntil: NOW + 30 * MINUTE }
		});
		expect((await patch({ delay: { minutes: 5, until: iso(-1) } })).status).toBe(422);
		for (const bad of [{ delay: { minutes: 0, until: iso(5) } }, { hands: 0 }, { oven: 3 }])
			expect((await patch(bad)).status).toBe(400);
		expect((await patch({ hands: 3 }, 'gare', 'halles')).status).toBe(403);
	});

	test('are not copied to a further shop', async () => {
		await patch({ pause: { until: iso(45) } });
		const owner = await server.signIn('direction');
		const opened = await server.call<{ shop: ShopView }>('POST', '/api/shops', {
			cookie: owner,
			body: {
				...{ id: 'quotes-copy', name: 'Copie', street: '1 rue', city: 'Oc', postcode: '34999' },
				...{ point: { lat: 43.6, lng: 3.9 }, phone: '+33465711009', copyFrom: 'gare' }
			}
		});

		expect(opened.status).toBe(201);
		expect(opened.body.shop.pausedUntil).toBeNull();
		expect(opened.body.shop.kitchen.ovenPlaces).toBe(8);
	});
});

test('GET quote is the quote of one pizza', async () => {
	const { body } = await server.call<QuoteAnswer>('GET', '/api/shops/gare/quote');

	expect(body.ways.collection).toEqual((await quoted(1)).way);
	expect(body.shop.quote.collection).toEqual({ fromMinutes: 15, toMinutes: 20 });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amountText } from '#domain/order/money.ts';
import type { MenuAnswer, PlacedAnswer, Snapshots, TimelineAnswer } from '#domain/wire/contract.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { kitchenTicket, managedDetails } from '../../server/views.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let boss: string;
let cook: string;

beforeAll(async () => {
	server = await startTestServer();
	[boss, cook] = await Promise.all([
		server.signIn('responsable.gare'),
		server.signIn('cuisine.gare')
	]);
});

afterAll(() => server.close());

describe('the tracking link', () => {
	test('cancels until the kitchen starts, not after', async () => {
		const early = await server.placeOrder();
		const late = await server.placeOrder();
		await server.act(cook, late.order.id, 'accept');
		await server.act(cook, late.order.id, 'start');

		const cancelled = await server.call('POST', `/api/track/${early.token}/cancel`);
		const refused = await server.call<Fault>('POST', `/api/track/${late.token}/cancel`);

		expect(cancelled.status).toBe(200);
		expect(cancelled.body).toMatchObject({ order: { status: 'cancelled' } });
		expect([refused.status, refused.body.error.code]).toEqual([409, 'illegal_transition']);
		expect(refused.body.error.now).toMatchObject({ status: 'making' });
	});

	test('changes the lines at the server’s price', async () => {
		const { token, order } = await server.placeOrder();
		const changed = await server.call('POST', `/api/track/${token}/change`, {
			body: { version: order.version, lines: [{ product: 'margherita', size: 'l', quantity: 2 }] }
		});
		const stale = await server.call<Fault>('POST', `/api/track/${token}/change`, {
			body: { version: order.version, lines: anOrder().lines }
		});
		const tracked = await server.call<{ snapshot: { order: { totalMinor: number } } }>(
			'GET',
			`/api/track/${token}`
		);

		expect(changed.status).toBe(200);
		expect(tracked.body.snapshot.order.totalMinor).toBe(3580);
		expect([stale.status, stale.body.error.code]).toEqual([409, 'stale_version']);
	});

	test('is private: not cached, no referrer, equal answers for all unknown tokens', async () => {
		const { token } = await server.placeOrder();
		const found = await server.call('GET', `/api/track/${token}`);
		const unknown = await Promise.all(
			['x'.repeat(22), 'short', 'a b', '%00', `${token}x`].map((other) =>
				server.call('GET', `/api/track/${encodeURIComponent(other)}`)
			)
		);

		expect(found.headers.get('cache-control')).toBe('no-store');
		expect(found.headers.get('referrer-policy')).toBe('no-referrer');
		expect(unknown.map((answer) => answer.status)).toEqual(Array(5).fill(404));
		expect(new Set(unknown.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
	});

	test('expires at its end time', async () => {
		const { token, order } = await server.placeOrder();
		await server.db.query(`update tracking set expires_at = now() where order_id = $1`, [order.id]);

		expect((await server.call('GET', `/api/track/${token}`)).status).toBe(404);
	});
});

describe('staff', () => {
	test('an order goes through the kitchen and is collected', async () => {
		const { order } = await server.placeOrder();
		const states = [];
		for (const action of ['accept', 'start', 'bake', 'box', 'collect'] as const) {
			const { body } = await server.act(cook, order.id, action);
			states.push(body.order.status);
		}

		expect(states).toEqual(['accepted', 'making', 'in_oven', 'boxed', 'collected']);
	});

	test('an outdated version is refused with the current state', async () => {
		const { order } = await server.placeOrder();
		await server.act(cook, order.id, 'accept', order.version);
		const late = await server.act(cook, order.id, 'accept', order.version);

		expect([late.status, late.body.error.code]).toEqual([409, 'stale_version']);
		expect(late.body.error.now).toMatchObject({ status: 'accepted', version: 2 });
	});

	test('the same key gives the same answer, also to ten simultaneous requests', async () => {
		const { order } = await server.placeOrder();
		const headers = { 'idempotency-key': randomUUID() };
		const path = `/api/orders/${order.id}/accept`;
		const answers = await Promise.all(
			Array.from({ length: 10 }, () =>
				server.call('POST', path, { cookie: cook, body: { version: 1 }, headers })
			)
		);
		const other = await server.call<Fault>('POST', path, { cookie: cook, body: {}, headers });

		expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
		expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
		expect([other.status, other.body.error.code]).toEqual([422, 'key_reused']);
	});

	test('a line is struck, and its recipe can be read', async () => {
		const { order } = await server.placeOrder();
		const tickets = await server.call<{
			snapshot: { orders: { id: string; lines: { id: string }[] }[] };
		}>('GET', '/api/shops/gare/tickets', { cookie: cook });
		const line = tickets.body.snapshot.orders.find((ticket) => ticket.id === order.id)!.lines[0]!;
		const path = `/api/orders/${order.id}/lines/${line.id}`;

		const early = await server.call<Fault>('POST', `${path}/strike`, {
			cookie: cook,
			headers: { 'accept-language': 'fr' }
		});
		for (const step of ['accept', 'start'])
			await server.call('POST', `/api/orders/${order.id}/${step}`, { cookie: cook, body: {} });
		const struck = await server.call('POST', `${path}/strike`, { cookie: cook });
		const recipe = await server.call<{ steps: object[] }>('GET', `${path}/recipe`, {
			cookie: cook
		});
		const unknown = await server.call('POST', `${path.slice(0, -4)}0000/strike`, { cookie: cook });

		expect([early.status, early.body.error.code]).toEqual([409, 'not_started']);
		expect(early.body.error.message).toContain('Commencez d’abord');
		expect(struck.body).toMatchObject({ order: { id: order.id, status: 'in_oven' } });
		expect(recipe.body.steps[0]).toMatchObject({ ingredient: 'dough', unit: 'g' });
		expect(unknown.status).toBe(404);
	});

	test('an allergy is customer data: in the views that need it, not in the log', async () => {
		const allergy = { allergens: ['milk' as const], severity: 'no_traces' as const };
		const { order } = await server.placeOrder({ allergy, note: 'aucune allergie' });
		type Tickets = { snapshot: { orders: { id: string; allergy: object | null }[] } };
		const { body } = await server.call<Tickets>('GET', '/api/shops/gare/tickets', { cookie: cook });
		const { rows } = await server.db.query<{ allergy: object; log: string }>(
			`select c.allergy, l.state::text as log from orders o join customer c on c.id = o.customer_id
				join shop_log l on l.subject_id = o.id::text where o.id = $1`,
			[order.id]
		);
		const bad = await server.call<Fault>('POST', '/api/orders', {
			headers: { 'idempotency-key': randomUUID() },
			body: anOrder({ allergy: { allergens: [], severity: 'avoid', other: ' ' } })
		});

		const kept = { ...allergy, other: '' };
		expect(body.snapshot.orders.find(({ id }) => id === order.id)?.allergy).toEqual(kept);
		expect(rows[0]?.allergy).toEqual(kept);
		expect(rows[0]?.log).not.toContain('no_traces');
		expect([bad.status, bad.body.error.fields?.[0]?.path]).toEqual([400, 'allergy']);
	});

	test('a reconnected screen learns the state of its orders, of its own shop only', async () => {
		const { order } = await server.placeOrder();
		const neighbour = await server.signIn('cuisine.halles');
		const path = (shop: string, orders: string) => `/api/shops/${shop}/fates?orders=${orders}`;

		const own = await server.call('GET', path('gare', order.id), { cookie: cook });
		const others = await server.call('GET', path('halles', order.id), { cookie: neighbour });
		const shut = await server.call('GET', path('gare', order.id), { cookie: neighbour });
		const bad = await server.call<Fault>('GET', path('gare', 'x'), { cookie: cook });

		expect(own.body).toEqual({ orders: [{ id: order.id, status: 'placed', version: 1 }] });
		expect(others.body).toEqual({ orders: [] });
		expect(shut.status).toBe(403);
		expect([bad.status, bad.body.error.code]).toEqual([400, 'invalid']);
	});

	test('a driver starts a shift, gets an order, and delivers it', async () => {
		const driver = await server.signIn('livreur1.gare');
		const { order } = await server.placeOrder({
			fulfilment: 'delivery',
			address: { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' },
			lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
		});
		const body = { driver: 'livreur1-gare' };
		const assign = () =>
			server.call<Fault>('POST', `/api/orders/${order.id}/assign`, { cookie: boss, body });
		await server.act(cook, order.id, 'accept');

		const off = await assign();
		await server.call('POST', '/api/driver/shift', { cookie: driver, body: { on: true } });
		const given = await assign();
		const twice = await assign();
		for (const action of ['start', 'bake', 'box'] as const)
			await server.act(cook, order.id, action);
		const mine = await server.call('GET', '/api/driver', { cookie: driver });
		const road = [];
		for (const action of ['pick_up', 'arrive', 'deliver'] as const)
			road.push((await server.act(driver, order.id, action)).body.order.status);

		expect([off.status, off.body.error.code]).toEqual([409, 'driver_off']);
		expect([given.status, twice.body.error.code]).toEqual([200, 'already_assigned']);
		expect(mine.body).toMatchObject({
			snapshot: { orders: [{ id: order.id, collectMinor: 2630 }] },
			shop: { id: 'gare' }
		});
		expect(road).toEqual(['out', 'at_door', 'delivered']);
	});

	test('a shift does not end before a failed delivery is returned; the refusal names the order', async () => {
		const driver = await server.signIn('livreur3.gare');
		const shift = (on: boolean, language = 'fr') =>
			server.call<Fault>('POST', '/api/driver/shift', {
				cookie: driver,
				body: { on },
				headers: { 'accept-language': language }
			});
		await shift(true);
		const { order } = await server.placeOrder({
			fulfilment: 'delivery',
			address: { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' },
			lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
		});
		for (const action of ['accept', 'start', 'bake', 'box'] as const)
			await server.act(cook, order.id, action);
		await server.call('POST', `/api/orders/${order.id}/assign`, {
			cookie: boss,
			body: { driver: 'livreur3-gare' }
		});
		await server.act(driver, order.id, 'pick_up');
		const onTheRoad = await shift(false);
		for (const action of ['arrive', 'fail'] as const) await server.act(driver, order.id, action);
		const inTheBag = [await shift(false, 'fr'), await shift(false, 'en')];
		const { body: still } = await server.call<{ snapshot: { driver: { onShift: boolean } } }>(
			'GET',
			'/api/driver',
			{ cookie: driver }
		);
		await server.act(driver, order.id, 'return');
		const empty = await shift(false);

		expect([onTheRoad.status, onTheRoad.body.error.code]).toEqual([409, 'run_open']);
		expect(inTheBag.map(({ status, body }) => [status, body.error.code])).toEqual([
			[409, 'not_back'],
			[409, 'not_back']
		]);
		expect(inTheBag.map(({ body }) => body.error.message)).toEqual([
			`Rapportez d’abord à la pizzeria ce qui n’a pas été remis\u00a0: commande ${order.number}.`,
			`First bring back to the shop what was not handed over: order ${order.number}.`
		]);
		expect(still.snapshot.driver.onShift).toBe(true);
		expect(empty.status).toBe(200);
	});

	test('the timeline has every action with its actor', async () => {
		const { order } = await server.placeOrder();
		await server.act(cook, order.id, 'accept');
		const { body } = await server.call<{ events: { action: string; actor: string }[] }>(
			'GET',
			`/api/orders/${order.id}/timeline`,
			{ cookie: boss }
		);

		expect(body.events.map((event) => event.actor)).toEqual(['customer', 'staff:cuisine-gare']);
		expect(body.events.at(-1)?.action).toBe('accept');
	});

	test('the timeline names staff and drivers for managers only', async () => {
		const driver = await server.signIn('livreur2.gare');
		const { order } = await server.placeOrder({
			fulfilment: 'delivery',
			address: { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' },
			lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
		});
		await server.act(cook, order.id, 'accept');
		await server.call('POST', '/api/driver/shift', { cookie: driver, body: { on: true } });
		const me = await server.call<{ id: string }>('GET', '/api/me', { cookie: driver });
		const body = { driver: me.body.id };
		await server.call('POST', `/api/orders/${order.id}/assign`, { cookie: boss, body });
		const path = `/api/orders/${order.id}/timeline`;
		const told = await server.call<TimelineAnswer>('GET', path, { cookie: boss });
		const asked = [];
		for (const cookie of [cook, driver])
			asked.push((await server.call('GET', path, { cookie })).status);

		const named = told.body.events.map((event) => [
			event.action,
			event.actorName,
			event.driverName
		]);
		expect(named).toEqual([
			['place', null, null],
			['accept', 'Salvatore Greco', null],
			['assign', 'Nadège Vidal', 'Lucie Estève']
		]);
		expect(told.body.order.items[0]).toMatchObject({
			product: 'margherita',
			halves: [],
			options: []
		});
		expect(asked).toEqual([403, 403]);
	});

	test.each(['delivery', 'collection'] as const)(
		'the amounts of a %s on the manager’s page add up to its total',
		async (fulfilment) => {
			const placed = await server.placeOrder({
				fulfilment,
				address: { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' },
				lines: [
					{ product: 'margherita', size: 'm', quantity: 2 },
					{ product: 'reine', size: 'l', quantity: 1 }
				]
			});

			const { body } = await server.call<TimelineAnswer>(
				'GET',
				`/api/orders/${placed.order.id}/timeline`,
				{ cookie: boss }
			);

			const { items, feeMinor, totalMinor } = body.order;
			const lines = items.reduce((sum, item) => sum + item.totalMinor, 0);
			expect(feeMinor > 0).toBe(fulfilment === 'delivery');
			expect(lines + feeMinor).toBe(totalMinor);
		}
	);

	test('an owner adds a sixth shop with a form: it has its menu, and is prepared', async () => {
		const owner = await server.signIn('direction');
		const body = {
			id: 'plage',
			name: 'OC Pizza Plage',
			street: '1 quai des Dunes',
			city: 'Villeneuve-sur-Oc',
			postcode: '34999',
			point: { lat: 43.6, lng: 3.9 },
			phone: '+33465711006',
			copyFrom: 'gare'
		};
		const opened = await server.call('POST', '/api/shops', { cookie: owner, body });
		const again = await server.call<Fault>('POST', '/api/shops', { cookie: owner, body });
		const menu = await server.call<MenuAnswer>('GET', '/api/shops/plage/menu');

		expect(opened.status).toBe(201);
		expect([again.status, again.body.error.code]).toEqual([409, 'shop_exists']);
		expect(menu.body.shop).toMatchObject({
			name: 'OC Pizza Plage',
			open: false,
			isPreparing: true
		});
	});
});

describe('the cash that a customer pays with', () => {
	const paysWith = (changeFromMinor: number, method: 'door' | 'card' = 'door') =>
		server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
			body: anOrder({ payment: { method, changeFromMinor } }),
			headers: { 'idempotency-key': randomUUID(), 'accept-language': 'en' }
		});

	const changeFor = async (token: string) =>
		(await server.call<{ snapshot: Snapshots['order'] }>('GET', `/api/track/${token}`)).body
			.snapshot.order.payment.changeFromMinor;

	test('is on page, ticket and desk, while it covers what is due', async () => {
		const { order, token } = (await paysWith(5000)).body;
		const state = await orderById(server.db, order.id);
		if (!state) throw new Error('no order');

		expect(await changeFor(token)).toBe(5000);
		expect(kitchenTicket(state)?.toCollect).toEqual({
			amountMinor: order.total,
			currency: 'EUR',
			changeFromMinor: 5000
		});
		expect(managedDetails(state).payment.changeFromMinor).toBe(5000);
		await server.db.query('update payment set amount_minor = 5001 where order_id = $1', [order.id]);
		expect(await changeFor(token)).toBeNull();
	});

	test('is refused below the total, far above it, and by card, in words', async () => {
		const { order } = await server.placeOrder();
		const low = await paysWith(order.total - 1);
		const high = await paysWith(order.total + 50_001);
		const card = await paysWith(5000, 'card');

		expect([low.status, high.status, card.status]).toEqual([422, 422, 400]);
		expect(low.body.error).toMatchObject({
			code: 'change_from_low',
			message: `Give an amount of at least the total: ${amountText(order.total, 'EUR').en}`
		});
		expect(high.body.error.code).toBe('change_from_high');
		expect(card.body.error.fields?.[0]).toEqual({
			path: 'payment.changeFromMinor',
			message: 'The sum in cash is not valid: at least the total.'
		});
		expect((await paysWith(order.total)).status).toBe(201);
	});
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
	CallerAnswer,
	PlacedAnswer,
	PlaceOrder,
	Snapshots,
	TimelineAnswer
} from '#domain/wire/contract.ts';
import { openCast } from '../support/house/cast.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
const cookies: Record<string, string> = {};

const PEOPLE = {
	owner: 'owner-gare',
	manager: 'responsable.gare',
	counter: 'comptoir.gare',
	cook: 'cuisine.gare',
	driver: 'livreur1.gare',
	elsewhere: 'comptoir.halles'
};

beforeAll(async () => {
	server = await startTestServer();
	// Adds the owner of one shop.
	await openCast(server);
	for (const [who, mailbox] of Object.entries(PEOPLE)) cookies[who] = await server.signIn(mailbox);
});
afterAll(async () => server.close());
beforeEach(async () => {
	await server.db.query(`update orders set status = 'cancelled' where is_open`);
});

const order = (who: string | undefined, changes: Partial<PlaceOrder> = {}, key = randomUUID()) =>
	server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		cookie: who && cookies[who],
		body: anOrder({ channel: 'phone', ...changes }),
		headers: { 'idempotency-key': key }
	});
const read = async <T>(path: string, who = 'counter') =>
	(await server.call<T>('GET', path, { cookie: cookies[who] })).body;
const timelineOf = (id: string) => read<TimelineAnswer>(`/api/orders/${id}/timeline`);
const callerOf = async (phone: string, who = 'counter') =>
	server.call<CallerAnswer & Fault>('POST', '/api/shops/gare/caller', {
		cookie: cookies[who],
		body: { phone }
	});

const WALK_IN: Partial<PlaceOrder> = { channel: 'counter', customer: { name: 'Comptoir' } };

describe('who may say where an order came from', () => {
	test.each([
		[undefined, 401],
		['owner', 201],
		['manager', 201],
		['counter', 201],
		['cook', 403],
		['driver', 403],
		['elsewhere', 403]
	])('%s: %i', async (who, status) => {
		for (const channel of ['phone', 'counter'] as const)
			expect((await order(who, { channel })).status).toBe(status);
	});

	test('everybody may order on the web, staff too', async () => {
		for (const who of [undefined, 'cook', 'counter']) {
			const said = await order(who, { channel: 'web' });

			expect(said.status).toBe(201);
			expect(said.body.order).toMatchObject({ channel: 'web', status: 'placed', version: 1 });
		}
	});

	test('a refused channel takes no stock and no number', async () => {
		const stock = async () =>
			(await server.db.query(`select sum(quantity)::int as n from stock where shop_id = 'gare'`))
				.rows[0];
		const before = await stock();

		expect((await order('cook')).status).toBe(403);
		expect(await stock()).toEqual(before);
	});
});

describe('an order by phone', () => {
	test('is accepted as it is taken, by its taker, and every screen names its channel', async () => {
		const { body } = await order('counter');
		const { id } = body.order;

		expect(body.order).toMatchObject({ channel: 'phone', status: 'accepted' });
		const { order: seen, events } = await timelineOf(id);
		expect(seen).toMatchObject({ channel: 'phone', status: 'accepted', alert: null });
		expect(events.map(({ action, actor }) => [action, actor])).toEqual([
			['place', 'staff:comptoir-gare'],
			['accept', 'staff:comptoir-gare']
		]);
		const kitchen = await read<{ snapshot: Snapshots['kitchen'] }>('/api/shops/gare/tickets');
		const desk = await read<{ snapshot: Snapshots['manage'] }>('/api/shops/gare/orders');
		for (const { orders } of [kitchen.snapshot, desk.snapshot])
			expect(orders.find((one) => one.id === id)).toMatchObject({ channel: 'phone' });
	});

	test('has no timer to accept it, and the same promise as one of the web', async () => {
		const web = await order(undefined, { channel: 'web' });
		const { body } = await order('counter');

		const { rows } = await server.db.query<{ job: string }>(
			`select job from outbox where payload->>'order' = $1`,
			[body.order.id]
		);
		expect(rows.filter(({ job }) => /^(accept|display)\./.test(job))).toEqual([]);
		const minutes = (at: string) => Math.round((Date.parse(at) - Date.now()) / 60_000);
		expect(minutes(body.order.promise)).toBeGreaterThanOrEqual(minutes(web.body.order.promise));
		expect(minutes(body.order.promise)).toBeLessThan(minutes(web.body.order.promise) + 15);
	});

	test('is one order for one key, after an answer that was lost', async () => {
		const key = randomUUID();
		const first = await order('counter', {}, key);
		const again = await order('counter', {}, key);

		expect(again.body).toEqual(first.body);
		expect(first.headers.get('set-cookie') ?? '').not.toContain('orders=');
	});

	test('comes from a number that has reached the limit of the page', async () => {
		await server.db.query(`update shop set open_per_phone = 1 where id = 'gare'`);
		const customer = { name: 'Zoé', phone: '06 39 98 77 01' };
		await order(undefined, { channel: 'web', customer });

		expect((await order(undefined, { channel: 'web', customer })).body.error.code).toBe(
			'too_many_open'
		);
		expect((await order('counter', { customer })).status).toBe(201);
		await server.db.query(`update shop set open_per_phone = null where id = 'gare'`);
	});

	test('is refused without a number, in both languages', async () => {
		for (const [language, words] of [
			['fr', 'Le téléphone manque.'],
			['en', 'The phone number is missing.']
		] as const) {
			const said = await server.call<Fault>('POST', '/api/orders', {
				cookie: cookies.counter,
				body: { ...anOrder({ channel: 'phone' }), customer: { name: 'Zoé' } },
				headers: { 'idempotency-key': randomUUID(), 'accept-language': language }
			});

			expect(said.status).toBe(400);
			expect(said.body.error.message).toContain(words);
			expect(said.body.error.fields?.[0]?.path).toBe('customer.phone');
		}
	});

	test.each([
		['an unknown channel', { channel: 'fax' }],
		['a payment through a provider', { payment: { method: 'card' } }],
		['money that nobody can hand over', { payment: { method: 'door', takenIn: 'cash' } }]
	])('is refused with %s', async (_what, changes) => {
		const said = await order('counter', changes as Partial<PlaceOrder>);

		expect(said.status).toBe(400);
	});
});

describe('a walk-in', () => {
	test('needs no number; only for what is fetched here', async () => {
		expect((await order('counter', WALK_IN)).status).toBe(201);
		const address = { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc' };
		const brought = await order('counter', { ...WALK_IN, fulfilment: 'delivery', address });
		expect(brought.status).toBe(400);
		expect((await order(undefined, { ...WALK_IN, channel: 'web' })).status).toBe(400);
	});

	test.each(['cash', 'card'] as const)('pays in %s at once, and once', async (takenIn) => {
		const payment = { method: 'door', takenIn } as const;
		const { body } = await order('counter', { ...WALK_IN, payment });
		const { id, total, version } = body.order;

		const { order: seen } = await timelineOf(id);
		expect(seen.version).toBe(version);
		expect(seen.payment).toMatchObject({
			status: 'collected',
			capturedMinor: total,
			kind: takenIn
		});
		expect(seen.payment.takings).toEqual([{ kind: takenIn, amountMinor: total }]);
		for (const action of ['start', 'bake', 'box', 'collect'] as const)
			expect((await server.act(cookies.manager ?? '', id, action)).status).toBe(200);
		const { rows } = await server.db.query(
			'select amount_minor, credit, debit from ledger where order_id = $1',
			[id]
		);
		expect(rows).toMatchObject([{ amount_minor: total }]);
		const receipts = await server.db.query('select 1 from document where order_id = $1', [id]);
		expect(receipts.rowCount).toBeLessThanOrEqual(1);
	});

	test('pays later, with the handover', async () => {
		const { body } = await order('counter', WALK_IN);

		const { order: seen } = await timelineOf(body.order.id);
		expect(seen.payment).toMatchObject({ status: 'due', dueMinor: body.order.total, takings: [] });
	});

	test('who has paid is not charged another price by a change', async () => {
		const payment = { method: 'door', takenIn: 'cash' } as const;
		const { body } = await order('counter', { ...WALK_IN, payment });

		const changed = await server.call<Fault>('POST', `/api/track/${body.token}/change`, {
			body: { lines: [{ product: 'margherita', size: 'm', quantity: 2 }] },
			headers: { 'idempotency-key': randomUUID() }
		});
		expect(changed.status).toBe(409);
		expect(changed.body.error.code).toBe('paid_at_counter');
		const tracked = await read<{ snapshot: Snapshots['order'] }>(`/api/track/${body.token}`);
		expect(tracked.snapshot.order.changeable).toBe(false);
	});
});

test('the last item is sold once, over web and counter at once', async () => {
	const { rows } = await server.db.query<{ ingredient: string; before: string }>(
		`select ingredient_id as ingredient, quantity as before from stock
			where shop_id = 'gare' and ingredient_id = 'cola-can'`
	);
	const stocked = rows[0];
	expect(stocked).toBeDefined();
	await server.db.query(`update shop set open_per_phone = null where id = 'gare'`);
	await server.db.query(
		`update stock set quantity = 1 where shop_id = 'gare' and ingredient_id = 'cola-can'`
	);
	const lines = [{ product: 'cola', quantity: 1 }];

	const said = await Promise.all([
		...Array.from({ length: 4 }, () => order(undefined, { channel: 'web', lines })),
		...Array.from({ length: 4 }, () => order('counter', { ...WALK_IN, lines }))
	]);

	expect(said.filter(({ status }) => status === 201)).toHaveLength(1);
	const refused = said.filter(({ status }) => status !== 201).map(({ body }) => body.error.code);
	expect(new Set(refused)).toEqual(new Set(['out_of_stock']));
	await server.db.query(
		`update stock set quantity = $1 where shop_id = 'gare' and ingredient_id = 'cola-can'`,
		[stocked?.before]
	);
});

describe('who is on the phone', () => {
	const address = { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc', doorCode: 'B12' };
	const lines = [{ product: 'reine', size: 'm', quantity: 2 }];

	test('is found by the number as it is typed, with addresses, allergy and last lines', async () => {
		const customer = { name: 'Awa Diop', phone: '06 39 98 40 40' };
		const allergy = { allergens: ['nuts'], severity: 'no_traces' } as const;
		await order('counter', { customer, fulfilment: 'delivery', address, lines });
		const last = await order('counter', {
			customer,
			lines,
			allergy: { ...allergy, allergens: [...allergy.allergens] }
		});

		for (const typed of ['0639984040', '+33 6 39 98 40 40', '06.39.98.40.40']) {
			const { body } = await callerOf(typed);
			expect(body.caller).toMatchObject({
				name: 'Awa Diop',
				orders: 2,
				allergy,
				addresses: [address],
				last: { id: last.body.order.id, shop: 'gare', fulfilment: 'collection' }
			});
			expect(body.caller?.last.lines).toMatchObject([{ product: 'reine', quantity: 2 }]);
		}
	});

	test('is known in every shop of the group', async () => {
		const customer = { name: 'Léo', phone: '06 39 98 50 50' };
		await order('counter', { customer });

		const { body } = await server.call<CallerAnswer>('POST', '/api/shops/halles/caller', {
			cookie: cookies.elsewhere,
			body: { phone: '0639985050' }
		});
		expect(body.caller).toMatchObject({ name: 'Léo', last: { shop: 'gare' } });
	});

	test('is nobody for a number that never ordered, and for one that was erased', async () => {
		const customer = { name: 'Ines', phone: '06 39 98 60 60' };
		const { body } = await order('counter', { customer });
		await server.db.query(
			`update customer set phone = '', name = '' where id = (select customer_id from orders where id = $1)`,
			[body.order.id]
		);

		for (const phone of ['0639986060', '0639980000'])
			expect((await callerOf(phone)).body).toEqual({ caller: null });
	});

	test('is asked for with a whole number only', async () => {
		for (const phone of ['06', '', '06 39 98']) expect((await callerOf(phone)).status).toBe(400);
	});

	test('leaves in the audit who looked, without the number', async () => {
		const customer = { name: 'Noé', phone: '06 39 98 70 70' };
		const { body } = await order('counter', { customer });
		await callerOf('0639987070', 'manager');

		const { rows } = await server.db.query(
			`select actor, action, subject, detail from audit order by id desc limit 1`
		);
		expect(rows[0]).toEqual({
			actor: 'staff:responsable-gare',
			action: 'caller.look',
			subject: body.order.id,
			detail: { shop: 'gare' }
		});
	});
});

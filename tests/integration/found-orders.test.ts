import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrdersAnswer } from '#domain/wire/found-orders.ts';
import { giveTo, move } from '../support/wire/hub.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let manager: string;
let counter: string;
let foreign: string;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	[manager, counter, foreign, owner] = await Promise.all([
		server.signIn('responsable.gare'),
		server.signIn('comptoir.gare'),
		server.signIn('responsable.halles'),
		server.signIn('direction')
	]);
});

afterAll(() => server.close());

interface Made {
	name: string;
	phone: string;
	daysAgo?: number;
	shop?: 'gare' | 'halles';
}

/** Rows of the past and of other shops are changed by SQL: the commands refuse them. */
async function bySql(text: string, values: unknown[] = []) {
	await server.db.query('set session_replication_role = replica');
	const { rows } = await server.db.query<Record<string, string>>(text, values);
	await server.db.query('set session_replication_role = default');
	return rows;
}

/** An order placed and cancelled so many days ago; it gets the shop's next number. */
async function finished({ name, phone, daysAgo = 0, shop = 'gare' }: Made) {
	const { order } = await server.placeOrder({ customer: { name, phone } });
	const cancelled = await server.act(manager, order.id, 'cancel');
	expect(cancelled.status).toBe(200);
	const [row] = await bySql(
		`update orders set placed_at = placed_at - make_interval(days => $2), shop_id = $3,
			business_day = business_day - $2::integer, number = number + $4 where id = $1
			returning business_day as day`,
		[order.id, daysAgo, shop, shop === 'halles' ? 700 : 0]
	);
	return { id: order.id, number: order.number, day: row?.day ?? '' };
}

async function find(cookie: string, query: string): Promise<OrdersAnswer> {
	const { status, body } = await server.call<OrdersAnswer>('GET', `/api/orders?${query}`, {
		cookie
	});
	expect(status, JSON.stringify(body)).toBe(200);
	return body;
}
const idsOf = ({ orders }: OrdersAnswer) => orders.map(({ id }) => id);
const q = (words: string) => `q=${encodeURIComponent(words)}`;

test('an order is found by number, by parts of the name, by phone and by amount', async () => {
	const mine = await finished({ name: 'Zoé Béjart-Œuvrard', phone: '+33639980777' });
	const other = await finished({ name: 'Luc Marin', phone: '06 39 98 05 55' });

	const spellings = ['bejart', 'BÉJ', 'oeuvrard zoe', 'ZO\u0045\u0301', 'be'];
	const phones = [
		'06 39 98 07 77',
		'+33639980777',
		'0033 6 39 98 07 77',
		'06.39.98.07.77',
		'980777'
	];
	for (const words of [...spellings, ...phones, `n° ${mine.number}`])
		expect(idsOf(await find(manager, q(words))), words).toEqual([mine.id]);
	for (const words of ['marin', '+33 6 39 98 05 55'])
		expect(idsOf(await find(manager, q(words))), words).toEqual([other.id]);
	const { orders } = await find(manager, q('bejart'));
	expect(orders[0]).toMatchObject({
		number: mine.number,
		status: 'cancelled',
		customer: { name: 'Zoé Béjart-Œuvrard', phone: '+33639980777' },
		driver: null,
		payment: { method: 'door', status: 'void', capturedMinor: 0, refundedMinor: 0 }
	});
	const amount = ((orders[0]?.totalMinor ?? 0) / 100).toFixed(2);
	for (const words of [amount, amount.replace('.', ',')])
		expect(idsOf(await find(manager, q(words)))).toContain(mine.id);
	for (const words of ['nobody-of-that-name', '%', '_ej', 'marin zoe', '0,01', '9999'])
		expect(idsOf(await find(manager, q(words))), words).toEqual([]);
});

test('after 90 days a name or phone needs a day or a period; a number does not', async () => {
	const customer = { name: 'Odette Fournier', phone: '+33639980881' };
	const recent = await finished({ ...customer, daysAgo: 89 });
	const old = await finished({ ...customer, daysAgo: 91 });
	const ancient = await finished({ ...customer, daysAgo: 2000 });

	for (const words of ['fournier', '0639980881']) {
		const found = await find(manager, q(words));
		expect([idsOf(found), found.isRecent]).toEqual([[recent.id], true]);
	}
	const since = await find(manager, `q=fournier&from=${old.day}`);
	expect([idsOf(since), since.isRecent]).toEqual([[recent.id, old.id], false]);
	expect(idsOf(await find(manager, `q=fournier&day=${old.day}`))).toEqual([old.id]);
	expect(idsOf(await find(manager, `q=0639980881&to=${ancient.day}`))).toEqual([ancient.id]);
	expect(idsOf(await find(manager, `q=${ancient.number}`))).toContain(ancient.id);
});

test('an order whose customer was erased is still found by its number', async () => {
	const gone = await finished({ name: 'Ernest Oublié', phone: '+33639980992' });
	await server.db.query(
		`update customer set name = '', phone = '', email = null, address = null, note = ''
			where id = (select customer_id from orders where id = $1)`,
		[gone.id]
	);

	for (const words of ['oublie', '0639980992', 'e'])
		expect(idsOf(await find(manager, q(words)))).not.toContain(gone.id);
	const { orders } = await find(manager, `q=${gone.number}`);
	expect(orders).toMatchObject([{ id: gone.id, customer: { name: '', phone: '' } }]);
});

test('a person sees the orders of shops where they may see orders, and of no other', async () => {
	const here = await finished({ name: 'Partout Dupuis', phone: '+33639980331' });
	const there = await finished({ name: 'Partout Dupuis', phone: '+33639980331', shop: 'halles' });

	for (const mine of [manager, counter]) {
		expect(idsOf(await find(mine, 'q=dupuis'))).toEqual([here.id]);
		expect(idsOf(await find(mine, 'q=dupuis&shop=gare'))).toEqual([here.id]);
		for (const shop of ['halles', 'no-such-shop'])
			for (const format of ['json', 'csv']) {
				const path = `/api/orders?q=dupuis&shop=${shop}&format=${format}`;
				expect((await server.call('GET', path, { cookie: mine })).status).toBe(403);
			}
	}
	expect(idsOf(await find(foreign, 'q=dupuis'))).toEqual([there.id]);
	expect(idsOf(await find(owner, 'q=dupuis&shop=halles'))).toEqual([there.id]);
	expect(idsOf(await find(owner, 'q=dupuis')).toSorted()).toEqual([here.id, there.id].toSorted());
	const both = await csv(owner, 'q=dupuis');
	expect([both.includes(here.id), both.includes(there.id)]).toEqual([true, true]);
	const mine = await csv(counter, 'q=dupuis');
	expect([mine.includes(here.id), mine.includes(there.id)]).toEqual([true, false]);
	for (const name of ['cuisine.gare', 'livreur1.gare']) {
		const answer = await server.call('GET', '/api/orders', { cookie: await server.signIn(name) });
		expect(answer.status, name).toBe(403);
	}
	expect((await server.call('GET', '/api/orders')).status).toBe(401);
});

test('a driver, a state, and delivery or collection narrow the list', async () => {
	const address = { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' };
	const lines = [{ product: 'margherita', size: 'm', quantity: 2 }];
	const { order } = await server.placeOrder({ fulfilment: 'delivery', address, lines });
	const { order: waiting } = await server.placeOrder();
	await move(server.db, order.id, 'accepted', 'making', 'in_oven', 'boxed');
	await giveTo(server.db, order.id, 'livreur1-gare');
	await move(server.db, order.id, 'out', 'at_door', 'delivered');

	const carried = await find(manager, 'shop=gare&driver=livreur1-gare');
	expect(idsOf(carried)).toEqual([order.id]);
	expect(carried.orders[0]?.driver?.id).toBe('livreur1-gare');
	expect(carried.here?.drivers.map(({ id }) => id)).toContain('livreur1-gare');
	expect(idsOf(await find(manager, 'driver=livreur2-gare'))).toEqual([]);
	expect(idsOf(await find(manager, 'status=delivered'))).toEqual([order.id]);
	expect(idsOf(await find(manager, 'status=placed'))).toEqual([waiting.id]);
	expect(idsOf(await find(manager, 'fulfilment=delivery'))).toEqual([order.id]);
	const collections = idsOf(await find(manager, 'fulfilment=collection'));
	expect([collections.includes(waiting.id), collections.includes(order.id)]).toEqual([true, false]);
});

describe('a long list', () => {
	const DAY = '2026-02-03';

	beforeAll(() =>
		bySql(
			// Two orders in each instant, which no page may lose or repeat.
			`with c as (insert into customer (name, phone) values ('=1+1;Léa "x"', '@6') returning id)
			insert into orders (id, shop_id, business_day, number, customer_id, status, is_open, fulfilment,
				language, total_minor, vat_minor, currency, placed_at, promised_at, quote_from, quote_to)
			select gen_random_uuid(), 'gare', $1::date, n, c.id, 'delivered', false, 'delivery', 'fr', 1000,
				91, 'EUR', $1::date + interval '18 hours 0.000001 s' + make_interval(mins => n / 2), now(),
				now(), now()
			from generate_series(1, 1120) n, c`,
			[DAY]
		)
	);

	test('comes in pages, newest first, each order once', async () => {
		const ids: string[] = [];
		const times: string[] = [];
		let after = '';
		for (let page = 0; page < 3; page++) {
			const { orders, next } = await find(manager, `day=${DAY}&after=${after}`);
			expect(orders).toHaveLength(50);
			ids.push(...orders.map(({ id }) => id));
			times.push(...orders.map(({ placedAt }) => placedAt));
			after = next ?? '';
		}

		expect(new Set(ids).size).toBe(150);
		expect(times).toEqual(times.toSorted().toReversed());
		const last = await find(manager, `day=${DAY}&after=${after}&q=3`);
		expect([last.orders.map(({ number }) => number), last.next]).toEqual([[3], null]);
		expect((await find(manager, 'day=2026-02-04')).orders).toEqual([]);
	});

	test('is complete as a file, and no cell of it is a formula', async () => {
		const text = await csv(manager, `day=${DAY}`);
		const rows = text.trimEnd().split('\r\n');

		expect(text.charCodeAt(0)).toBe(0xfeff);
		expect(rows).toHaveLength(1121);
		expect(rows[0]).toContain('Number');
		expect(new Set(rows.slice(1).map((row) => row.split(',').at(-1))).size).toBe(1120);
		expect(rows[1]).toContain(`,"'=1+1;Léa ""x""",'@6,`);
		// 18:00 in the database's zone, UTC, is 19:00 on the shop's clock.
		expect(rows.at(-1)).toContain('2026-02-03,1,2026-02-03 19:00,');
	});
});

async function csv(cookie: string, query: string): Promise<string> {
	const answer = await fetch(`${server.url}/api/orders?${query}&format=csv`, {
		headers: { cookie, 'accept-language': 'en' }
	});
	expect(answer.status).toBe(200);
	expect(answer.headers.get('content-type')).toContain('text/csv');
	expect(answer.headers.get('content-disposition')).toContain('orders.csv');
	// `text()` would take the mark of UTF-8 away.
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
}

test('a search for a person and a file are audited, without the words that were searched', async () => {
	const { id } = await finished({ name: 'Aude Itée', phone: '+33639980661' });
	const entries = async () => {
		const { rows } = await server.db.query<{ actor: string; action: string; detail: object }>(
			`select actor, action, subject, detail from audit where action like 'orders.%' order by id desc`
		);
		return rows;
	};
	const before = (await entries()).length;

	await find(counter, 'q=aude itee&shop=gare');
	await find(counter, 'q=0639980661&shop=gare');
	await csv(counter, 'q=itee&shop=gare');
	await find(counter, 'q=21&shop=gare');
	await find(counter, 'shop=gare');

	const made = await entries();
	expect(made).toHaveLength(before + 3);
	const who = { actor: 'staff:comptoir-gare', subject: 'gare' };
	expect(made.slice(0, 3)).toMatchObject([
		{ ...who, action: 'orders.export', detail: { by: 'name' } },
		{ ...who, action: 'orders.search', detail: { by: 'phone', orders: [id] } },
		{ ...who, action: 'orders.search', detail: { by: 'name', orders: [id] } }
	]);
	expect(JSON.stringify(made).toLowerCase()).not.toMatch(/itee|639980661/);
});

test('the first list has today’s orders and those ahead', async () => {
	const ahead = await finished({ name: 'Demain', phone: '0639980171', daysAgo: -1 });
	const now = await finished({ name: 'Ce soir', phone: '0639980172' });

	const list = await find(manager, 'shop=gare');

	expect(idsOf(list).slice(0, 2)).toEqual([ahead.id, now.id]);
	expect(list.here?.today).toBe(now.day);
	expect((await find(manager, '')).here).toBeNull();
});

test.each([
	['day=yesterday', 'Le jour n’est pas valable.'],
	['day=0000-01-01', 'Le jour n’est pas valable.'],
	['day=2026-02-30', 'Le jour n’est pas valable.'],
	['day=2026-02-03&from=2026-02-01', 'Le jour n’est pas valable.'],
	['from=2026-02-03&to=2026-02-01', 'La fin n’est pas valable.'],
	['status=eaten', 'L’état n’est pas valable.'],
	['channel=drone', 'Le canal n’est pas valable.'],
	['after=x', 'La page n’est pas valable.'],
	['format=xls', 'Le format n’est pas valable.'],
	['shop=../x', 'La pizzeria n’est pas valable.'],
	['driver=;', 'Le livreur n’est pas valable.'],
	[`q=${'x'.repeat(61)}`, 'La recherche dépasse la limite.'],
	['q=a&q=b', 'La recherche n’est pas valable.'],
	['q=%00', undefined]
])('%j is refused in words, or finds nothing', async (query, message) => {
	const { status, body } = await server.call<Fault>('GET', `/api/orders?${query}`, {
		cookie: manager,
		headers: { 'accept-language': 'fr' }
	});

	expect(status).toBe(message ? 400 : 200);
	if (message) expect(body.error.message).toBe(`La demande est mal formée. ${message}`);
});

test('a cursor of any number is harmless', async () => {
	const id = '00000000-0000-4000-8000-000000000000';

	for (const micros of ['0', '9999999999999999'])
		expect((await find(manager, `after=${micros}.${id}`)).next).toBeDefined();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HistoryAnswer } from '#domain/wire/contract.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let manager: string;
let foreign: string;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	[manager, foreign, owner] = await Promise.all([
		server.signIn('responsable.gare'),
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

/** An order placed and cancelled so many days ago; it gets the shop's next number. */
async function finished({ name, phone, daysAgo = 0, shop = 'gare' }: Made) {
	const { order } = await server.placeOrder({ customer: { name, phone } });
	const cancelled = await server.act(manager, order.id, 'cancel');
	expect(cancelled.status).toBe(200);
	// Rows of the past and of other shops are inserted by SQL: the commands refuse them.
	await server.db.query('set session_replication_role = replica');
	await server.db.query(
		`update orders set placed_at = placed_at - make_interval(days => $2), shop_id = $3,
			business_day = business_day - $2::integer, number = number + $4 where id = $1`,
		[order.id, daysAgo, shop, shop === 'halles' ? 700 : 0]
	);
	await server.db.query('set session_replication_role = default');
	return { id: order.id, number: order.number };
}

async function find(cookie: string, query: string, shop = 'gare'): Promise<HistoryAnswer> {
	const path = `/api/shops/${shop}/history?${query}`;
	const { status, body } = await server.call<HistoryAnswer>('GET', path, { cookie });
	expect(status).toBe(200);
	return body;
}
const idsOf = ({ orders }: HistoryAnswer) => orders.map(({ id }) => id);

test('a finished order is found by number, name, phone and amount', async () => {
	const mine = await finished({ name: 'Zoé Béjart', phone: '+33639980777' });
	const other = await finished({ name: 'Luc Marin', phone: '+33639980555' });

	for (const words of ['bejart', 'BÉJ', '06 39 98 07 77', '+33639980777', `n° ${mine.number}`])
		expect(idsOf(await find(manager, `q=${encodeURIComponent(words)}`)), words).toEqual([mine.id]);
	expect(idsOf(await find(manager, 'q=marin'))).toEqual([other.id]);
	const { orders } = await find(manager, 'q=bejart');
	expect(orders[0]).toMatchObject({
		number: mine.number,
		status: 'cancelled',
		customer: { name: 'Zoé Béjart', phone: '+33639980777' },
		payment: { method: 'door', status: 'void', capturedMinor: 0, refundedMinor: 0 }
	});
	const amount = ((orders[0]?.totalMinor ?? 0) / 100).toFixed(2).replace('.', ',');
	expect(idsOf(await find(manager, `q=${encodeURIComponent(amount)}`))).toContain(mine.id);
	expect(idsOf(await find(manager, 'q=nobody-of-that-name'))).toEqual([]);
});

test('after 90 days an order is found by number and day, not by name or phone', async () => {
	const recent = await finished({ name: 'Odette Fournier', phone: '+33639980881', daysAgo: 89 });
	const old = await finished({ name: 'Odette Fournier', phone: '+33639980881', daysAgo: 91 });

	expect(idsOf(await find(manager, 'q=fournier'))).toEqual([recent.id]);
	expect(idsOf(await find(manager, 'q=0639980881'))).toEqual([recent.id]);
	expect(idsOf(await find(manager, `q=${old.number}`))).toContain(old.id);
});

test('an order whose customer was erased is still found by its number', async () => {
	const gone = await finished({ name: 'Ernest Oublié', phone: '+33639980992' });
	await server.db.query(
		`update customer set name = '', phone = '', email = null, address = null, note = ''
			where id = (select customer_id from orders where id = $1)`,
		[gone.id]
	);

	expect(idsOf(await find(manager, 'q=oublie'))).toEqual([]);
	const { orders } = await find(manager, `q=${gone.number}`);
	expect(orders).toMatchObject([{ id: gone.id, customer: { name: '', phone: '' } }]);
});

test('each shop sees its own orders; all=1 adds only shops that the person may see', async () => {
	const here = await finished({ name: 'Partout Dupuis', phone: '+33639980331' });
	const there = await finished({ name: 'Partout Dupuis', phone: '+33639980331', shop: 'halles' });

	expect(idsOf(await find(manager, 'q=dupuis'))).toEqual([here.id]);
	expect(idsOf(await find(manager, 'q=dupuis&all=1'))).toEqual([here.id]);
	expect(idsOf(await find(foreign, 'q=dupuis&all=1', 'halles'))).toEqual([there.id]);
	expect(idsOf(await find(owner, 'q=dupuis&all=1')).toSorted()).toEqual(
		[here.id, there.id].toSorted()
	);
	const refused = await server.call<Fault>('GET', '/api/shops/halles/history?q=dupuis', {
		cookie: manager
	});
	expect(refused.status).toBe(403);
});

test('a business day is listed in pages, newest first', async () => {
	const day = '2026-02-03';
	await server.db.query('set session_replication_role = replica');
	await server.db.query(
		`insert into orders (id, shop_id, business_day, number, customer_id, status, is_open, fulfilment,
				language, total_minor, vat_minor, currency, placed_at, promised_at, quote_from, quote_to)
			select gen_random_uuid(), 'gare', $1::date, n, c.id, 'delivered', false, 'delivery', 'fr', 1000,
				91, 'EUR', $1::date + interval '18 hours' + make_interval(mins => n), now(), now(), now()
			from generate_series(1, 120) n, (select id from customer limit 1) c`,
		[day]
	);
	await server.db.query('set session_replication_role = default');

	const pages = [
		await find(manager, `day=${day}`),
		await find(manager, `day=${day}&page=1`),
		await find(manager, `day=${day}&page=2`)
	];

	expect(pages.map(({ orders, more }) => [orders.length, more])).toEqual([
		[50, true],
		[50, true],
		[20, false]
	]);
	const numbers = pages.flatMap(({ orders }) => orders.map(({ number }) => number));
	expect(numbers).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
	expect(pages[0]?.orders.every((order) => order.day === day)).toBe(true);
	expect((await find(manager, 'day=2026-02-04')).orders).toEqual([]);
});

test('the first list is of today, even if there is an order ahead for tomorrow', async () => {
	const ahead = await finished({ name: 'Demain', phone: '0639980171', daysAgo: -1 });
	const now = await finished({ name: 'Ce soir', phone: '0639980172' });

	const list = await find(manager, '');

	expect(list.day).toBe(list.today);
	expect(idsOf(list)).toContain(now.id);
	expect(idsOf(list)).not.toContain(ahead.id);
});

test('invalid queries are refused with a message', async () => {
	for (const query of ['day=yesterday', 'page=-1', 'page=x', 'all=yes', `q=${'x'.repeat(900)}`]) {
		const { status } = await server.call('GET', `/api/shops/gare/history?${query}`, {
			cookie: manager
		});
		expect(status, query).toBe(400);
	}
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DayFigures, GroupFigures } from '#domain/wire/figures.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { aRequest, doorFields } from '../support/pages/orders.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let pool: Pool;
let manager: string;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'figures test' });
	manager = await server.signIn('responsable.gare');
	owner = await server.signIn('direction');
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

const read = <T = DayFigures>(query = '', shop = 'gare', cookie = manager) =>
	server.call<T>('GET', `/api/shops/${shop}/figures${query}`, { cookie });
const group = (query = '', cookie = owner) =>
	server.call<GroupFigures>('GET', `/api/group/figures${query}`, { cookie });

async function act(id: string, action: string, body: object = doorFields(action as 'deliver')) {
	const answer = await server.call('POST', `/api/orders/${id}/${action}`, {
		cookie: manager,
		body
	});
	expect([action, answer.status]).toEqual([action, 200]);
}

const driverOnShift = async (): Promise<void> => {
	const cookie = await server.signIn('livreur1.gare');
	await server.call('POST', '/api/driver/shift', { cookie, body: { on: true } });
};

async function delivered(isLate: boolean): Promise<number> {
	const { order } = await server.placeOrder(aRequest());
	for (const action of ['accept', 'start', 'bake', 'box']) await act(order.id, action, {});
	await act(order.id, 'assign', { driver: 'livreur1-gare' });
	if (isLate)
		await pool.query(`update orders set promised_at = now() - interval '1 h' where id = $1`, [
			order.id
		]);
	for (const action of ['pick_up', 'arrive', 'deliver']) await act(order.id, action);
	return totalOf(order.id);
}

async function totalOf(id: string): Promise<number> {
	const { rows } = await pool.query<{ total_minor: number }>(
		'select total_minor from orders where id = $1',
		[id]
	);
	return rows[0]!.total_minor;
}

test('a day without an order has no figure', async () => {
	const { status, body } = await read('?day=2020-01-01');
	expect(status).toBe(200);
	expect(body).toMatchObject({
		day: '2020-01-01',
		sold: { count: 0, totalMinor: 0 },
		punctuality: { delivered: 0, onTime: 0 },
		hours: [],
		channels: [],
		products: [],
		feesMinor: 0,
		lost: [],
		refunds: []
	});
});

test('sales, losses and punctuality of a day; all its tables come to the same sum', async () => {
	await driverOnShift();
	const totals = [await delivered(false), await delivered(true)];
	const { order: refused } = await server.placeOrder();
	await act(refused.id, 'refuse', { reason: 'Four en panne' });
	const { order: phone } = await server.placeOrder();
	await pool.query(`update orders set channel = 'phone' where id = $1`, [phone.id]);
	totals.push(await totalOf(phone.id));
	await pool.query(
		`insert into refund (order_id, amount_minor, currency, reason, state, actor)
			values ($1, 250, 'EUR', 'Froide', 'succeeded', 'staff:x'),
				($1, 999, 'EUR', 'Froide', 'failed', 'staff:x')`,
		[phone.id]
	);
	const soldMinor = totals.reduce((sum, one) => sum + one, 0);

	const { body } = await read();

	expect(body.sold).toEqual({ count: 3, totalMinor: soldMinor });
	expect(body.punctuality).toEqual({ delivered: 2, onTime: 1 });
	expect(body.lost).toEqual([
		{
			status: 'refused',
			reason: 'Four en panne',
			count: 1,
			totalMinor: await totalOf(refused.id)
		}
	]);
	expect(body.refunds).toEqual([{ reason: 'Froide', count: 1, totalMinor: 250 }]);
	const sum = (rows: { totalMinor: number }[]) =>
		rows.reduce((all, row) => all + row.totalMinor, 0);
	expect(sum(body.channels)).toBe(soldMinor);
	expect(body.channels.find(({ channel }) => channel === 'phone')?.count).toBe(1);
	expect(sum(body.hours)).toBe(soldMinor);
	expect(body.feesMinor).toBeGreaterThan(0);
	expect(sum(body.products) + body.feesMinor).toBe(soldMinor);
	expect(body.products.every(({ name, categoryName }) => name.fr && categoryName.en)).toBe(true);

	// A week later this day is the week before.
	const later = new Date(`${body.day}T12:00:00Z`);
	later.setUTCDate(later.getUTCDate() + 7);
	const { body: after } = await read(`?day=${later.toISOString().slice(0, 10)}`);
	expect(after.sold.count).toBe(0);
	expect(after.before).toEqual({ sold: body.sold, punctuality: body.punctuality });
});

test('shops beside one another, and their sum; a manager sees their own only', async () => {
	const { body } = await group();
	const gare = body.shops.find(({ shop }) => shop.id === 'gare');
	const { body: alone } = await read();

	expect(body).toMatchObject({ page: 1, pages: 1, total: 5 });
	expect(gare).toMatchObject({ sold: alone.sold, punctuality: alone.punctuality, lost: 1 });
	expect(body.sum).toMatchObject({ sold: alone.sold, lost: 1 });
	expect(body.shops.filter(({ sold }) => sold.count === 0)).toHaveLength(4);

	const { body: mine } = await group('', manager);
	expect(mine.shops.map(({ shop }) => shop.id)).toEqual(['gare']);
	expect((await group('?page=9999')).body.page).toBe(1);
});

test.each(['?day=2026-02-30', '?day=x', '?page=0', '?page=x'])(
	'%s is refused in words',
	async (query) => {
		const { status, body } = await read<Fault>(query);
		expect([status, body.error.code]).toEqual([400, 'invalid']);
	}
);

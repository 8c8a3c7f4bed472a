/** The stock in the back office: entries, limits, transfers, and orders beside them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import type { OfficeLog, OfficePage, OfficeSaved } from '#domain/wire/office.ts';
import type { StockChange, StockRow } from '#domain/wire/stock.ts';
import { readCsv } from '#domain/text/csv.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { until } from '../support/wire/hub.ts';

type Saved = OfficeSaved<StockRow> & Fault;

let server: TestServer;
let manager: string;
let neighbour: string;

beforeAll(async () => {
	server = await startTestServer();
	await server.db.query('update shop set open_per_phone = null, minimum_minor = 0');
	[manager, neighbour] = await Promise.all([
		server.signIn('responsable.gare'),
		server.signIn('responsable.halles')
	]);
});
afterAll(() => server.close());
beforeEach(async () => {
	await server.db.query(`update stock set threshold = null`);
	for (const shop of ['gare', 'halles'])
		for (const id of ['basil', 'dough', 'mozzarella', 'tomato-sauce'])
			await enter(id, { kind: 'count', quantity: 100_000 }, { shop });
});

const callerOf = (shop: string) => (shop === 'halles' ? neighbour : manager);

async function rowOf(id: string, shop = 'gare'): Promise<StockRow> {
	const path = `/api/admin/stock?shop=${shop}&q=${id}`;
	const { body } = await server.call<OfficePage<StockRow>>('GET', path, { cookie: callerOf(shop) });
	const row = body.items.find((one) => one.id === id);
	if (!row) throw new Error(`no ${id} in ${JSON.stringify(body)}`);
	return row;
}

interface Asked {
	shop?: string;
	dry?: boolean;
	version?: string;
}

async function change(id: string, body: StockChange, asked: Asked = {}) {
	const { shop = 'gare', dry = false } = asked;
	const version = asked.version ?? (await rowOf(id, shop)).version;
	const path = `/api/admin/stock/${id}?shop=${shop}${dry ? '&dry=1' : ''}`;
	return server.call<Saved>('PATCH', path, {
		cookie: callerOf(shop),
		body: { ...body, version }
	});
}

const enter = (id: string, entry: NonNullable<StockChange['entry']>, asked: Asked = {}) =>
	change(id, { entry }, asked);

const quantityOf = async (id: string, shop = 'gare') => (await rowOf(id, shop)).quantity;

/** Rows whose movements do not add up to their quantity (I8). */
const drifts = async () =>
	(
		await server.db.query(
			`select s.shop_id, s.ingredient_id from stock s
				left join stock_movement m using (shop_id, ingredient_id)
				group by s.shop_id, s.ingredient_id, s.quantity
				having s.quantity <> coalesce(sum(m.delta), 0)`
		)
	).rows;

const margherita = { lines: [{ product: 'margherita', size: 's', quantity: 1 }] };

test('a delivery adds, waste takes away, a count sets, and the log names each', async () => {
	await enter('basil', { kind: 'delivery', quantity: 500 });
	await enter('basil', { kind: 'waste', quantity: 200 });
	expect(await quantityOf('basil')).toBe(100_300);
	const counted = await enter('basil', { kind: 'count', quantity: 42 });

	expect(counted.body.item).toMatchObject({ quantity: 42, unit: 'g' });
	expect(counted.body.changes).toEqual([{ field: 'quantity', before: 100_300, after: 42 }]);
	const path = '/api/admin/stock/basil/log?shop=gare';
	const { body } = await server.call<OfficeLog>('GET', path, { cookie: manager });
	expect(body.entries.slice(0, 3).map(({ action }) => action)).toEqual([
		'stock.count',
		'stock.waste',
		'stock.delivery'
	]);
	expect(await drifts()).toEqual([]);
});

test('the effect of an entry is told without booking it', async () => {
	const tried = await enter('basil', { kind: 'delivery', quantity: 500 }, { dry: true });
	expect(tried.body).toMatchObject({ isDry: true, item: { quantity: 100_500 } });
	expect(await quantityOf('basil')).toBe(100_000);
});

test('what is not there cannot be wasted or moved, and the field is named', async () => {
	const wrong: [string, NonNullable<StockChange['entry']>, string][] = [
		['waste', { kind: 'waste', quantity: 100_001 }, 'entry.quantity'],
		['transfer', { kind: 'transfer', quantity: 100_001, to: 'halles' }, 'entry.quantity'],
		['nothing', { kind: 'delivery', quantity: 0 }, 'entry.quantity'],
		['no shop', { kind: 'transfer', quantity: 1 }, 'entry.to'],
		['itself', { kind: 'transfer', quantity: 1, to: 'gare' }, 'entry.to'],
		['unknown shop', { kind: 'transfer', quantity: 1, to: 'nowhere' }, 'entry.to']
	];
	for (const [what, entry, field] of wrong) {
		const { status, body } = await enter('basil', entry);
		expect([what, status, body.error.fields?.[0]?.path]).toEqual([what, 400, field]);
	}
	expect(await quantityOf('basil')).toBe(100_000);
	expect(
		(await enter('no-such-thing', { kind: 'count', quantity: 1 }, { version: 'x' })).status
	).toBe(404);
});

test('a transfer is in both shops, and two in opposite directions never wait for each other', async () => {
	await enter('basil', { kind: 'transfer', quantity: 300, to: 'halles' });
	expect([await quantityOf('basil'), await quantityOf('basil', 'halles')]).toEqual([
		99_700, 100_300
	]);

	const there = Array.from({ length: 20 }, () =>
		enter('basil', { kind: 'transfer', quantity: 10, to: 'halles' })
	);
	const back = Array.from({ length: 20 }, () =>
		enter('basil', { kind: 'transfer', quantity: 10, to: 'gare' }, { shop: 'halles' })
	);
	const statuses = (await Promise.all([...there, ...back])).map(({ status }) => status);
	expect(statuses).toEqual(Array.from({ length: 40 }, () => 200));
	expect(await quantityOf('basil')).toBe(99_700);
	expect(await drifts()).toEqual([]);
});

test('an order between reading and entering refuses nothing, and is not lost', async () => {
	const { version, quantity } = await rowOf('basil');
	await server.placeOrder(margherita);
	const left = await quantityOf('basil');
	expect(left).toBeLessThan(quantity);

	const saved = await enter('basil', { kind: 'delivery', quantity: 1000 }, { version });
	expect(saved.status).toBe(200);
	expect(await quantityOf('basil')).toBe(left + 1000);
});

test('a limit that another person has set since it was read is not overwritten', async () => {
	const { version } = await rowOf('basil');
	await change('basil', { threshold: 500 });
	const second = await change('basil', { threshold: 100 }, { version });
	expect([second.status, second.body.error.code]).toEqual([409, 'changed_meanwhile']);
	expect((await rowOf('basil')).threshold).toBe(500);
});

test('an ingredient is low at its limit, and zero is a limit of its own', async () => {
	await change('basil', { threshold: 500, entry: { kind: 'count', quantity: 501 } });
	expect((await rowOf('basil')).isLow).toBe(false);
	await enter('basil', { kind: 'waste', quantity: 1 });
	expect((await rowOf('basil')).isLow).toBe(true);
	await change('basil', { threshold: 0 });
	expect(await rowOf('basil')).toMatchObject({ threshold: 0, isLow: false });
	await change('basil', { threshold: null });
	expect((await rowOf('basil')).threshold).toBeNull();
});

test('an ingredient that orders use up has a time at which it runs out; in another shop it lasts', async () => {
	await server.placeOrder(margherita);
	await enter('dough', { kind: 'count', quantity: 300 });
	const { runsOutAt } = await rowOf('dough');
	expect(Date.parse(runsOutAt ?? '')).toBeGreaterThan(Date.now());
	expect((await rowOf('dough', 'halles')).runsOutAt).toBeNull();
});

test('the menu sells what a delivery brings, at once, and stops when none is left', async () => {
	const left = async () =>
		(await server.call<MenuAnswer>('GET', '/api/shops/gare/menu')).body.makeable.margherita;
	await enter('mozzarella', { kind: 'count', quantity: 0 });
	expect(await left()).toBe(0);
	const refused = await server.call<Fault>('POST', '/api/orders', {
		body: anOrder(margherita),
		headers: { 'idempotency-key': randomUUID() }
	});
	expect([refused.status, refused.body.error.code]).toEqual([409, 'out_of_stock']);
	await enter('mozzarella', { kind: 'delivery', quantity: 100_000 });
	await until(async () => ((await left()) ?? 0) > 0, 5000, 'the sale');
});

test('the list is exported as a file, the quantities as numbers', async () => {
	await change('basil', { threshold: 250 });
	const path = '/api/admin/stock?shop=gare&format=csv';
	const { body, status } = await server.call<string>('GET', path, { cookie: manager });
	expect(status).toBe(200);
	const rows = readCsv(body).map(({ cells }) => cells);
	expect(rows[0]).toEqual(['id', 'name_fr', 'name_en', 'unit', 'quantity', 'threshold']);
	expect(rows.find(([id]) => id === 'basil')).toEqual([
		...['basil', 'Basilic frais', 'Fresh basil', 'g'],
		...['100000', '250']
	]);
});

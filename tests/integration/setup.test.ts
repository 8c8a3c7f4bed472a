import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { AddressAnswer } from '#domain/road/address.ts';
import type { MenuAnswer, PlacedAnswer, QuoteAnswer, ShopView } from '#domain/wire/contract.ts';
import { command } from '../support/wire/command.ts';
import { aRequest } from '../support/pages/orders.ts';
import { emptyDatabase, freshDatabase } from '../support/house/postgres.ts';
import { startProduction, type ProductionWeb } from '../support/house/production.ts';
import { send, type Fault } from '../support/house/server.ts';

const FLAGS = {
	'shop-name': 'Chez Marie',
	'shop-id': 'chez-marie',
	street: '2 rue Haute',
	postcode: '30000',
	city: 'Nîmes',
	lat: '43.6049',
	lng: '3.8814',
	phone: '+33466000000',
	hours: '00:00-24:00',
	'owner-name': 'Marie Roux',
	'owner-email': 'Marie.Roux@chez-marie.example'
};
const PASSWORD = 'une-phrase-bien-longue';

const running: ProductionWeb[] = [];
const pools: pg.Pool[] = [];
afterEach(() => {
	for (const web of running.splice(0)) web.end();
});
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

const setUp = (url: string, over: Partial<typeof FLAGS> = {}, password = PASSWORD) =>
	command(
		url,
		'setup',
		Object.entries({ ...FLAGS, ...over }).map(([name, value]) => `--${name}=${value}`),
		{ OWNER_PASSWORD: password }
	);

/** The address of a web process as in production. */
async function startWeb(url: string, demo: 'on' | 'off' = 'off'): Promise<string> {
	const web = await startProduction(url, demo);
	running.push(web);
	return web.url;
}

function poolOf(url: string): pg.Pool {
	const pool = new pg.Pool({ connectionString: url, max: 2 });
	pools.push(pool);
	return pool;
}

test('an empty production database is set up: the owner can sign in, a customer can order', async () => {
	const { url } = await emptyDatabase();

	const made = await setUp(url);
	expect(made.output).toContain('Sign in as marie.roux@chez-marie.example');
	expect(made.output).not.toContain(PASSWORD);
	expect(made.code).toBe(0);

	const web = await startWeb(url);
	const signIn = (password: string) =>
		send(`${web}/api/auth/sign-in/email`, 'POST', {
			body: { email: 'marie.roux@chez-marie.example', password }
		});
	expect((await signIn('something-else')).status).toBe(401);
	const signed = await signIn(PASSWORD);
	expect(signed.status).toBe(200);
	const cookie = signed.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	const page = await send<string>(`${web}/manage`, 'GET', {
		cookie,
		headers: { accept: 'text/html' }
	});
	expect([200, 303]).toContain(page.status);
	const desk = await send<string>(`${web}/manage/chez-marie`, 'GET', {
		cookie,
		headers: { accept: 'text/html' }
	});
	expect(desk.status).toBe(200);
	expect(desk.body).toContain('Chez Marie');

	const { body: menu } = await send<MenuAnswer>(`${web}/api/shops/chez-marie/menu`, 'GET');
	expect(menu.menu.products.length).toBeGreaterThan(20);
	expect(menu.makeable['margherita']).toBeGreaterThan(0);
	expect(menu.shop).toMatchObject({ open: false, isPreparing: true });
	await poolOf(url).query('update shop set preparing = false');
	const placed = await send<PlacedAnswer>(`${web}/api/orders`, 'POST', {
		body: aRequest({ shop: 'chez-marie', fulfilment: 'collection' }),
		headers: { 'idempotency-key': randomUUID() }
	});
	expect(placed.status, JSON.stringify(placed.body)).toBe(201);
	const { body: orders } = await send<{ snapshot: { orders: { id: string }[] } }>(
		`${web}/api/shops/chez-marie/orders`,
		'GET',
		{ cookie }
	);
	expect(orders.snapshot.orders.map(({ id }) => id)).toEqual([placed.body.order.id]);
});

test('a shop in a town without a map accepts deliveries, which a person checks', async () => {
	const { url } = await emptyDatabase();
	await setUp(url);
	await poolOf(url).query('update shop set preparing = false');
	const web = await startWeb(url);
	const said = async (q: string) =>
		(await send<AddressAnswer>(`${web}/api/address?${new URLSearchParams({ q })}`, 'GET')).body;
	const deliver = (street: string, postcode: string, city: string) =>
		send<PlacedAnswer & Fault>(`${web}/api/orders`, 'POST', {
			body: aRequest({ shop: 'chez-marie', address: { street, postcode, city } }),
			headers: { 'idempotency-key': randomUUID() }
		});

	expect((await said('5 rue Basse, 30000 Nîmes')).kind).toBe('unmapped');
	expect(await said('12 rue des Tanneurs')).toMatchObject({ kind: 'unmapped', suggestions: [] });
	expect((await said('1 rue de Rivoli, 75001 Paris')).kind).toBe('elsewhere');
	const placed = await deliver('5 rue Basse', '30000', 'Nîmes');
	const far = await deliver('1 rue de Rivoli', '75001', 'Paris');

	const { body: quoted } = await send<QuoteAnswer>(`${web}/api/shops/chez-marie/quote`, 'GET');

	expect(placed.status, JSON.stringify(placed.body)).toBe(201);
	// The promise was made at ordering; the queue now includes the order itself.
	const promised = Date.parse(placed.body.order.promise);
	const apart = Date.parse(quoted.ways.delivery.asap!.to) - promised;
	expect(apart).toBeGreaterThanOrEqual(0);
	expect(apart).toBeLessThan(4 * 60_000);
	expect([far.status, far.body.error.code]).toEqual([422, 'too_far']);
	const { rows } = await poolOf(url).query('select alert from orders');
	expect(rows).toEqual([{ alert: 'to_check' }]);
	const landing = await send<string>(`${web}/`, 'GET', { headers: { accept: 'text/html' } });
	expect(landing.body).toContain('Votre pizzeria à Nîmes.');
	expect(landing.body).not.toContain('Villeneuve');
});

test('a second setup changes nothing, nor does one with faults', async () => {
	const { url } = await emptyDatabase();
	const faulty = await setUp(url, { lat: '143', 'owner-email': 'marie' });
	expect(faulty.code).toBe(1);
	expect(faulty.output).toContain('--lat: not possible');
	expect(faulty.output).toContain('--owner-email: not possible');
	const short = await setUp(url, {}, 'court');
	expect([short.code, short.output]).toEqual([1, expect.stringContaining('10 to 128')]);
	expect((await setUp(url)).code).toBe(0);
	const again = await setUp(url, { 'shop-id': 'other', 'owner-email': 'x@y.example' });

	expect([again.code, again.output]).toEqual([1, expect.stringContaining('a shop already')]);
	const { rows } = await poolOf(url).query('select id from shop');
	expect(rows).toEqual([{ id: 'chez-marie' }]);
	const { rows: people } = await poolOf(url).query('select email from staff');
	expect(people).toEqual([{ email: 'marie.roux@chez-marie.example' }]);
});

test('stock is delivered, counted and wasted by ledger entries, in one shop only', async () => {
	const { url } = await freshDatabase();
	const db = poolOf(url);
	const stockOf = async (shop: string) =>
		(
			await db.query<{ quantity: string; ledger: string }>(
				`select s.quantity, (select sum(m.delta) from stock_movement m
					where m.shop_id = s.shop_id and m.ingredient_id = s.ingredient_id) as ledger
				from stock s where s.shop_id = $1 and s.ingredient_id = 'mozzarella'`,
				[shop]
			)
		).rows.map(({ quantity, ledger }) => [Number(quantity), Number(ledger)])[0];
	const before = (await stockOf('halles'))?.[0] ?? 0;
	const book = (...args: string[]) => command(url, 'stock', ['gare', ...args]);

	expect((await book('count', 'mozzarella=500')).code).toBe(0);
	expect(await stockOf('gare')).toEqual([500, 500]);
	expect((await book('delivery', 'mozzarella=2000')).code).toBe(0);
	const wasted = await book('waste', 'mozzarella=300');
	expect(wasted.output).toMatch(/^mozzarella +2200 g$/m);
	expect(await stockOf('gare')).toEqual([2200, 2200]);

	const refused = await book('waste', 'mozzarella=9999');
	expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('less than that')]);
	expect((await book('delivery', 'unobtainium=5')).code).toBe(1);
	expect((await book('steal', 'mozzarella=5')).code).toBe(1);
	expect(await stockOf('gare')).toEqual([2200, 2200]);
	expect(await stockOf('halles')).toEqual([before, before]);
	const { rows } = await db.query(
		`select detail ->> 'kind' as kind from audit where action = 'stock.book' order by at`
	);
	expect(rows.map(({ kind }) => kind as string)).toEqual(['count', 'delivery', 'waste']);
});

test('another shop gets the settings and opening stock of the one it copies', async () => {
	const { url } = await freshDatabase();
	const db = poolOf(url);
	await db.query(`update shop set display_seconds = 77, prep_minutes = 31 where id = 'halles'`);
	const web = await startWeb(url, 'on');
	const { headers } = await send(`${web}/api/auth/sign-in/email`, 'POST', {
		body: { email: 'direction@oc-pizza.example', password: 'passe-plat-demo' }
	});
	const cookie = headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	const opened = await send<{ shop: ShopView }>(`${web}/api/shops`, 'POST', {
		cookie,
		body: {
			id: 'plage',
			name: 'OC Pizza Plage',
			street: '1 quai du Sable',
			city: 'Villeneuve-sur-Oc',
			postcode: '34999',
			point: { lat: 43.6, lng: 3.9 },
			phone: '+33467000000',
			copyFrom: 'halles'
		}
	});
	expect(opened.status).toBe(201);

	const { rows } = await db.query<{ a: object; b: object }>(
		`select to_jsonb(a) - $1::text[] as a, to_jsonb(b) - $1::text[] as b
			from shop a, shop b where a.id = 'plage' and b.id = 'halles'`,
		[['id', 'name', 'street', 'city', 'postcode', 'lat', 'lng', 'phone', 'created_at', 'preparing']]
	);
	expect(rows[0]?.a).toEqual(rows[0]?.b);
	expect(rows[0]?.a).toMatchObject({ display_seconds: 77, prep_minutes: 31 });
	const { body } = await send<MenuAnswer>(`${web}/api/shops/plage/menu`, 'GET');
	const counts = Object.values(body.makeable);
	expect(counts.length).toBeGreaterThan(20);
	expect(Math.min(...counts)).toBeGreaterThan(0);
	const off = await db.query(
		`select ingredient_id from stock s where shop_id = 'plage' and quantity <> (
			select sum(delta) from stock_movement m
			where m.shop_id = s.shop_id and m.ingredient_id = s.ingredient_id)`
	);
	expect(off.rows).toEqual([]);
});

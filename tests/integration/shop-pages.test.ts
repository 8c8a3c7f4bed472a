import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GroupPage, JoinAck, ShopsPage, ShopView } from '#domain/wire/contract.ts';
import { distanceM } from '#domain/time/quote.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';

const MORE = 70;
/** A Monday, 12:30 in Paris. */
const NOON = Date.parse('2026-11-23T11:30:00Z');
const HERE = { lat: 45.03, lng: 5.02 };

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer({ now: () => NOON });
	await server.db.query(
		`insert into shop select (jsonb_populate_record(s, jsonb_build_object('id', 'shop-' || n,
				'name', 'Pizzeria ' || lpad(n::text, 2, '0'), 'city', case when n % 2 = 0 then 'Bléré' else 'Cléon' end,
				'lat', 45 + n * 0.003, 'lng', 5 + n % 7 * 0.01, 'created_at', clock_timestamp()))).*
			from shop s, generate_series(1, ${MORE}) n where s.id = 'gare'`
	);
	// Every third never opens, every third of the rest only over the night, the others at noon.
	await server.db.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select 'shop-' || n, day, case n % 3 when 1 then '18:00' else '11:00' end,
				case n % 3 when 1 then '12:00' else '12:31' end
			from generate_series(1, ${MORE}) n, generate_series(1, 7) day where n % 3 > 0`
	);
	await server.db.query(
		`insert into staff_role (staff_id, shop_id, role)
			select staff_id, 'shop-' || n, role from staff_role, generate_series(1, ${MORE}) n
			where shop_id = 'gare' and role = 'owner'`
	);
});

afterAll(() => server.close());

const ask = async (query: string) =>
	(await server.call<ShopsPage>('GET', `/api/shops?${query}`)).body;

async function everyPage(query: string): Promise<ShopView[]> {
	const shops: ShopView[] = [];
	for (let page = 1, pages = 1; page <= pages; page++) {
		const found = await ask(`page=${page}&${query}`);
		expect(found.shops.length).toBeLessThanOrEqual(12);
		pages = found.pages;
		shops.push(...found.shops);
	}
	return shops;
}

test('the shops come in pages, those that are open first, then by name; none twice and none left out', async () => {
	const all = await everyPage('');

	expect(new Set(all.map(({ id }) => id)).size).toBe(MORE + 5);
	// SQL chooses, the rule of the domain presents: both have to say the same of each shop.
	expect(all.map(({ open }) => open)).toEqual(
		all.map(({ open }) => open).toSorted((a, b) => +b - +a)
	);
	expect(all.some(({ open }) => open) && all.some(({ open }) => !open)).toBe(true);
	const names = all.filter((shop) => shop.open).map(({ name }) => name);
	expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
});

test('with a place the nearest come first, and it is said how many deliver there', async () => {
	const query = `lat=${HERE.lat}&lng=${HERE.lng}`;
	const all = await everyPage(query);
	const metres = all.map(({ point }) => distanceM(HERE, point));

	expect(metres).toEqual(metres.toSorted((a, b) => a - b));
	const { delivering, total, city } = await ask(`page=1&${query}`);
	expect(delivering).toBe(all.filter(({ radiusM }, n) => metres[n]! <= radiusM).length);
	expect(delivering).toBeGreaterThan(0);
	expect({ total, city }).toEqual({ total: MORE + 5, city: null });
});

test('a shop is found by its town without accents, and the town is named', async () => {
	const found = await ask('page=1&q=blere');

	expect(found).toMatchObject({ total: MORE / 2, city: 'Bléré', delivering: null });
	expect((await ask('page=1&q=nowhere')).total).toBe(0);
	expect((await ask('page=99')).shops).toEqual([]);
});

test('some shops are read by id; a bad query is refused', async () => {
	const { shops } = await ask('ids=shop-3,nosuch,gare');
	expect(shops.map(({ id }) => id)).toEqual(['shop-3', 'gare']);
	for (const query of ['page=0', 'ids=', 'page=1&lat=91&lng=0', `ids=${'a,'.repeat(60)}a`])
		expect((await server.call('GET', `/api/shops?${query}`)).status, query).toBe(400);
});

test('the group comes in pages with the sum of all, those that need attention first', async () => {
	const owner = await server.signIn('direction');
	const { order } = await server.placeOrder();
	await server.db.query(`update orders set alert = 'escalated' where id = $1`, [order.id]);
	const get = async (query: string) =>
		(await server.call<GroupPage>('GET', `/api/group/orders?${query}`, { cookie: owner })).body;

	const first = await get('page=1');
	expect(first).toMatchObject({
		page: 1,
		pages: 3,
		total: MORE + 5,
		sum: { open: 1, needs: { escalated: 1 } }
	});
	expect(first.shops.map(({ id }) => id)).toContain('gare');
	expect(first.snapshot.orders.map(({ id }) => id)).toEqual([order.id]);
	const [second, third] = [await get('page=2'), await get('page=3')];
	const ids = [first, second, third].flatMap(({ shops }) => shops.map(({ id }) => id));
	expect(new Set(ids).size).toBe(MORE + 5);
	expect(second.snapshot.orders).toEqual([]);
	const named = await get('page=1&q=port');
	expect(named).toMatchObject({ pages: 1, total: 1, sum: null });
});

test('the group is joined for some shops: their changes come, those of others do not', async () => {
	const owner = await server.connect(await server.signIn('direction'));
	const join = (shops: string[]) =>
		owner.socket
			.timeout(5000)
			.emitWithAck('join', { feed: 'manage:group', shops }) as Promise<JoinAck>;

	expect(await join(['gare', 'nosuch'])).toMatchObject({ ok: false, error: { code: 'forbidden' } });
	expect(await join(['port', 'shop-1'])).toMatchObject({ ok: true });
	const before = server.hub.seqOf('gare');
	await server.placeOrder();
	await expect.poll(() => server.hub.seqOf('gare')).toBeGreaterThan(before);
	expect(await join(['gare'])).toMatchObject({ ok: true });
	const { order } = await server.placeOrder();
	await expect.poll(() => owner.changes.map(({ id }) => id)).toEqual([order.id]);
});

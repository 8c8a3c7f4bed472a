/** A new shop: prepared first, opened to customers when nothing is missing. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ShopView, ShopsPage } from '#domain/wire/contract.ts';
import type { OpeningAnswer } from '#domain/wire/opening.ts';
import type { OpeningCheck } from '#domain/office/opening-checks.ts';
import { DEMO_COMPANIES } from '../../db/demo/companies.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { until } from '../support/wire/hub.ts';

const SHOP = 'quai';
const PATH = `/api/shops/${SHOP}/opening`;

let server: TestServer;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	owner = await server.signIn('direction');
	const { status } = await server.call('POST', '/api/shops', {
		cookie: owner,
		body: {
			...{ id: SHOP, name: 'Port', street: '1 quai', city: 'Lorient', postcode: '56100' },
			...{ point: { lat: 47.75, lng: -3.37 }, phone: '02 97 00 00 00', copyFrom: 'gare' }
		}
	});
	expect(status).toBe(201);
});
afterAll(() => server.close());

const opening = async () => (await server.call<OpeningAnswer>('GET', PATH, { cookie: owner })).body;
const missing = async (): Promise<OpeningCheck[]> =>
	(await opening()).checks.flatMap(({ check, isDone }) => (isDone ? [] : [check]));
const open = () => server.call<OpeningAnswer & Fault>('POST', PATH, { cookie: owner, body: {} });
const view = async () =>
	(await server.call<{ shops: ShopView[] }>('GET', `/api/shops?ids=${SHOP}`)).body.shops[0];
const tryToOrder = () =>
	server.call<Fault>('POST', '/api/orders', {
		body: anOrder({ shop: SHOP, fulfilment: 'collection' }),
		headers: { 'idempotency-key': randomUUID() }
	});

test('customers see that it opens soon, and cannot order', async () => {
	expect(await view()).toMatchObject({ open: false, isPreparing: true, opensAt: null });
	const refused = await tryToOrder();
	expect([refused.status, refused.body.error.code]).toEqual([409, 'shop_closed']);
	const { body } = await server.call<ShopsPage>('GET', '/api/shops?page=1');
	expect(body.shops.at(-1)?.id).toBe(SHOP);
});

test('it opens only when nothing is missing, and says what is', async () => {
	// The copy has hours, menu and stock; it has no cook, no company, and no screen was connected.
	expect(await missing()).toEqual(['cook', 'company', 'screen']);
	expect((await open()).body.error.code).toBe('not_ready');

	await server.db.query(
		`insert into staff_role (staff_id, shop_id, role) values ('cuisine2-gare', $1, 'cook')`,
		[SHOP]
	);
	await server.call('POST', `/api/shops/${SHOP}/company`, {
		cookie: owner,
		body: DEMO_COMPANIES.gare
	});
	expect(await missing()).toEqual(['screen']);
	expect((await open()).status).toBe(409);

	const screen = await server.connect(owner);
	expect((await screen.join(`kitchen:${SHOP}`)).ok).toBe(true);
	await until(async () => (await missing()).length === 0, 5000, 'the last check');

	await server.db.query(`update staff set disabled_at = now() where id = 'cuisine2-gare'`);
	expect(await missing()).toEqual(['cook']);
	expect((await open()).status).toBe(409);
	expect((await view())?.isPreparing).toBe(true);
	await server.db.query(`update staff set disabled_at = null where id = 'cuisine2-gare'`);
});

test('a second shop on the same point is a mistake that is said', async () => {
	await server.db.query(
		`update shop set (lat, lng) = (select lat, lng from shop where id = 'gare') where id = $1`,
		[SHOP]
	);
	expect(await missing()).toEqual(['zone']);
	await server.db.query('update shop set lat = 47.75, lng = -3.37 where id = $1', [SHOP]);
});

test('without stock nothing can be sold', async () => {
	const { rows } = await server.db.query<{ id: string; quantity: string }>(
		'select ingredient_id as id, quantity from stock where shop_id = $1',
		[SHOP]
	);
	await server.db.query('update stock set quantity = 0 where shop_id = $1', [SHOP]);
	expect(await missing()).toEqual(['stock']);
	for (const { id, quantity } of rows)
		await server.db.query(
			'update stock set quantity = $3 where shop_id = $1 and ingredient_id = $2',
			[SHOP, id, quantity]
		);
});

test('opened by two people at once, it is open, and takes orders', async () => {
	const opened = await Promise.all([open(), open()]);
	expect(opened.map(({ status, body }) => [status, body.isPreparing])).toEqual([
		[200, false],
		[200, false]
	]);
	const audit = `select from audit where action = 'shop.open_to_customers' and subject = $1`;
	expect((await server.db.query(audit, [SHOP])).rowCount).toBe(1);
	expect(await view()).toMatchObject({ open: true });
	expect((await tryToOrder()).status).toBe(201);
});

test('a shop that is open stays so, whatever is missing later', async () => {
	await server.db.query('delete from company where shop_id = $1', [SHOP]);
	expect(await missing()).toEqual(['company']);
	expect((await open()).body.isPreparing).toBe(false);
	expect((await view())?.open).toBe(true);
});

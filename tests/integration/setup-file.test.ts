import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { MenuAnswer, ShopsPage } from '#domain/wire/contract.ts';
import { demoMenu } from '../../db/demo/menu/index.ts';
import { migrate } from '../../db/plumbing/migrate.ts';
import { LIMITS } from '../../server/limits.ts';
import { setupCode } from '../../server/setup-code.ts';
import { command } from '../support/wire/command.ts';
import { emptyDatabase } from '../support/house/postgres.ts';
import { startProduction, type ProductionWeb } from '../support/house/production.ts';
import { send, type Fault } from '../support/house/server.ts';

const PASSWORD = 'une-phrase-bien-longue';
const home = mkdtempSync(join(tmpdir(), 'passe-plat-setup-'));
const running: ProductionWeb[] = [];
const pools: pg.Pool[] = [];
afterEach(() => {
	for (const web of running.splice(0)) web.end();
});
afterAll(async () => {
	await Promise.all(pools.map((pool) => pool.end()));
	rmSync(home, { recursive: true, force: true });
});

const ALWAYS = [{ days: [1, 2, 3, 4, 5, 6, 7], open: '00:00-24:00' }];
const aShop = (id: string, over: object = {}) => ({
	id,
	name: `Nino ${id}`,
	street: '1 rue Haute',
	postcode: '30000',
	city: 'Nîmes',
	point: { lat: 43.8367, lng: 4.3601 },
	phone: '+33466000000',
	hours: ALWAYS,
	...over
});
const aGroup = (over: object = {}) => ({
	group: { name: 'Chez Nino' },
	owner: { name: 'Nina Rossi', email: 'nina@nino.example' },
	shops: [aShop('gare-nino')],
	...over
});

const poolOf = (url: string) => {
	const pool = new pg.Pool({ connectionString: url, max: 2 });
	pools.push(pool);
	return pool;
};
async function rowsOf<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
	const pool = pools.at(-1) ?? poolOf(url);
	return (await pool.query<T>(text)).rows;
}

let files = 0;
function setUp(url: string, group: object, ...args: string[]) {
	const file = join(home, `group-${++files}.json`);
	writeFileSync(file, JSON.stringify(group));
	return command(url, 'setup', ['--file', file, ...args], { OWNER_PASSWORD: PASSWORD });
}

async function startWeb(url: string): Promise<ProductionWeb> {
	const web = await startProduction(url);
	running.push(web);
	return web;
}

test('a file makes the whole group: shops, people, its own menu, hours and stock', async () => {
	const { url } = await emptyDatabase();
	poolOf(url);
	const made = await setUp(
		url,
		aGroup({
			menu: demoMenu,
			shops: [
				aShop('gare-nino', { deliveryFeeMinor: 290, minimumMinor: 1800, prepMinutes: 22 }),
				aShop('lac-nino', { stock: { mozzarella: 7000 } })
			],
			people: [
				{ email: 'cuisine@nino.example', roles: [{ shop: 'lac-nino', role: 'cook' }] },
				{
					email: 'livreur@nino.example',
					language: 'en',
					phone: '0639980111',
					roles: [{ shop: 'gare-nino', role: 'driver' }]
				}
			]
		})
	);
	expect([made.code, made.output]).toEqual([0, expect.stringContaining('/lac-nino')]);
	expect(made.output).not.toContain(PASSWORD);

	const { url: web } = await startWeb(url);
	const { body: group } = await send(`${web}/api/group`, 'GET');
	expect(group).toEqual({ name: 'Chez Nino', isSetUp: true });
	const { body: list } = await send<ShopsPage>(`${web}/api/shops?page=1`, 'GET');
	expect(list.shops.map(({ id }) => id)).toEqual(['gare-nino', 'lac-nino']);
	const { body: menu } = await send<MenuAnswer>(`${web}/api/shops/lac-nino/menu`, 'GET');
	expect(menu.menu.products).toHaveLength(demoMenu.products.length);
	expect(menu.makeable['margherita']).toBe(0);
	const { body: near } = await send<MenuAnswer>(`${web}/api/shops/gare-nino/menu`, 'GET');
	expect(near.makeable['margherita']).toBeGreaterThan(0);

	expect(
		await rowsOf(
			url,
			`select delivery_fee_minor as fee, minimum_minor as least, prep_minutes as prep from shop
				where id = 'gare-nino'`
		)
	).toEqual([{ fee: 290, least: 1800, prep: 22 }]);
	expect(
		await rowsOf(
			url,
			`select t.email, r.shop_id as shop, r.role from staff_role r join staff t on t.id = r.staff_id
				order by t.email, r.shop_id`
		)
	).toEqual([
		{ email: 'cuisine@nino.example', shop: 'lac-nino', role: 'cook' },
		{ email: 'livreur@nino.example', shop: 'gare-nino', role: 'driver' },
		{ email: 'nina@nino.example', shop: 'gare-nino', role: 'owner' },
		{ email: 'nina@nino.example', shop: 'lac-nino', role: 'owner' }
	]);
	expect(await rowsOf(url, `select phone from driver`)).toEqual([{ phone: '0639980111' }]);
	expect(await rowsOf(url, `select id from outbox where job = 'person.link'`)).toHaveLength(2);
	const signed = await send(`${web}/api/auth/sign-in/email`, 'POST', {
		body: { email: 'nina@nino.example', password: PASSWORD }
	});
	expect(signed.status).toBe(200);
});

test('all faults of a file are said at once, and nothing is made', async () => {
	const { url } = await emptyDatabase();
	await migrate(url);
	poolOf(url);
	const faulty = await setUp(
		url,
		aGroup({ shops: [aShop('manage', { zone: 'Nowhere' })], people: [{ email: 'x', roles: [] }] })
	);
	const stray = await setUp(url, aGroup({ shops: [aShop('a', { stock: { unicorn: 1 } })] }));
	const both = await setUp(url, aGroup(), '--city=Arles');
	const missing = await command(url, 'setup', ['--file', join(home, 'nothing.json')], {
		OWNER_PASSWORD: PASSWORD
	});

	expect(faulty.code).toBe(1);
	for (const path of ['shops.0.id', 'shops.0.zone', 'people.0.email', 'people.0.roles'])
		expect(faulty.output).toContain(`${path}: `);
	expect([stray.code, stray.output]).toEqual([1, expect.stringContaining('stock.unicorn')]);
	expect([both.code, both.output]).toEqual([1, expect.stringContaining('--city')]);
	expect([missing.code, missing.output]).toEqual([1, expect.stringContaining('nothing.json')]);
	expect(
		await rowsOf(
			url,
			`select (select count(*)::int from shop) as shops, (select count(*)::int from staff) as staff,
			(select count(*)::int from category) as categories`
		)
	).toEqual([{ shops: 0, staff: 0, categories: 0 }]);
});

test('the page makes the group once, for who knows the code; two at once make one', async () => {
	const { url } = await emptyDatabase();
	await migrate(url);
	poolOf(url);
	const web = await startWeb(url);
	const code = setupCode(web.secret);
	const ask = (body: object) =>
		send<{ shop: string } & Fault>(`${web.url}/api/setup`, 'POST', { body });
	const body = { code, password: PASSWORD, file: aGroup() };

	await expect.poll(() => web.log()).toContain(code);
	const home = await fetch(`${web.url}/`, { redirect: 'manual' });
	expect([home.status, home.headers.get('location')]).toEqual([303, '/setup']);
	const wrong = await ask({ ...body, code: 'AAAA-AAAA-AAAA' });
	expect([wrong.status, wrong.body.error.code]).toEqual([403, 'wrong_setup_code']);
	const bad = await ask({ ...body, file: aGroup({ shops: [aShop('manage')] }) });
	expect([bad.status, bad.body.error.fields?.map(({ path }) => path)]).toEqual([
		400,
		['file.shops.0.id']
	]);

	const many = await Promise.all([ask(body), ask(body), ask(body)]);

	expect(many.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
	expect(await rowsOf(url, 'select id from shop')).toEqual([{ id: 'gare-nino' }]);
	expect(await rowsOf(url, 'select email from staff')).toEqual([{ email: 'nina@nino.example' }]);
	const again = await ask({ ...body, code: 'AAAA-AAAA-AAAA' });
	expect([again.status, again.body.error.code]).toEqual([409, 'already_set_up']);
	const page = await fetch(`${web.url}/setup`, { redirect: 'manual' });
	expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in']);
	expect(await (await fetch(`${web.url}/sign-in`)).text()).toContain('Chez Nino');
});

test('codes are not guessed', async () => {
	const { url } = await emptyDatabase();
	await migrate(url);
	const web = await startWeb(url);
	const guess = () =>
		send<Fault>(`${web.url}/api/setup`, 'POST', {
			body: { code: 'AAAA-AAAA-AAAA', password: PASSWORD, file: aGroup() }
		});

	for (let n = 0; n < LIMITS.setupCode; n++) expect((await guess()).status).toBe(403);
	expect((await guess()).status).toBe(429);
});

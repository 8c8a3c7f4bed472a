import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MenuAnswer, ShopView, TrackAnswer } from '#domain/wire/contract.ts';
import type {
	CategoryRow,
	OfficeImport,
	OfficeLog,
	OfficePage,
	OfficeSaved,
	ProductRow,
	SettingRow
} from '#domain/wire/office.ts';
import { readCsv } from '#domain/text/csv.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let owner: string;
let manager: string;
let neighbour: string;

beforeAll(async () => {
	server = await startTestServer();
	await server.db.query('update shop set open_per_phone = null, minimum_minor = 0');
	await server.db.query('update stock set quantity = quantity + 100000');
	[owner, manager, neighbour] = await Promise.all([
		server.signIn('direction'),
		server.signIn('responsable.gare'),
		server.signIn('responsable.halles')
	]);
});
afterAll(() => server.close());

type Saved = OfficeSaved<ProductRow> & Fault;

const rowOf = async (id: string, shop = 'gare') => {
	const path = `/api/admin/products?shop=${shop}&show=all&q=${id}`;
	const { body } = await server.call<OfficePage<ProductRow>>('GET', path, { cookie: owner });
	const row = body.items.find((one) => one.id === id);
	if (!row) throw new Error(`no ${id} in ${JSON.stringify(body)}`);
	return row;
};

/** Changes a product as it is now, or as it was when `version` was read. */
async function set(
	cookie: string,
	id: string,
	change: Record<string, unknown>,
	{ shop = 'gare', dry = '' } = {}
) {
	const version = change.version ?? (await rowOf(id, shop)).version;
	const path = `/api/admin/products/${id}?shop=${shop}${dry}`;
	return server.call<Saved>('PATCH', path, { cookie, body: { ...change, version } });
}

const menuOf = async (shop: string) =>
	(await server.call<MenuAnswer>('GET', `/api/shops/${shop}/menu`)).body.menu;
const priceOn = async (shop: string, id: string, size = 'one') =>
	(await menuOf(shop)).products.find((one) => one.id === id)?.sizes.find((one) => one.id === size)
		?.priceMinor;
const codeOf = ({ status, body }: { status: number; body: Fault }) =>
	status < 300 ? 'ok' : body.error.code;

describe('a price', () => {
	test('of the group is on the public menu of every shop at once', async () => {
		await Promise.all(['gare', 'halles'].map((shop) => priceOn(shop, 'cola')));

		const saved = await set(owner, 'cola', { sizes: [{ id: 'one', priceMinor: 333 }] });

		expect(codeOf(saved)).toBe('ok');
		expect(await Promise.all(['gare', 'halles'].map((shop) => priceOn(shop, 'cola')))).toEqual([
			333, 333
		]);
	});

	test('of one shop is above the group’s there alone, until it is taken back', async () => {
		const group = (await rowOf('tiramisu')).sizes[0]?.priceMinor;
		await set(manager, 'tiramisu', { sizes: [{ id: 'one', shopMinor: 777 }] });

		expect(await priceOn('gare', 'tiramisu')).toBe(777);
		expect(await priceOn('halles', 'tiramisu')).toBe(group);
		expect((await rowOf('tiramisu')).sizes[0]).toMatchObject({ priceMinor: group, shopMinor: 777 });

		await set(owner, 'tiramisu', { sizes: [{ id: 'one', priceMinor: 650 }] });
		expect(await priceOn('gare', 'tiramisu')).toBe(777);
		await set(manager, 'tiramisu', { sizes: [{ id: 'one', shopMinor: null }] });
		expect(await priceOn('gare', 'tiramisu')).toBe(650);
	});

	test('is charged by the next order; an order that is placed keeps its own', async () => {
		const before = await rowOf('reine');
		const size = before.sizes.find(({ id }) => id === 'm');
		const lines = [{ product: 'reine', size: 'm', quantity: 1 }];
		const placed = await server.placeOrder({ lines });

		const saved = await set(owner, 'reine', {
			sizes: [{ id: 'm', priceMinor: (size?.priceMinor ?? 0) + 100 }]
		});
		const dearer = await server.placeOrder({ lines });

		expect(saved.body.facts).toContainEqual({ kind: 'open_orders_keep', n: 1 });
		expect(dearer.order.total).toBe(placed.order.total + 100);
		const { body } = await server.call<TrackAnswer>('GET', `/api/track/${placed.token}`);
		expect(body.snapshot.order?.totalMinor).toBe(placed.order.total);
	});
});

describe('who may change what', () => {
	test('a manager changes what is their shop’s, and not the group’s', async () => {
		expect(codeOf(await set(manager, 'panna-cotta', { isOff: true }))).toBe('ok');
		expect(codeOf(await set(manager, 'panna-cotta', { vat: 55 }))).toBe('group_only');
		expect(codeOf(await set(manager, 'panna-cotta', { isArchived: true }))).toBe('group_only');
		const sizes = [{ id: 'one', priceMinor: 1, shopMinor: 500 }];
		expect(codeOf(await set(manager, 'panna-cotta', { sizes }))).toBe('group_only');
		// The group's value as it is changes nothing.
		const { category } = await rowOf('panna-cotta');
		expect(codeOf(await set(manager, 'panna-cotta', { category, isOff: false }))).toBe('ok');
	});

	test('nothing of another shop', async () => {
		const { version } = await rowOf('cola');
		const seen = await set(neighbour, 'cola', { version, isOff: true });

		expect(codeOf(seen)).toBe('forbidden');
		expect((await rowOf('cola')).isOff).toBe(false);
	});

	test('a refused change of several fields saves none of them', async () => {
		await set(manager, 'tiramisu', { isOff: true, vat: 200 });

		expect(await rowOf('tiramisu')).toMatchObject({ isOff: false });
	});
});

describe('two people edit one product', () => {
	test('the second is told who was first, gets what is there now, and overwrites nothing', async () => {
		const { version } = await rowOf('lager');
		const me = await server.call<{ name: string }>('GET', '/api/me', { cookie: owner });
		const ownerName = me.body.name;
		const first = await set(owner, 'lager', { version, sizes: [{ id: 'one', priceMinor: 510 }] });
		const second = await set(manager, 'lager', { version, isOff: true });

		expect(codeOf(first)).toBe('ok');
		expect(second.status).toBe(409);
		expect(second.body.error).toMatchObject({ code: 'changed_meanwhile' });
		expect(second.body.error.message).toContain(ownerName);
		expect(second.body.error.now).toMatchObject({ id: 'lager', sizes: [{ priceMinor: 510 }] });
		expect(await rowOf('lager')).toMatchObject({ isOff: false });
	});

	test('at once, from the same version: one wins', async () => {
		const { version } = await rowOf('lager');
		const change = (n: number) =>
			set(owner, 'lager', { version, sizes: [{ id: 'one', priceMinor: n }] });
		const answers = await Promise.all([600, 601, 602, 603].map(change));

		expect(answers.map(codeOf).toSorted()).toEqual([
			...['changed_meanwhile', 'changed_meanwhile', 'changed_meanwhile', 'ok']
		]);
	});

	test('the own price of another shop is no conflict', async () => {
		const { version } = await rowOf('lager');
		await set(neighbour, 'lager', { isOff: true }, { shop: 'halles' });

		expect(codeOf(await set(manager, 'lager', { version, isOff: true }))).toBe('ok');
		await set(manager, 'lager', { isOff: false });
	});
});

test('a dry run tells the effect and saves nothing', async () => {
	const before = await rowOf('margherita');
	const change = { sizes: [{ id: 'm', priceMinor: 1999 }], isOff: true };
	const tried = await set(owner, 'margherita', change, { dry: '&dry=1' });

	expect(tried.body).toMatchObject({ isDry: true, item: { isOff: true, isSold: false } });
	expect(tried.body.changes.map(({ field }) => field)).toEqual(['isOff', 'sizes.m.priceMinor']);
	expect(tried.body.facts.map(({ kind }) => kind)).toEqual(
		expect.arrayContaining(['shops_follow', 'leaves_menu'])
	);
	expect(await rowOf('margherita')).toEqual(before);
});

describe('an archived product', () => {
	test('is not sold, its orders are still shown, and it can come back', async () => {
		const lines = [{ product: 'tiramisu', quantity: 1 }];
		const { order, token } = await server.placeOrder({ lines });
		const { version } = await rowOf('tiramisu');
		const path = `/api/admin/products/tiramisu?shop=gare&version=${version}`;
		const gone = await server.call<Saved>('DELETE', path, { cookie: owner });

		expect(gone.body).toMatchObject({ item: { isArchived: true, isSold: false } });
		expect((await menuOf('gare')).products.map(({ id }) => id)).not.toContain('tiramisu');
		const refused = await server.call<Fault>('POST', '/api/orders', {
			body: anOrder({ lines }),
			headers: { 'idempotency-key': randomUUID() }
		});
		expect(codeOf(refused)).toBe('unknown_product');
		const { body } = await server.call<TrackAnswer>('GET', `/api/track/${token}`);
		expect(body.snapshot.order?.lines[0]?.name.fr).toMatch(/tiramisu/i);
		const timeline = await server.call('GET', `/api/orders/${order.id}/timeline`, {
			cookie: manager
		});
		expect(timeline.status).toBe(200);

		expect(codeOf(await set(owner, 'tiramisu', { isArchived: false }))).toBe('ok');
		expect((await menuOf('gare')).products.map(({ id }) => id)).toContain('tiramisu');
	});

	test('a category takes its products with it', async () => {
		const list = await server.call<OfficePage<CategoryRow>>(
			'GET',
			'/api/admin/categories?shop=gare',
			{
				cookie: owner
			}
		);
		const salads = list.body.items.find(({ id }) => id === 'salads');
		const path = `/api/admin/categories/salads?shop=gare&version=${salads?.version}`;
		const gone = await server.call<OfficeSaved>('DELETE', path, { cookie: owner });

		expect(gone.body.facts).toEqual([{ kind: 'products_leave', n: salads?.products }]);
		const menu = await menuOf('gare');
		expect(menu.categories.map(({ id }) => id)).not.toContain('salads');
		expect(menu.products.filter(({ category }) => category === 'salads')).toEqual([]);
		await server.call('PATCH', '/api/admin/categories/salads?shop=gare', {
			cookie: owner,
			body: { isArchived: false, version: (gone.body.item as CategoryRow).version }
		});
		expect((await menuOf('gare')).categories.map(({ id }) => id)).toContain('salads');
	});
});

describe('a new product', () => {
	const drink = {
		category: 'drinks',
		name: { fr: 'Thé glacé maison', en: 'Iced tea' },
		description: { fr: '', en: '' },
		vat: 100,
		sizes: [{ name: { fr: 'Taille unique', en: 'One size' }, priceMinor: 350 }]
	};
	const add = (body: object) =>
		server.call<Saved>('POST', '/api/admin/products?shop=gare', { cookie: owner, body });

	test('with unknown allergens is not sold until they are declared', async () => {
		const added = await add({ ...drink, allergens: null });
		const { id } = added.body.item;

		expect(added.status).toBe(201);
		expect(id).toBe('the-glace-maison');
		expect(added.body.facts).toContainEqual({ kind: 'allergens_unknown', n: 1 });
		expect(await priceOn('gare', id)).toBeUndefined();

		const declared = await set(owner, id, { allergens: ['sulphites', 'milk'] });
		expect(declared.body.facts.map(({ kind }) => kind)).toEqual(['joins_menu', 'stock_empty']);
		const { body } = await server.call<MenuAnswer>('GET', '/api/shops/gare/menu');
		expect(body.allergens[id]).toEqual(['milk', 'sulphites']);
		expect(await priceOn('halles', id)).toBe(350);
	});

	test('gets an id of its own when its name is taken', async () => {
		const ids = await Promise.all(
			[1, 2, 3].map(async () => (await add({ ...drink, allergens: [] })).body.item.id)
		);

		expect(new Set(ids).size).toBe(3);
	});

	test('the allergens of a recipe are not for this form', async () => {
		const answer = await set(owner, 'reine', { allergens: [] });

		expect(answer.status).toBe(400);
		expect(answer.body.error.fields?.[0]).toMatchObject({ path: 'allergens' });
	});
});

test.each([
	['a price of zero', { sizes: [{ id: 'one', priceMinor: 0 }] }, 'sizes.0.priceMinor'],
	['an own price of zero', { sizes: [{ id: 'one', shopMinor: 0 }] }, 'sizes.0.shopMinor'],
	['half a cent', { sizes: [{ id: 'one', priceMinor: 12.5 }] }, 'sizes.0.priceMinor'],
	['a size that it lacks', { sizes: [{ id: 'xl', priceMinor: 100 }] }, 'sizes.0.id'],
	['a category that is not there', { category: 'nowhere' }, 'category'],
	['another VAT class', { vat: 77 }, 'vat'],
	['no English name', { name: { fr: 'Cola', en: ' ' } }, 'name.en'],
	['an unknown allergen', { allergens: ['dust'] }, 'allergens.0'],
	['an allergen twice', { allergens: ['milk', 'milk'] }, 'allergens']
])('%s is refused with its field', async (_what, change, path) => {
	const answer = await set(owner, 'cola', change);

	expect(answer.status).toBe(400);
	expect(answer.body.error.fields?.map((field) => field.path)).toContain(path);
});

test.each([
	['GET', '/api/admin/products', 400],
	['GET', '/api/admin/products?shop=gare&page=0', 400],
	['GET', '/api/admin/products?shop=nowhere', 403],
	['PATCH', '/api/admin/products/nothing?shop=gare', 404],
	['DELETE', '/api/admin/products/cola?shop=gare', 400]
])('%s %s is %i', async (method, path, status) => {
	const body = method === 'PATCH' ? { version: 'x' } : undefined;

	expect((await server.call(method, path, { cookie: owner, body })).status).toBe(status);
});

test('the change log tells who changed what, and not what another shop did', async () => {
	await set(owner, 'still-water', { sizes: [{ id: 'one', priceMinor: 260 }] });
	await set(neighbour, 'still-water', { isOff: true }, { shop: 'halles' });
	await set(manager, 'still-water', { sizes: [{ id: 'one', shopMinor: 270 }] });
	const { body } = await server.call<OfficeLog>(
		'GET',
		'/api/admin/products/still-water/log?shop=gare',
		{
			cookie: manager
		}
	);

	expect(body.entries.map(({ changes }) => changes.map(({ field }) => field))).toEqual([
		['sizes.one.shopMinor'],
		['sizes.one.priceMinor']
	]);
	expect(body.entries[0]).toMatchObject({ by: expect.any(String), action: 'product.set' });
});

describe('a setting of a shop', () => {
	const settingOf = async (id: string, shop = 'gare') => {
		const path = `/api/admin/settings?shop=${shop}`;
		const { body } = await server.call<OfficePage<SettingRow>>('GET', path, { cookie: owner });
		return body.items.find((one) => one.id === id);
	};
	const setSetting = async (id: string, value: unknown, cookie = manager) =>
		server.call<OfficeSaved<SettingRow> & Fault>('PATCH', `/api/admin/settings/${id}?shop=gare`, {
			cookie,
			body: { value, version: (await settingOf(id))?.version ?? 'none' }
		});
	const shopOf = async (id: string) => {
		const { body } = await server.call<{ shops: ShopView[] }>('GET', `/api/shops?ids=${id}`);
		return body.shops[0];
	};

	test('is the shop’s own, and customers get it at once', async () => {
		const before = await shopOf('halles');
		await shopOf('gare');

		expect(codeOf(await setSetting('fee', 345))).toBe('ok');
		expect((await shopOf('gare'))?.feeMinor).toBe(345);
		expect((await shopOf('halles'))?.feeMinor).toBe(before?.feeMinor);
	});

	test('hours of a weekday open and close the shop, and an order in a closed shop is refused', async () => {
		const { rows } = await server.db.query<{ day: number }>(
			`select extract(isodow from now() at time zone zone)::int as day from shop where id = 'gare'`
		);
		const today = rows[0]?.day ?? 0;
		const days = [today, today === 1 ? 7 : today - 1];
		const before = await Promise.all(days.map((day) => settingOf(`day${day}`)));
		for (const day of days) expect(codeOf(await setSetting(`day${day}`, ''))).toBe('ok');

		expect((await shopOf('gare'))?.open).toBe(false);
		const refused = await server.call<Fault>('POST', '/api/orders', {
			body: anOrder(),
			headers: { 'idempotency-key': randomUUID() }
		});
		expect(codeOf(refused)).toBe('shop_closed');

		for (const [i, day] of days.entries()) await setSetting(`day${day}`, before[i]?.value);
		expect(await settingOf(`day${today}`)).toEqual(before[0]);
		expect((await shopOf('gare'))?.open).toBe(true);
	});

	test.each([
		['hours that overlap', 'day1', '11:00-15:00 14:00-16:00'],
		['a number as hours', 'day1', 5],
		['a word as a fee', 'fee', 'rien'],
		['a fee below zero', 'fee', -1],
		['half a cent', 'fee', 2.5],
		['a radius beyond all', 'radius', 1_000_000]
	])('%s is refused with its field', async (_what, id, value) => {
		const answer = await setSetting(id, value);

		expect(answer.status).toBe(400);
		expect(answer.body.error.fields?.map(({ path }) => path)).toEqual(['value']);
	});

	test('two managers cannot overwrite each other, and another shop’s manager has no say', async () => {
		const version = (await settingOf('display'))?.version;
		const set = (value: number, cookie: string) =>
			server.call<Fault>('PATCH', '/api/admin/settings/display?shop=gare', {
				cookie,
				body: { value, version }
			});

		expect(codeOf(await set(22, manager))).toBe('ok');
		expect(codeOf(await set(23, owner))).toBe('changed_meanwhile');
		expect(codeOf(await set(24, neighbour))).toBe('forbidden');
		expect((await settingOf('display'))?.value).toBe(22);
		expect(codeOf(await setSetting('nothing', 1))).toBe('not_found');
	});
});

describe('a file', () => {
	const exported = async () =>
		(
			await server.call<string>('GET', '/api/admin/products?shop=gare&format=csv', {
				cookie: owner
			})
		).body;
	const put = (file: string, { cookie = owner, dry = '' } = {}) =>
		server.call<OfficeImport & Fault>('PUT', `/api/admin/products?shop=gare${dry}`, {
			cookie,
			raw: file,
			headers: { 'content-type': 'text/csv' }
		});

	test('that was exported changes nothing when it is imported', async () => {
		const before = await menuOf('gare');
		const file = await exported();
		const { body, status } = await put(file);

		expect({ status, ...body }).toMatchObject({ status: 200, added: 0, changed: 0 });
		expect(body.same).toBeGreaterThan(40);
		expect(await menuOf('gare')).toEqual(before);
		expect(await exported()).toBe(file);
	});

	test('adds and changes; a dry run does neither', async () => {
		const lines = (await exported()).split('\r\n');
		const cola = lines.findIndex((line) => line.startsWith('cola,'));
		const price = (await rowOf('cola')).sizes[0]?.priceMinor ?? 0;
		lines[cola] = lines[cola]?.replace((price / 100).toFixed(2), '4.44') ?? '';
		lines.push('sirop,,drinks,Sirop,Syrup,=doux,@sweet,100,none,,,one,Une,One,2.00,1.90');
		const file = lines.filter(Boolean).join('\n');

		expect((await put(file, { dry: '&dry=1' })).body).toMatchObject({ added: 1, changed: 1 });
		expect(await priceOn('gare', 'cola')).toBe(price);
		expect((await put(file)).body).toMatchObject({ added: 1, changed: 1, isDry: false });
		expect(await priceOn('gare', 'cola')).toBe(444);
		expect(await rowOf('sirop')).toMatchObject({
			description: { fr: '=doux', en: '@sweet' },
			allergens: [],
			sizes: [{ priceMinor: 200, shopMinor: 190 }]
		});
		const row = readCsv(await exported()).find(({ cells }) => cells[0] === 'sirop');
		expect(row?.cells[5]).toBe('=doux');
		expect(await exported()).toContain("'=doux,'@sweet");
	});

	test('with wrong rows names each line and column, and saves no row', async () => {
		const before = await exported();
		const [head = '', ...rows] = before.split('\r\n').filter(Boolean);
		const at = rows.findIndex((row) => row.startsWith('cola,'));
		const cells = rows[at]?.split(',') ?? [];
		const column = (name: string) => head.split(',').indexOf(name);
		cells[column('price')] = '5.55';
		const good = cells.join(',');
		cells[column('price')] = 'cher';
		cells[column('vat')] = '12';
		const bad = cells
			.join(',')
			.replace('cola', 'cola-2')
			.replace(/^([^,]*),[^,]*/, '$1,');
		const unknown = good.replace(/^cola/, 'nothing');
		const { status, body } = await put([head, good, bad, unknown].join('\n'));

		expect(status).toBe(422);
		expect(body.error.code).toBe('bad_rows');
		expect(body.error.fields?.map(({ path }) => path)).toEqual(['3.vat', '3.price']);
		expect(body.error.fields?.[0]?.message).toMatch(/Ligne 3, vat/);
		const later = await put([head, good, unknown].join('\n'));
		expect(later.body.error.fields?.map(({ path }) => path)).toEqual(['3.id']);
		expect(await exported()).toBe(before);
	});

	test('that is older than a change is refused for that product', async () => {
		const file = await exported();
		await set(manager, 'cola', { isOff: true });
		const { body } = await put(file);

		expect(body.error.fields).toHaveLength(1);
		expect(body.error.fields?.[0]?.path).toMatch(/^\d+\.version$/);
		await set(manager, 'cola', { isOff: false });
	});

	test('of a manager may change their shop’s prices only', async () => {
		const file = await exported();
		const price = (await rowOf('cola')).sizes[0]?.priceMinor ?? 0;
		const row = file.split('\r\n').find((line) => line.startsWith('cola,')) ?? '';
		const own = file.replace(row, `${row}4.20`);
		const group = file.replace(row, row.replace((price / 100).toFixed(2), '1.00'));

		expect((await put(group, { cookie: manager })).body.error.code).toBe('bad_rows');
		expect((await put(own, { cookie: manager })).body).toMatchObject({ changed: 1 });
		expect(await priceOn('gare', 'cola')).toBe(420);
	});

	test.each([
		['no file', ''],
		['another file', 'nom,prix\nCola,2'],
		['no text', '\u0000\u0001'],
		['a half row', 'id,version\n"']
	])('%s is refused in words', async (_what, file) => {
		const { status, body } = await put(file);

		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
		expect(body.error.message.length).toBeGreaterThan(20);
	});
});

test('a new product that is wrong names its fields', async () => {
	const name = { fr: 'Limonade', en: 'Lemonade' };
	const body = {
		...{ category: 'drinks', name, description: { fr: '', en: '' }, vat: 55, allergens: [] },
		sizes: [{ name, priceMinor: 'cher' }]
	};
	const { status, body: answer } = await server.call<Fault>(
		'POST',
		'/api/admin/products?shop=gare',
		{ cookie: owner, body }
	);
	expect([status, answer.error.fields?.map(({ path }) => path)]).toEqual([
		400,
		['sizes.0.priceMinor']
	]);
});

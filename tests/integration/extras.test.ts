/** Extras in the back office: what customers add, its price, and what it takes from the stock. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MenuAnswer, PlacedAnswer } from '#domain/wire/contract.ts';
import type { ExtraRow } from '#domain/wire/extras.ts';
import type { OfficePage, OfficeSaved } from '#domain/wire/office.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

type Saved = OfficeSaved<ExtraRow> & Fault;

let server: TestServer;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	await server.db.query('update shop set open_per_phone = null, minimum_minor = 0');
	await server.db.query('update stock set quantity = quantity + 100000');
	owner = await server.signIn('direction');
});
afterAll(() => server.close());

async function rowOf(id: string): Promise<ExtraRow> {
	const path = `/api/admin/extras?shop=gare&show=all&q=${id}`;
	const { body } = await server.call<OfficePage<ExtraRow>>('GET', path, { cookie: owner });
	const row = body.items.find((one) => one.id === id);
	if (!row) throw new Error(`no ${id} in ${JSON.stringify(body)}`);
	return row;
}

const add = (body: object) =>
	server.call<Saved>('POST', '/api/admin/extras?shop=gare', { cookie: owner, body });

async function set(id: string, change: object, version?: string) {
	const seen = version ?? (await rowOf(id)).version;
	return server.call<Saved>('PATCH', `/api/admin/extras/${id}?shop=gare`, {
		cookie: owner,
		body: { ...change, version: seen }
	});
}

const order = (options: string[]) =>
	server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body: anOrder({ lines: [{ product: 'margherita', size: 'm', quantity: 1, options }] }),
		headers: { 'idempotency-key': randomUUID() }
	});

const totalOf = async (options: string[]) => (await order(options)).body.order.total;
const offered = async () =>
	(await server.call<MenuAnswer>('GET', '/api/shops/gare/menu')).body.menu.optionGroups
		.flatMap(({ items }) => items)
		.map(({ id }) => id);
const left = async (ingredient: string) => {
	const { rows } = await server.db.query<{ quantity: string }>(
		`select quantity from stock where shop_id = 'gare' and ingredient_id = $1`,
		[ingredient]
	);
	return Number(rows[0]?.quantity);
};

test('another price is charged by the next order', async () => {
	const before = (await totalOf(['extra-ham'])) - (await totalOf([]));
	const { prices } = await rowOf('extra-ham');
	expect(before).toBe(prices.m);
	await set('extra-ham', { prices: { ...prices, m: 333 } });
	expect((await totalOf(['extra-ham'])) - (await totalOf([]))).toBe(333);
});

test('a new one is offered, and takes its ingredient from the stock', async () => {
	const honey = {
		...{ group: 'extras', name: { fr: 'Miel', en: 'Honey' }, prices: { s: 90, m: 120, l: 150 } },
		...{ ingredient: 'honey', quantities: { s: 8, m: 12, l: 16 } }
	};
	const made = await add(honey);
	expect([made.status, made.body.item.id]).toEqual([201, 'extra-miel']);
	expect(await offered()).toContain('extra-miel');
	const before = await left('honey');
	expect((await order(['extra-miel'])).status).toBe(201);
	expect(before - (await left('honey'))).toBe(12);
});

test('archived, it is offered no more, and an order that has it keeps it', async () => {
	const placed = await order(['extra-miel']);
	const { version } = await rowOf('extra-miel');
	const path = `/api/admin/extras/extra-miel?shop=gare&version=${version}`;
	expect((await server.call('DELETE', path, { cookie: owner })).status).toBe(200);
	expect(await offered()).not.toContain('extra-miel');
	expect((await order(['extra-miel'])).status).toBeGreaterThanOrEqual(400);
	const track = await server.call<{ snapshot: { order: object } }>(
		'GET',
		`/api/track/${placed.body.token}`
	);
	expect(JSON.stringify(track.body.snapshot.order)).toContain('Miel');
	await set('extra-miel', { isArchived: false });
	expect(await offered()).toContain('extra-miel');
});

test('a size without a price does not offer it', async () => {
	await set('extra-miel', { prices: { l: 150 } });
	const refused = await order(['extra-miel']);
	expect([refused.status >= 400, refused.status < 500]).toEqual([true, true]);
});

test('without an ingredient it takes nothing', async () => {
	await set('extra-miel', { prices: { m: 0 }, ingredient: null });
	expect(await rowOf('extra-miel')).toMatchObject({ ingredient: null, quantities: {} });
	const before = await left('honey');
	expect((await order(['extra-miel'])).status).toBe(201);
	expect(await left('honey')).toBe(before);
});

test('what is wrong is named at its field, and the second of two people is told', async () => {
	const wrong: [object, string][] = [
		[{ prices: {} }, 'prices'],
		[{ prices: { xxl: 100 } }, 'prices'],
		[{ prices: { m: -1 } }, 'prices.m'],
		[{ prices: { m: 'cher' } }, 'prices.m'],
		[{ ingredient: 'moonstone' }, 'ingredient'],
		[{ quantities: { s: 40, m: 0, l: 60 } }, 'quantities.m'],
		[{ quantities: { s: 40 } }, 'quantities.m']
	];
	for (const [body, field] of wrong) {
		const answer = await set('extra-ham', body);
		expect([body, answer.status, answer.body.error?.fields?.[0]?.path]).toEqual([body, 400, field]);
	}
	const nowhere = await add({
		...{ group: 'nowhere', name: { fr: 'X', en: 'X' }, prices: { m: 1 } },
		...{ ingredient: null, quantities: {} }
	});
	expect(nowhere.body.error.fields?.[0]?.path).toBe('group');
	const { version } = await rowOf('extra-ham');
	await set('extra-ham', { name: { fr: 'Jambon au torchon', en: 'Ham in a cloth' } });
	const late = await set('extra-ham', { prices: { m: 1 } }, version);
	expect([late.status, late.body.error.code]).toEqual([409, 'changed_meanwhile']);
});

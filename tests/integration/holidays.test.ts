/** Closed days of a shop: what customers, orders and the list of shops make of them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { localTime } from '#domain/time/hours.ts';
import type { ShopsPage, ShopView } from '#domain/wire/contract.ts';
import type { HolidayRow, NewHoliday } from '#domain/wire/holidays.ts';
import type { OfficeLog, OfficePage, OfficeSaved } from '#domain/wire/office.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

type Saved = OfficeSaved<HolidayRow> & Fault;

const DAY = 24 * 3_600_000;
const NOEL = { fr: 'Noël', en: 'Christmas' };

let server: TestServer;
let manager: string;
let neighbour: string;

beforeAll(async () => {
	server = await startTestServer();
	await server.db.query('update shop set open_per_phone = null, minimum_minor = 0');
	await server.db.query('update stock set quantity = quantity + 100000');
	[manager, neighbour] = await Promise.all([
		server.signIn('responsable.gare'),
		server.signIn('responsable.halles')
	]);
});
afterAll(() => server.close());
beforeEach(async () => {
	await server.db.query('delete from holiday');
});

/** The day in the shop's zone, so many days from now. */
function dayIn(days: number): string {
	const { year, month, day } = localTime(Date.now() + days * DAY, 'Europe/Paris');
	return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

const close = (
	over: Partial<NewHoliday> = {},
	{ cookie = manager, shop = 'gare', dry = '' } = {}
) =>
	server.call<Saved>('POST', `/api/admin/holidays?shop=${shop}${dry}`, {
		cookie,
		body: { from: dayIn(-1), to: dayIn(1), hours: '', reason: NOEL, ...over }
	});

const change = (row: HolidayRow, body: object, version = row.version) =>
	server.call<Saved>('PATCH', `/api/admin/holidays/${row.id}?shop=gare`, {
		cookie: manager,
		body: { ...body, version }
	});

const shopView = async (id: string) =>
	(await server.call<{ shops: ShopView[] }>('GET', `/api/shops?ids=${id}`)).body.shops[0];

const tryToOrder = () =>
	server.call<Fault>('POST', '/api/orders', {
		body: anOrder(),
		headers: { 'idempotency-key': randomUUID() }
	});

test('a closed day closes the shop at once, tells why, and takes no order', async () => {
	expect((await shopView('gare'))?.open).toBe(true);
	expect((await close()).status).toBe(201);

	expect(await shopView('gare')).toMatchObject({
		open: false,
		holidays: [{ from: dayIn(-1), to: dayIn(1), hours: [], reason: NOEL }]
	});
	const refused = await tryToOrder();
	expect([refused.status, refused.body.error.code]).toEqual([409, 'shop_closed']);
	expect((await shopView('halles'))?.holidays).toEqual([]);
});

test('its next opening is told, also after weeks', async () => {
	await close({ to: dayIn(20) });
	const { opensAt } = (await shopView('gare')) ?? {};
	const { year, month, day } = localTime(Date.parse(opensAt ?? ''), 'Europe/Paris');
	expect(new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)).toBe(dayIn(21));
});

test('a page of shops lists the closed one after those that are open', async () => {
	const first = async () =>
		(await server.call<ShopsPage>('GET', '/api/shops?page=1')).body.shops.map(
			({ id, open }) => `${id} ${open}`
		);
	expect(await first()).toContain('gare true');
	await close();
	const listed = await first();
	expect(listed).toContain('gare false');
	const isOpen = listed.map((one) => one.endsWith('true'));
	expect(isOpen).toEqual(isOpen.toSorted((a, b) => Number(b) - Number(a)));
});

test('taken back, it changes nothing any more, and its days are free again', async () => {
	const { item } = (await close()).body;
	const path = `/api/admin/holidays/${item.id}?shop=gare&version=${item.version}`;
	expect((await server.call('DELETE', path, { cookie: manager })).status).toBe(200);

	expect((await shopView('gare'))?.open).toBe(true);
	expect((await tryToOrder()).status).toBe(201);
	expect((await close()).status).toBe(201);
	const list = '/api/admin/holidays?shop=gare';
	const { body } = await server.call<OfficePage<HolidayRow>>('GET', list, { cookie: manager });
	expect(body.items).toHaveLength(1);
	const log = `/api/admin/holidays/${item.id}/log?shop=gare`;
	const { entries } = (await server.call<OfficeLog>('GET', log, { cookie: manager })).body;
	expect(entries.map(({ action }) => action)).toEqual(['holiday.set', 'holiday.add']);
});

test('other hours hold on that day', async () => {
	await close({ hours: '00:00-24:00' });
	expect((await shopView('gare'))?.open).toBe(true);
});

test('what is wrong is named at its field, and nothing is saved', async () => {
	await close({ from: dayIn(10), to: dayIn(12) });
	const wrong: [Partial<NewHoliday>, string][] = [
		[{ hours: '11:00-14:00 13:00-15:00' }, 'hours'],
		[{ hours: 'midi' }, 'hours'],
		[{ from: dayIn(5), to: dayIn(4) }, 'to'],
		[{ from: dayIn(5), to: dayIn(900) }, 'to'],
		[{ from: dayIn(12), to: dayIn(13) }, 'from'],
		[{ from: '2026-02-30' }, 'from'],
		[{ from: '' }, 'from']
	];
	for (const [body, field] of wrong) {
		const answer = await close(body);
		expect([body, answer.status, answer.body.error.fields?.[0]?.path]).toEqual([body, 400, field]);
	}
	const { rowCount } = await server.db.query('select from holiday');
	expect(rowCount).toBe(1);
});

test('a change with which it meets another one is refused; of itself it is not in the way', async () => {
	const { item } = (await close({ from: dayIn(10), to: dayIn(12) })).body;
	await close({ from: dayIn(14), to: dayIn(15) });
	expect((await change(item, { to: dayIn(14) })).body.error.fields?.[0]?.path).toBe('from');
	const longer = await change(item, { to: dayIn(13) });
	expect(longer.body.changes).toEqual([{ field: 'to', before: dayIn(12), after: dayIn(13) }]);
	const late = await change(item, { hours: '12:00-15:00' });
	expect([late.status, late.body.error.code]).toEqual([409, 'changed_meanwhile']);
});

test('two people cannot give one day two hours', async () => {
	const made = await Promise.all(
		Array.from({ length: 8 }, () => close({ from: dayIn(30), to: dayIn(30) }))
	);
	expect(made.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(400)]);
});

test('tells of open orders that keep their promise, and another shop is not touched', async () => {
	await server.placeOrder();
	const tried = await close({}, { dry: '&dry=1' });
	expect(tried.body.facts).toEqual([{ kind: 'orders_keep_terms', n: expect.any(Number) }]);
	expect((await shopView('gare'))?.open).toBe(true);
	const foreign = await close({}, { cookie: neighbour });
	expect(foreign.status).toBe(403);
	expect((await close({}, { cookie: neighbour, shop: 'halles' })).status).toBe(201);
	expect((await shopView('gare'))?.open).toBe(true);
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClosedDay, LedgerAnswer } from '#domain/pay/day.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { cash, postAll, VAT } from '../support/house/ledger-days.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let pool: Pool;
let manager: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'ledger test' });
	manager = await server.signIn('responsable.gare');
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

const read = (query = '') =>
	server.call<LedgerAnswer>('GET', `/api/shops/gare/ledger${query}`, { cookie: manager });
const close = <T = ClosedDay>(day: string, body: object = {}) =>
	server.call<T>('POST', `/api/shops/gare/days/${day}/close`, { cookie: manager, body });

test('a day has its movements, totals and state; then it is closed once', async () => {
	const { order } = await server.placeOrder();
	await postAll(
		pool,
		cash('gare', { order: order.id, driver: 'livreur1-gare' }),
		cash('gare', { kind: 'terminal', amountMinor: 1000, vat: undefined, note: '=HYPERLINK("x")' })
	);

	const { body } = await read();
	expect(body).toMatchObject({
		day: body.today,
		closed: null,
		obstacle: 'day_not_over',
		openBefore: null,
		more: false,
		totals: { movements: 2, soldMinor: 3640, vat: VAT },
		movements: [
			{
				seq: 1,
				debit: 'driver:livreur1-gare',
				order: { id: order.id, number: order.number },
				actor: 'worker'
			},
			{ seq: 2, debit: 'terminal', order: null }
		]
	});
	expect(body.movements[0]?.driver).toMatch(/\w/);

	const tooEarly = await close<Fault>(body.today);
	expect([tooEarly.status, tooEarly.body.error.code]).toEqual([409, 'day_not_over']);
	const closed = await close(body.today, { early: true });
	expect(closed.status).toBe(200);
	expect(closed.body).toMatchObject({ lastSeq: 2, closedByName: expect.any(String) });
	expect((await close(body.today)).body).toEqual(closed.body);
	expect((await read()).body).toMatchObject({ closed: closed.body, obstacle: null });
});

test('pages of 200, oldest first', async () => {
	await pool.query(
		`insert into ledger (shop_id, kind, debit, credit, amount_minor, currency)
			select 'gare', 'cash', 'till', 'sales', n, 'EUR' from generate_series(1, 205) n order by n`
	);
	const day = (await read()).body.last;

	const [first, second] = await Promise.all([read(`?day=${day}`), read(`?day=${day}&page=1`)]);

	expect([first.body.movements.length, first.body.more]).toEqual([200, true]);
	expect([second.body.movements.length, second.body.more]).toEqual([5, false]);
	expect(second.body.movements.at(-1)?.amountMinor).toBe(205);
	expect(second.body.totals.movements).toBe(205);
});

test('the whole day is a file that no spreadsheet computes', async () => {
	const { today } = (await read()).body;
	const file = await server.call<string>('GET', `/api/shops/gare/ledger?day=${today}&format=csv`, {
		cookie: manager,
		headers: { 'accept-language': 'fr' }
	});

	expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
	expect(file.headers.get('content-disposition')).toContain(`gare-${today}.csv`);
	const lines = file.body.split('\r\n');
	expect(lines[0]).toMatch(/^Numéro,Instant/);
	expect(lines).toHaveLength(4);
	expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
	expect(lines[2]).toContain(',10.00,EUR,');
});

test('what is no day is refused in words', async () => {
	for (const query of ['?day=yesterday', '?day=2026-02-30', '?page=-1', '?format=xlsx'])
		expect((await read(query)).status, query).toBe(400);
	expect((await close('2026-13-01')).status).toBe(400);
	expect((await close('2026-03-06', { early: 'yes' })).status).toBe(400);
	const empty = await close<Fault>('2026-03-06');
	expect([empty.status, empty.body.error.code]).toEqual([409, 'day_empty']);
	const key = { 'idempotency-key': randomUUID() };
	const path = '/api/shops/nowhere/days/2026-03-06/close';
	const foreign = await server.call('POST', path, { cookie: manager, body: {}, headers: key });
	expect(foreign.status).toBe(403);
});

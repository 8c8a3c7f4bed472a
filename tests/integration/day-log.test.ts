import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LedgerAnswer } from '#domain/pay/day.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { dayLog, logDayOf } from '../../db/reads/day-log.ts';
import * as archive from '../../db/tables/log-archive.ts';
import { dayLogLine } from '../../server/openapi-day-log.ts';
import { cash, postAll } from '../support/house/ledger-days.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { insertOrder, insertShop, move, rowOf } from '../support/house/rows.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';

const MONTH = 'shop_log_before';

let server: TestServer;
let pool: Pool;
let folder: string;
let day: string;
/** The file of a day with two orders, one of them cancelled, and four movements. */
let file: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'passe-plat-day-log-'));
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'day log test' });
	const { order } = await server.placeOrder();
	const { order: other } = await server.placeOrder();
	const manager = await server.signIn('responsable.gare');
	const act = (id: string, action: string, body = {}) =>
		server.call('POST', `/api/orders/${id}/${action}`, { cookie: manager, body });
	expect((await act(order.id, 'accept')).status).toBe(200);
	expect((await act(other.id, 'refuse', { reason: 'Four en panne' })).status).toBe(200);
	await postAll(
		pool,
		cash('gare', { order: order.id, driver: 'livreur1-gare', note: 'été, 2 €' }),
		cash('gare', { kind: 'terminal', amountMinor: 1000, vat: undefined }),
		cash('gare', { kind: 'cash_refund', amountMinor: 300, vat: undefined }),
		cash('gare', { kind: 'tip', amountMinor: 150, vat: undefined })
	);
	({ today: day } = await ledgerOf());
	const answer = await download('responsable.gare');
	expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
	expect(answer.headers.get('content-disposition')).toContain(`gare-${day}.ndjson`);
	file = await answer.text();
});
afterAll(async () => {
	await pool.end();
	await server.close();
	await rm(folder, { recursive: true });
});

async function ledgerOf(): Promise<LedgerAnswer> {
	const cookie = await server.signIn('responsable.gare');
	return (await server.call<LedgerAnswer>('GET', '/api/shops/gare/ledger', { cookie })).body;
}

async function download(who: string, of = day, shop = 'gare'): Promise<Response> {
	const cookie = await server.signIn(who);
	return fetch(`${server.url}/api/shops/${shop}/days/${of}/log`, { headers: { cookie } });
}

interface Sums {
	shop: string;
	day: string;
	events: number;
	orders: { placed: Record<string, number>; states: Record<string, number> };
	money: { soldMinor: number; givenBackMinor: number; vat: unknown; kinds: Record<string, number> };
}

/** What the program in Python says of a file: its sums, or why it refuses it. */
async function sumsOf(text: string): Promise<{ code: number; said: string; sums?: Sums }> {
	const path = join(folder, 'day.ndjson');
	await writeFile(path, text);
	return new Promise((resolve) => {
		execFile('python3', ['docs/open-log/day_sums.py', path], (error, stdout, stderr) => {
			if (error) resolve({ code: Number(error.code), said: stderr });
			else resolve({ code: 0, said: stdout, sums: JSON.parse(stdout) as Sums });
		});
	});
}

const linesOf = (text: string) => text.trimEnd().split('\n');
const parsed = (text: string) => linesOf(text).map((line) => dayLogLine.parse(JSON.parse(line)));

test('every line of the file is as the API describes it, in order', () => {
	const lines = parsed(file);
	expect(lines[0]).toMatchObject({ line: 'head', shop: 'gare', day, currency: 'EUR' });
	expect(lines.at(-1)).toMatchObject({ line: 'end', movements: 4 });
	const events = lines.filter((line) => line.line === 'event');
	expect(events.length).toBeGreaterThanOrEqual(4);
	expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => events[0]!.seq + n));
	expect(events.map(({ action }) => action)).toEqual(expect.arrayContaining(['accept', 'refuse']));
	expect(lines.filter((line) => line.line === 'movement').map(({ seq }) => seq)).toEqual([
		...'1234'
	]);
});

test('a program in another language gets the sums of the day from the file alone', async () => {
	const { sums } = await sumsOf(file);
	const { totals } = await ledgerOf();

	expect(sums).toMatchObject({ shop: 'gare', day });
	expect(sums?.orders).toEqual({ placed: { web: 2 }, states: { accepted: 1, refused: 1 } });
	const { soldMinor, givenBackMinor, vat } = totals;
	expect(sums?.money).toMatchObject({ soldMinor, givenBackMinor, vat });
	expect(sums?.money.kinds).toEqual(
		Object.fromEntries(totals.kinds.map(({ kind, amountMinor }) => [kind, amountMinor]))
	);
});

const isEvent = (line: string) => line.startsWith('{"line":"event"');

/** Spoils a file as someone would who also computes the hash of its end again. */
function forged(change: (lines: string[]) => string[]): string {
	const lines = linesOf(file);
	const end = JSON.parse(lines.at(-1)!) as object;
	const body = change(lines.slice(0, -1))
		.map((line) => `${line}\n`)
		.join('');
	const sha256 = createHash('sha256').update(body).digest('hex');
	return `${body}${JSON.stringify({ ...end, sha256 })}\n`;
}

test.each<[what: string, spoil: () => string, said: string]>([
	['cut off', () => `${linesOf(file).slice(0, -1).join('\n')}\n`, 'cut off'],
	['cut off within its last line', () => file.slice(0, -20), 'cut off'],
	['changed', () => file.replace('accepted', 'accordes'), 'was changed'],
	[
		'without one event',
		() =>
			forged((lines) => {
				const second = lines.findIndex((line, n) => isEvent(line) && isEvent(lines[n - 1] ?? ''));
				return lines.toSpliced(second, 1);
			}),
		'is missing'
	],
	[
		'with another amount',
		() =>
			forged((lines) =>
				lines.map((line) => line.replace('"amount_minor":"2640"', '"amount_minor":"2600"'))
			),
		'movement 1 is not as it was written'
	]
])('a file that is %s is refused by that program', async (_what, spoil, said) => {
	const result = await sumsOf(spoil());
	expect(result).toMatchObject({ code: 1, said: expect.stringContaining(said) });
});

test('no word of the customer is in the file, and who took it is in the audit log', async () => {
	const { name, phone } = await rowOf<{ name: string; phone: string }>(
		pool,
		'select name, phone from customer limit 1',
		[]
	);
	expect(file).not.toContain(name);
	expect(file).not.toContain(phone);
	const audited = await rowOf<{ actor: string; detail: object }>(
		pool,
		`select actor, detail from audit where action = 'log.export'`,
		[]
	);
	expect(audited).toMatchObject({ actor: expect.stringMatching(/^staff:/), detail: { day } });
});

test('another shop, a cook, and a day that is none get no file', async () => {
	expect((await download('cuisine.gare')).status).toBe(403);
	expect((await download('responsable.gare', day, 'halles')).status).toBe(403);
	expect((await download('responsable.gare', '2026-02-30')).status).toBe(400);
	const empty = parsed(await (await download('responsable.gare', '2020-01-01')).text());
	expect(empty.map(({ line }) => line)).toEqual(['head', 'end']);
});

test('the file of an archived month is the file of before', async () => {
	const { url } = await freshDatabase();
	const db = createPool(url, { name: 'archived day log test' });
	const shop = await insertShop(db, 'old');
	for (let n = 0; n < 3; n++) {
		const { id } = await insertOrder(db, shop, { fulfilment: 'collection' });
		await move(db, id, 'accepted', 'making', 'in_oven', 'boxed', 'collected');
	}
	const { today } = await rowOf<{ today: string }>(
		db,
		`select ((clock_timestamp() at time zone zone) - business_day_end::time)::date as today
			from shop where id = $1`,
		[shop]
	);
	const of = (await logDayOf(db, shop, today))!;
	const read = async () => {
		const parts: string[] = [];
		for await (const part of dayLog(db, of)) parts.push(part);
		return parts.join('').split('\n').filter(isEvent);
	};
	const before = await read();
	expect(before.length).toBe(18);

	await archive.pack(db, MONTH);
	const digest = await archive.digestOfMonth(db, MONTH);
	await inTransaction(db, 'setup', (tx) => archive.dropMonth(tx, MONTH, digest));

	expect(await read()).toEqual(before);
	expect(await logDayOf(db, 'no-such-shop', today)).toBeUndefined();
	await db.end();
});

import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalText, FIRST_HASH, type Movement, type SealedRow } from '#domain/pay/ledger.ts';
import { businessDay } from '#domain/time/hours.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { post } from '../../db/steps/ledger.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { insertShop, rowOf, stateOf } from '../support/house/rows.ts';

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, {
		name: 'ledger test',
		max: 12,
		lockMs: 20_000,
		statementMs: 30_000
	});
});
afterAll(() => pool.end());

const VAT = [
	{ rate: 55, grossMinor: 300, vatMinor: 16 },
	{ rate: 100, grossMinor: 2340, vatMinor: 213 }
];
const cash = (shop: string, over: Partial<Movement> = {}): Movement =>
	({ shop, kind: 'cash', amountMinor: 2640, currency: 'EUR', vat: VAT, ...over }) as Movement;
const posted = (movement: Movement) => inTransaction(pool, 'worker', (tx) => post(tx, movement));

/** The rows of a shop as texts, with both hashes. */
async function rowsOf(shop: string): Promise<(SealedRow & { prev_hash: string; hash: string })[]> {
	const { rows } = await pool.query(
		`select shop_id, seq::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
			day::text, kind, debit, credit, amount_minor::text, currency, order_id::text, intent_id::text,
			refund_id::text, shift_id::text, driver_id, actor, vat::text, note, prev_hash, hash
		from ledger where shop_id = $1 order by ledger.seq`,
		[shop]
	);
	return rows;
}

async function expectChain(shop: string, length: number): Promise<void> {
	const rows = await rowsOf(shop);
	let previous = FIRST_HASH;
	for (const [index, row] of rows.entries()) {
		const hash = createHash('sha256').update(canonicalText(previous, row)).digest('hex');
		expect(row).toMatchObject({ seq: String(index + 1), prev_hash: previous, hash });
		previous = hash;
	}
	expect(rows).toHaveLength(length);
	const head = await rowOf(pool, 'select seq, hash from ledger_head where shop_id = $1', [shop]);
	expect(head).toEqual({ seq: length, hash: previous });
}

test('parallel posts of one shop make one chain without holes; another shop has its own', async () => {
	await insertShop(pool, 'busy');
	await insertShop(pool, 'calm');
	const movements = Array.from({ length: 50 }, (_, index) =>
		cash(index % 10 === 9 ? 'calm' : 'busy', {
			amountMinor: 100 + index,
			order: randomUUID(),
			driver: index % 3 === 0 ? 'd1' : undefined,
			note: index % 2 === 0 ? `pièce "n° ${index}", ticket` : undefined,
			vat: index % 4 === 0 ? undefined : VAT
		})
	);

	const posts = await Promise.allSettled(movements.map(posted));

	expect(posts.filter(({ status }) => status === 'rejected')).toEqual([]);
	const numbers = posts.map((one) => one.status === 'fulfilled' && one.value);
	expect(new Set(numbers.filter((_, index) => index % 10 !== 9)).size).toBe(45);
	await expectChain('busy', 45);
	await expectChain('calm', 5);
});

test('a movement that is rolled back leaves no hole, and 0 makes no row', async () => {
	await insertShop(pool, 'undone');
	await posted(cash('undone'));
	await inTransaction(pool, 'worker', async (tx) => {
		await post(tx, cash('undone'));
		throw new Error('power cut');
	}).catch(() => undefined);

	expect(await posted(cash('undone', { amountMinor: 0 }))).toBe(0);
	expect(await posted(cash('undone'))).toBe(2);
	await expectChain('undone', 2);
});

test('a row has both accounts, the actor and what it is about', async () => {
	await insertShop(pool, 'whole');
	const [order, refund, shift] = [randomUUID(), randomUUID(), randomUUID()];

	await posted(cash('whole', { order, refund, shift, driver: 'd1', note: 'monnaie' }));

	expect((await rowsOf('whole'))[0]).toMatchObject({
		...{ kind: 'cash', debit: 'driver:d1', credit: 'sales', amount_minor: '2640', currency: 'EUR' },
		...{ order_id: order, refund_id: refund, shift_id: shift, driver_id: 'd1' },
		...{ actor: 'worker', note: 'monnaie' },
		vat: '[{"rate": 55, "vatMinor": 16, "grossMinor": 300}, {"rate": 100, "vatMinor": 213, "grossMinor": 2340}]'
	});
});

test('a capture ends what is still reserved by its intent', async () => {
	await insertShop(pool, 'reserved');
	const intent = randomUUID();
	const of = (kind: 'reserve' | 'capture' | 'void', amountMinor: number) =>
		posted(cash('reserved', { kind, amountMinor, intent, provider: 'stripe', vat: undefined }));

	await of('reserve', 2640);
	await of('capture', 2000);
	await of('capture', 300);

	const rows = await rowsOf('reserved');
	expect(rows.map(({ kind, amount_minor }) => [kind, amount_minor])).toEqual([
		['reserve', '2640'],
		['void', '2640'],
		['capture', '2000'],
		['capture', '300']
	]);
});

test('rows are neither changed nor deleted, and days of the close neither', async () => {
	await insertShop(pool, 'fixed');
	await posted(cash('fixed'));
	await pool.query(`insert into ledger_day (shop_id, day, closed_by, first_seq, last_seq, totals, hash)
		values ('fixed', '2026-03-06', 'test', 1, 1, '{}', 'x')`);

	for (const table of ['ledger', 'ledger_day'])
		for (const statement of [
			`update ${table} set shop_id = shop_id`,
			`delete from ${table} where shop_id = 'fixed'`,
			`truncate ${table} cascade`
		])
			expect(await stateOf(pool.query(statement)), statement).toBe('PZ002');
	await expectChain('fixed', 1);
});

test('a foreign currency and an amount below 0 are refused', async () => {
	expect(await stateOf(posted(cash('gare', { currency: 'USD' })))).toBe('PZ004');
	expect(await stateOf(posted(cash('gare', { amountMinor: -5 })))).toBe('23514');
	await expectChain('gare', 0);
});

test('the business day in SQL is the one of the domain, also where clocks change', async () => {
	const zones = ['Europe/Paris', 'America/New_York', 'Pacific/Kiritimati', 'Etc/GMT+12'];
	const start = Date.parse('2026-03-28T20:00:00Z');
	const instants = Array.from({ length: 96 }, (_, quarter) => start + quarter * 15 * 60_000);
	const autumn = instants.map((instant) => instant + 210 * 86_400_000);
	await insertShop(pool, 'clock');

	for (const zone of zones) {
		await pool.query(`update shop set zone = $1 where id = 'clock'`, [zone]);
		const { rows } = await pool.query(
			`select ledger_day_of(s, to_timestamp(i / 1000.0)) as day
				from unnest($1::float8[]) with ordinality t (i, n) join shop s on s.id = 'clock' order by n`,
			[[...instants, ...autumn]]
		);
		expect(rows.map(({ day }) => day)).toEqual(
			[...instants, ...autumn].map((instant) => businessDay(instant, zone, '04:00'))
		);
	}
});

test('after the close of a day, its movements belong to the next open day', async () => {
	await insertShop(pool, 'late');
	await posted(cash('late'));
	const { day } = (await rowsOf('late'))[0]!;
	await pool.query(
		`insert into ledger_day (shop_id, day, closed_by, first_seq, last_seq, totals, hash)
			values ('late', $1, 'test', 1, 1, '{}', 'x')`,
		[day]
	);

	await posted(cash('late', { kind: 'refund', provider: 'stripe' }));

	const next = new Date(Date.parse(day!) + 86_400_000).toISOString().slice(0, 10);
	expect((await rowsOf('late'))[1]).toMatchObject({ kind: 'refund', day: next });
	await expectChain('late', 2);
});

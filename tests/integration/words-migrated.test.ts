import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { timeline } from '../../db/reads/shop-log.ts';
import { migrate } from '../../db/plumbing/migrate.ts';
import * as notices from '../../db/tables/notices.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { columnsWith } from '../support/pages/canaries.ts';
import { insertShop } from '../support/house/rows.ts';
import { emptyDatabase } from '../support/house/postgres.ts';

/** The last migration before personal data was removed from the log. */
const BEFORE = 11;
const ORDER = '00000000-0000-4000-8000-00000000000a';
const LINE = '00000000-0000-4000-8000-0000000000b1';

let pool: Pool;
beforeAll(async () => {
	const { url } = await emptyDatabase();
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	await runner({
		dbClient: client,
		dir: fileURLToPath(new URL('../../db/migrations', import.meta.url)),
		direction: 'up',
		migrationsTable: 'schema_migration',
		count: BEFORE,
		log: () => {}
	});
	await oldOrder(client);
	await client.end();
	expect((await migrate(url))[0]).toBe('0012_personal_words');
	pool = createPool(url, { name: 'migrated', max: 2 });
});
afterAll(() => pool.end());

/** An order as the previous release wrote it: its note in lines and log, a failure, and its end. */
async function oldOrder(client: pg.Client): Promise<void> {
	await insertShop(client, 'old');
	const customer = `insert into customer (id, name, phone) values ('${ORDER}', 'Zoé zqx', '0611223344')`;
	await client.query(`begin; ${customer};
		insert into order_line (id, order_id, position, product_id, size_id, quantity, unit_minor,
				total_minor, vat, vat_minor, frozen)
			values ('${LINE}', '${ORDER}', 1, 'by-hand', 'm', 1, 900, 900, 100, 82,
				'{"name": {"fr": "Reine", "en": "Reine"}, "sizeName": {"fr": "M", "en": "M"}, "halves": [],
				"options": [], "bundle": null, "allergens": [], "note": "zqx sans ail"}'),
			(default, '${ORDER}', 2, 'by-hand', 'm', 1, 900, 900, 100, 82,
				'{"name": {"fr": "Reine", "en": "Reine"}, "sizeName": {"fr": "M", "en": "M"}, "halves": [],
				"options": [], "bundle": null, "allergens": [], "note": ""}');
		insert into payment (order_id, method, status, amount_minor, currency)
			values ('${ORDER}', 'door', 'due', 1800, 'EUR');
		insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
				total_minor, vat_minor, currency, promised_at, quote_from, quote_to)
			values ('${ORDER}', 'old', '2026-03-06', 7, '${ORDER}', 'placed', 'delivery', 'fr', 1800, 164, 'EUR',
				now(), now(), now());
		commit`);
	const steps = [
		...['accepted', 'making', 'in_oven', 'boxed', 'out'].map((status) => `status = '${status}'`),
		`status = 'failed', reason = 'zqx absent'`,
		`alert = 'no_driver'`,
		`status = 'boxed', reason = null`,
		`status = 'cancelled', reason = 'zqx annule'`
	];
	for (const step of steps) await client.query(`update orders set ${step} where id = '${ORDER}'`);
	const texts: [string, string, string][] = [
		['fr', 'accepted', 'Bonjour Zoé zqx,\n\nOld n° 7 : acceptée.\n\nPrévue vers 20:05.'],
		['fr', 'failed', 'Bonjour Zoé zqx,\n\nOld n° 7 : pas remise.\n\nzqx absent'],
		[
			'en',
			'cancelled',
			'Hello Zoé zqx,\n\nOld n° 7 : cancelled.\n\nzqx annule\n\nThere is nothing to pay.'
		],
		['fr', 'refused', 'Bonjour Zoé zqx,\n\nOld n° 7 : refusée.\n\nRien ne vous sera demandé.']
	];
	for (const [language, stage, text] of texts)
		await client.query(
			`insert into notice (order_id, shop_id, stage, language, subject, text, status)
				values ($1, 'old', $2, $3, 'Old n° 7', $4, 'sent')`,
			[ORDER, stage, language, text]
		);
}

test('personal data of the previous release is moved to the customer’s row only', async () => {
	expect(await columnsWith(pool, ['zqx'])).toEqual([
		'customer.line_notes',
		'customer.name',
		'customer.reasons'
	]);
});

test('earlier lines, history and notices read as before', async () => {
	const state = await orderById(pool, ORDER);
	const steps = (await timeline(pool, ORDER)).filter(({ from }) => from !== null);
	const read = await notices.ofShop(pool, 'old');

	expect(state?.lines.map(({ note }) => note)).toEqual(['zqx sans ail', '']);
	expect(state).toMatchObject({ reason: 'zqx annule', version: 10 });
	expect(steps.map(({ to, reason }) => [to, reason]).slice(-4)).toEqual([
		['out', null],
		['failed', 'zqx absent'],
		['boxed', null],
		['cancelled', 'zqx annule']
	]);
	expect(Object.fromEntries(read.map(({ kind, text }) => [kind, text]))).toEqual({
		accepted: 'Bonjour Zoé zqx,\n\nOld n° 7 : acceptée.\n\nPrévue vers 20:05.',
		failed: 'Bonjour Zoé zqx,\n\nOld n° 7 : pas remise.\n\nzqx absent',
		cancelled: 'Hello Zoé zqx,\n\nOld n° 7 : cancelled.\n\nzqx annule\n\nThere is nothing to pay.',
		refused: 'Bonjour Zoé zqx,\n\nOld n° 7 : refusée.\n\nRien ne vous sera demandé.'
	});
});

// What later migrations add to a state is not in older entries.
test('the log is protected again, and matches the tables', async () => {
	await expect(pool.query(`update shop_log set actor = 'me'`)).rejects.toMatchObject({
		code: 'PZ002'
	});
	const { rows } = await pool.query(
		`select order_state(o) @> (select l.state::jsonb from shop_log l
			where l.subject_id = o.id::text order by l.version desc limit 1) as same from orders o`
	);
	expect(rows).toEqual([{ same: true }]);
});

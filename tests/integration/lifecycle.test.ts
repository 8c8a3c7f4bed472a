import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRANSITIONS } from '#domain/order/lifecycle.ts';
import { STATUSES, type Fulfilment, type Status } from '#domain/order/order.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import {
	insertBoxed,
	insertOrder,
	insertShop,
	lastLogOf,
	move,
	pathTo,
	PRIVATE_WORDS,
	rowOf,
	stateOf
} from '../support/house/rows.ts';

let pool: Pool;
const shop = 'lifecycle';

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'lifecycle test' });
	await insertShop(pool, shop);
});
afterAll(() => pool.end());

const boxed = (count?: number) => insertBoxed(pool, shop, count);
const lastLog = (id: string) => lastLogOf(pool, id);

const one = <Row>(text: string, values: unknown[]) => rowOf<Row>(pool, text, values);

describe('the table of transitions', () => {
	test('is equal in SQL and in the domain', async () => {
		const { rows } = await pool.query(
			`select from_status as from, action, to_status as to, by_actors as by, fulfilment from transition`
		);
		const line = (row: {
			from: string;
			action: string;
			to: string;
			by: readonly string[];
			fulfilment?: string | null;
		}) =>
			[row.from, row.action, row.to, [...row.by].sort().join('+'), row.fulfilment ?? 'both'].join(
				' '
			);

		expect(rows.map(line).sort()).toEqual(TRANSITIONS.map(line).sort());
	});

	test('uses only statuses that orders have', () => {
		const named = new Set(TRANSITIONS.flatMap((row) => [row.from, row.to]));

		expect([...named].sort()).toEqual([...STATUSES].sort());
	});

	test.each(['delivery', 'collection'] as const)(
		'a plain UPDATE passes for legal transitions only: %s',
		async (fulfilment) => {
			const wrong: string[] = [];
			for (const from of STATUSES)
				for (const [to, answer] of await tryAll(from, fulfilment)) {
					const expected = isLegal(from, to, fulfilment) ? 'none' : 'PZ001';
					if (answer !== expected) wrong.push(`${from} → ${to}: ${answer}, not ${expected}`);
				}

			expect(wrong).toEqual([]);
		},
		60_000
	);

	test('an order must start with an initial status', async () => {
		for (const status of STATUSES.filter((name) => !['placed', 'awaiting_payment'].includes(name)))
			expect(await stateOf(insertOrder(pool, shop, { status }))).toBe('PZ001');
	});

	test('an unknown status is refused', async () => {
		const { id } = await insertOrder(pool, shop);

		expect(await stateOf(move(pool, id, 'eaten' as Status))).toBe('23514');
	});

	test('a transition with a wrong action name is refused, a right one is logged with it', async () => {
		const { id } = await insertOrder(pool, shop);
		const as = (action: string) =>
			stateOf(
				pool.query(
					`begin; select set_config('app.action', '${action}', true);
					update orders set status = 'cancelled' where id = '${id}'; commit`
				)
			);

		const wrong = await as('bake');
		await pool.query('rollback');
		const right = await as('lapse');

		expect([wrong, right]).toEqual(['PZ001', 'none']);
		expect(await lastLog(id)).toMatchObject({ action: 'lapse', version: 2 });
	});
});

/** The result of a plain UPDATE to every other status, each rolled back. */
async function tryAll(from: Status, fulfilment: Fulfilment): Promise<[Status, string][]> {
	const start = from === 'awaiting_payment' ? from : 'placed';
	const path = pathTo(from, fulfilment, start);
	if (!path) return [];
	const { id } = await insertOrder(pool, shop, { fulfilment, status: start });
	await move(pool, id, ...path);
	const client = await pool.connect();
	const answers: [Status, string][] = [];
	for (const to of STATUSES.filter((status) => status !== from)) {
		await client.query('begin');
		answers.push([to, await stateOf(move(client, id, to))]);
		await client.query('rollback');
	}
	client.release();
	return answers;
}

function isLegal(from: Status, to: Status, fulfilment: Fulfilment): boolean {
	return TRANSITIONS.some(
		(row) => row.from === from && row.to === to && (row.fulfilment ?? fulfilment) === fulfilment
	);
}

describe('the log', () => {
	const insertLog = (from: string, action: string, to: string) =>
		pool.query(
			`insert into shop_log (shop_id, seq, subject, subject_id, version, action, from_status, to_status, actor, state)
			values ('nowhere', 1, 'order', 'x', 1, $2, $1, $3, 'somebody', '{}')`,
			[from, action, to]
		);

	test('refuses an illegal transition', async () => {
		expect(await stateOf(insertLog('placed', 'deliver', 'delivered'))).toBe('23503');
		expect(await stateOf(insertLog('placed', 'accept', 'making'))).toBe('23503');
	});

	test('cannot be changed, emptied or shortened', async () => {
		await insertOrder(pool, shop);

		expect(await stateOf(pool.query(`update shop_log set actor = 'me'`))).toBe('PZ002');
		expect(await stateOf(pool.query('delete from shop_log'))).toBe('PZ002');
		expect(await stateOf(pool.query('truncate shop_log'))).toBe('PZ002');
	});

	test('names the actor, or the database user in psql', async () => {
		const { id } = await insertOrder(pool, shop);
		const prompt = await lastLog(id);
		const client = await pool.connect();
		await client.query('begin');
		await client.query(`select set_config('app.actor', 'staff:ada', true)`);
		await move(client, id, 'accepted');
		await client.query('commit');
		client.release();

		expect(prompt.actor).toMatch(/^sql:\w+/);
		expect((await lastLog(id)).actor).toBe('staff:ada');
	});

	test('has the state after the change without personal data', async () => {
		const [id = ''] = await boxed();

		const { state } = await lastLog(id);
		const customer = await one<{ customer_id: string }>(
			'select customer_id from orders where id = $1',
			[id]
		);
		const { rows } = await pool.query<{ state: unknown }>('select state from shop_log');

		expect(state).toMatchObject({
			id,
			status: 'boxed',
			version: 5,
			customerId: customer.customer_id
		});
		const text = JSON.stringify(rows);
		expect(PRIVATE_WORDS.filter((word) => text.includes(word))).toEqual([]);
	});
});

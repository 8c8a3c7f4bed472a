import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRANSITIONS } from '#domain/order/lifecycle.ts';
import { STATUSES, type Fulfilment, type Status } from '#domain/order/order.ts';
import { createPool, type Pool } from '../../db/pool.ts';
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

describe('the table of moves', () => {
	test('is the same in SQL and in the domain, both ways', async () => {
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

	test('knows no status that orders do not', () => {
		const named = new Set(TRANSITIONS.flatMap((row) => [row.from, row.to]));

		expect([...named].sort()).toEqual([...STATUSES].sort());
	});

	test.each(['delivery', 'collection'] as const)(
		'of all pairs, a plain UPDATE passes the legal ones alone: %s',
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

	test('an order cannot begin in the middle', async () => {
		for (const status of STATUSES.filter((name) => !['placed', 'awaiting_payment'].includes(name)))
			expect(await stateOf(insertOrder(pool, shop, { status }))).toBe('PZ001');
	});

	test('a status that does not exist is refused', async () => {
		const { id } = await insertOrder(pool, shop);

		expect(await stateOf(move(pool, id, 'eaten' as Status))).toBe('23514');
	});

	test('a move said by a wrong name is refused, a right one is logged by it', async () => {
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

/** What Postgres answers to a plain UPDATE to every other status, each tried and undone. */
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

	test('has no place for an illegal move', async () => {
		expect(await stateOf(insertLog('placed', 'deliver', 'delivered'))).toBe('23503');
		expect(await stateOf(insertLog('placed', 'accept', 'making'))).toBe('23503');
	});

	test('cannot be rewritten, emptied or shortened', async () => {
		await insertOrder(pool, shop);

		expect(await stateOf(pool.query(`update shop_log set actor = 'me'`))).toBe('PZ002');
		expect(await stateOf(pool.query('delete from shop_log'))).toBe('PZ002');
		expect(await stateOf(pool.query('truncate shop_log'))).toBe('PZ002');
	});

	test('names who acted, or the person at the prompt', async () => {
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

	test('holds the state after the change and nothing of the customer', async () => {
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

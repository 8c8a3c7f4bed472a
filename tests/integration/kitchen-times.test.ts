import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { quoteFor } from '#domain/plan/kitchen/quote.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { learn, outdated } from '../../db/reads/kitchen-times.ts';
import * as shops from '../../db/tables/shops.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { aLine, placed } from '../support/pages/orders.ts';

let pool: Pool;

beforeEach(async () => {
	pool = createPool((await freshDatabase()).url, { name: 'kitchen times test', max: 5 });
	await pool.query('update shop set open_per_phone = null');
	orders.clear();
});
afterEach(() => pool.end());

interface Cooked {
	pizzas?: number;
	/** From the start to the oven, and from there to the box. */
	make?: number;
	bake?: number;
	by?: string;
	evidence?: 'tap' | 'timer';
	/** Minutes ago that it was started. */
	ago?: number;
}

const orders = new Map<number, string>();

/** An order with so many pizzas, one for all samples. */
async function orderOf(pizzas: number): Promise<string> {
	const known = orders.get(pizzas);
	if (known) return known;
	const { order } = await placed(pool, { shop: 'gare', lines: [aLine({ quantity: pizzas })] });
	orders.set(pizzas, order.id);
	return order.id;
}

/** Steps of one ticket as the triggers log them, at times of the past. */
async function log(cooked: Cooked): Promise<void> {
	const { pizzas = 2, make = 4, bake = 7, by = 'staff:cuisine-gare', evidence = 'tap' } = cooked;
	const { ago = 60 } = cooked;
	const order = await orderOf(pizzas);
	const steps = [
		{ action: 'start', from: 'accepted', to: 'making', ago },
		{ action: 'bake', from: 'making', to: 'in_oven', ago: ago - make },
		{ action: 'box', from: 'in_oven', to: 'boxed', ago: ago - make - bake }
	];
	for (const step of steps)
		await pool.query(
			`with next as (update shop_counter set seq = seq + 1 where shop_id = 'gare' returning seq)
				insert into shop_log (shop_id, seq, at, subject, subject_id, version, action, from_status,
					to_status, actor, state)
				select 'gare', seq, now() - make_interval(secs => $1), 'order', $2, seq, $3, $4, $5, $6, $7
				from next`,
			[step.ago * 60, order, step.action, step.from, step.to, by, { evidence }]
		);
}

const several = async (count: number, cooked: Cooked) => {
	for (let i = 0; i < count; i++) await log({ ...cooked, ago: (cooked.ago ?? 60) + i * 30 });
};
const learnt = async (step: 'make' | 'bake', shop = 'gare') => {
	await inTransaction(pool, 'worker', (tx) => learn(tx, shop));
	const { rows } = await pool.query<{ median: number; p90: number; samples: number }>(
		`select median, p90, samples from kitchen_time
			where shop_id = $1 and step = $2 and hour is null and load is null`,
		[shop, step]
	);
	return rows[0];
};

describe('the times of a kitchen', () => {
	test('are minutes a pizza, from the steps that people took', async () => {
		await several(9, { pizzas: 2, make: 4, bake: 7 });
		await log({ pizzas: 4, make: 16, bake: 12, ago: 600 });

		const make = await learnt('make');
		expect(make?.median).toBeCloseTo(2, 2);
		expect(make?.samples).toBe(10);
		expect(make!.p90).toBeGreaterThan(2);
		// The cutting of two pizzas is not the oven's.
		expect((await learnt('bake'))?.median).toBeCloseTo(7 - 2 * 0.15, 2);
	});

	test('know nothing of stages that a timer inferred, of psql, or that were forgotten', async () => {
		await several(3, { make: 4 });
		await log({ make: 30, evidence: 'timer', ago: 700 });
		await log({ make: 30, by: 'system:timer', ago: 800 });
		await log({ make: 30, by: 'sql:postgres', ago: 900 });
		await log({ make: 90, ago: 1000 });

		const make = await learnt('make');
		expect([make?.samples, Math.round(make!.p90 * 100) / 100]).toEqual([3, 2]);
	});

	test('of an hour or a load are kept where there are enough', async () => {
		await several(25, { make: 4 });
		await inTransaction(pool, 'worker', (tx) => learn(tx, 'gare'));
		const { rows } = await pool.query<{ load: number | null; hour: number | null; n: number }>(
			`select load, hour, samples as n from kitchen_time where step = 'make'`
		);

		expect(rows.filter(({ load }) => load !== null)).toEqual([{ load: 0, hour: null, n: 25 }]);
		expect(rows.filter(({ hour }) => hour !== null)).toEqual([]);
	});

	test('of a demo that ran faster are not learnt', async () => {
		await several(5, { make: 1 });
		await pool.query(`update shop set pace = 4, pace_until = now() - interval '1 minute'`);

		expect(await learnt('make')).toBeUndefined();
	});

	test('move the quotes of their shop, and of no other', async () => {
		const promised = async (id: string) => {
			const shop = (await shops.byId(pool, id))!;
			const quiet = { ...shop, open: [] };
			const way = { fulfilment: 'collection' as const, straightM: 0 };
			return (quoteFor(0, quiet, [{ count: 30 }], way).promise - 0) / 60_000;
		};
		const before = [await promised('gare'), await promised('halles')];
		await several(40, { pizzas: 2, make: 5 });
		await learnt('make');
		await learnt('make', 'halles');

		expect(await promised('gare')).toBeGreaterThan(before[0]! + 10);
		expect(await promised('halles')).toBe(before[1]);
	});
});

test('the shops with the oldest times come first, and a fresh one not at all', async () => {
	const all = await inTransaction(pool, 'worker', (tx) => outdated(tx, 6, 10));
	await inTransaction(pool, 'worker', (tx) => learn(tx, 'gare'));
	const rest = await inTransaction(pool, 'worker', (tx) => outdated(tx, 6, 10));

	expect(all).toHaveLength(5);
	expect(rest.toSorted()).toEqual(all.filter((id) => id !== 'gare').toSorted());
	await pool.query(`update kitchen_time_refresh set refreshed_at = now() - interval '7 hours'`);
	const again = await inTransaction(pool, 'worker', (tx) => outdated(tx, 6, 2));
	expect(again).toHaveLength(2);
	expect(again).not.toContain('gare');
});

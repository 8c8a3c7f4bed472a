import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PlaceOrder } from '#domain/wire/contract.ts';
import { advance } from '../../db/commands/advance.ts';
import { change } from '../../db/commands/change.ts';
import { once, type CommandKey } from '../../db/plumbing/command-keys.ts';
import { place } from '../../db/commands/place.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { setShift } from '../../db/commands/shift.ts';
import { assign } from '../../db/commands/assign.ts';
import { unassign } from '../../db/commands/unassign.ts';
import {
	allOpenStates,
	openStates,
	orderById,
	statesOfDriver
} from '../../db/reads/order-states.ts';
import { orderOfToken } from '../../db/tables/tracking.ts';
import { aLine, aPlacing, cooked, placed, doorFields } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'orders test', max: 30 });
	// The usual stock is too small for hundreds of races.
	await pool.query('update stock set quantity = quantity * 100');
	await pool.query(
		`insert into stock_movement (shop_id, ingredient_id, delta, reason)
			select shop_id, ingredient_id, quantity - quantity / 100, 'count' from stock`
	);
});
afterAll(() => pool.end());

const cook = { kinds: ['cook'] as const, actor: 'staff:cuisine-gare' as const };
const codeOf = (result: { ok: boolean; fault?: { code: string } }) =>
	result.ok ? 'ok' : (result.fault?.code ?? '?');

/** Places an order under a key, as the route does. */
const placedOnce = async (command: CommandKey, over: Partial<PlaceOrder> = {}) => {
	const placing = await aPlacing(over);
	return once(
		pool,
		{
			command,
			actor: 'customer',
			refusals: 'undone',
			answer: (result) => ({ status: 201, body: result })
		},
		(tx) => place(tx, placing)
	);
};

async function stockLedgerGaps(): Promise<number> {
	const { rows } = await pool.query(
		`select count(*)::int as gaps from stock s where s.quantity <> (
			select coalesce(sum(m.delta), 0) from stock_movement m
			where m.shop_id = s.shop_id and m.ingredient_id = s.ingredient_id)`
	);
	return rows[0].gaps;
}

describe('placing', () => {
	test('writes a complete order: lines, payment, tracking link, outbox jobs, one log row', async () => {
		const { order, token } = await placed(pool);

		const state = await orderById(pool, order.id);
		expect(state).toMatchObject({
			status: 'placed',
			version: 1,
			totalMinor: order.total,
			payment: { method: 'door', status: 'due', dueMinor: order.total }
		});
		expect(state?.lines).toHaveLength(1);
		expect(await orderOfToken(pool, token)).toEqual({ id: order.id, shop: 'gare' });
		const log = await pool.query('select action, version from shop_log where subject_id = $1', [
			order.id
		]);
		expect(log.rows).toEqual([{ action: 'place', version: 1 }]);
		const later = await pool.query('select job from outbox where key like $1 order by id', [
			`%${order.id}%`
		]);
		expect(later.rows.map((row) => row.job)).toEqual([
			'notice.send',
			'display.check',
			'accept.remind',
			'accept.escalate',
			'accept.lapse'
		]);
	});

	test('uses the current menu, however it was changed', async () => {
		const lines = [aLine({ product: 'reine', quantity: 2 })];
		const before = (await placed(pool, { lines })).order.total;
		const dearer = `update product_size set price_minor = price_minor + 150
			where product_id = 'reine' and id = 'm'`;

		await pool.query(dearer);
		const after = (await placed(pool, { lines })).order.total;
		const client = await pool.connect();
		await client.query('begin');
		await client.query(dearer);
		const meanwhile = (await placed(pool, { lines })).order.total;
		await client.query('rollback');
		client.release();
		await pool.query(`insert into product_off (shop_id, product_id) values ('gare', 'reine')`);

		expect([after, meanwhile]).toEqual([before + 300, before + 300]);
		await expect(placed(pool, { lines })).rejects.toThrow();
		await pool.query('delete from product_off');
		expect((await placed(pool, { lines })).order.total).toBe(before + 300);
	});

	test('the same command 20 times at once makes one order and 20 equal answers', async () => {
		const before = await pool.query('select count(*)::int as n from orders');

		const answers = await Promise.all(
			Array.from({ length: 20 }, () =>
				placedOnce({ scope: 'test', key: 'one-basket', fingerprint: 'x' })
			)
		);

		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		const after = await pool.query('select count(*)::int as n from orders');
		expect(after.rows[0].n - before.rows[0].n).toBe(1);
	});

	test('a key already used for another request is refused', async () => {
		const first = { scope: 'test', key: 'reused', fingerprint: 'a' };
		await placedOnce(first);

		const second = await placedOnce({ ...first, fingerprint: 'b' });

		expect(codeOf(second)).toBe('key_reused');
	});

	test('a refused order writes nothing and releases its key', async () => {
		const command = { scope: 'test', key: 'refused-first', fingerprint: 'x' };
		const far = { address: { street: 'a', city: 'b', point: { lat: 48.8, lng: 2.3 } } };

		const refused = await placedOnce(command, far);
		const left = await pool.query('select 1 from command where key = $1', [command.key]);
		expect(left.rowCount).toBe(0);
		const corrected = await placedOnce(command);

		expect(codeOf(refused)).toBe('too_far');
		expect(codeOf(corrected)).toBe('ok');
	});

	test.each([
		['shop_closed', { shop: 'halles' }, '2026-11-18T06:00:00Z'],
		['not_found', { shop: 'nowhere' }, '2026-11-18T19:00:00Z'],
		[
			'below_minimum',
			{ lines: [aLine({ product: 'still-water', size: 'one' })] },
			'2026-11-18T19:00:00Z'
		],
		['unknown_product', { lines: [aLine({ product: 'pizza-x' })] }, '2026-11-18T19:00:00Z']
	])('is refused as %s', async (code, over, at) => {
		const result = await place(pool, { ...(await aPlacing(over)), now: Date.parse(at) });

		expect(codeOf(result)).toBe(code);
	});

	test('the last dough is sold once among 30 customers (I8)', async () => {
		const need = 2;
		await pool.query(
			`update stock set quantity = 3 where shop_id = 'lac' and ingredient_id = 'still-water-bottle'`
		);
		await pool.query(
			`insert into stock_movement (shop_id, ingredient_id, delta, reason)
				select s.shop_id, s.ingredient_id, s.quantity - sum(m.delta), 'count' from stock s
				join stock_movement m using (shop_id, ingredient_id)
				where s.shop_id = 'lac' and s.ingredient_id = 'still-water-bottle' group by 1, 2, s.quantity`
		);
		await pool.query(
			`insert into opening_hours select 'lac', d, '00:00', '24:00' from generate_series(1, 7) d
				on conflict do nothing`
		);
		const placing = await aPlacing({
			shop: 'lac',
			fulfilment: 'collection',
			lines: [aLine({ product: 'still-water', size: 'one', quantity: need })]
		});

		const results = await Promise.all(Array.from({ length: 30 }, () => place(pool, placing)));

		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(new Set(results.map(codeOf))).toEqual(new Set(['ok', 'out_of_stock']));
		expect(await stockLedgerGaps()).toBe(0);
	});
});

describe('moving an order', () => {
	test('follows the table, and returns the current state when it is too late', async () => {
		const { order } = await placed(pool);
		await cooked(pool, order.id, 'start');

		const late = await advance(pool, { orderId: order.id, action: 'start', version: 2, ...cook });
		const wrong = await advance(pool, { orderId: order.id, action: 'deliver', ...cook });
		const skip = await advance(pool, { orderId: order.id, action: 'box', ...cook });

		expect(late).toMatchObject({
			ok: false,
			fault: { code: 'stale_version', now: { status: 'making', version: 3 } }
		});
		expect(codeOf(wrong)).toBe('forbidden');
		expect(codeOf(skip)).toBe('illegal_transition');
	});

	test('cancel and start at once, 200 times: one legal outcome each (C-09)', async () => {
		const outcomes: string[] = [];
		for (let i = 0; i < 200; i++) {
			const { order } = await placed(pool);
			await cooked(pool, order.id, 'accept');
			const [start, cancel] = await Promise.all([
				advance(pool, { orderId: order.id, action: 'start', ...cook }),
				advance(pool, {
					orderId: order.id,
					action: 'cancel',
					kinds: ['customer'],
					actor: 'customer'
				})
			]);
			const state = await orderById(pool, order.id);
			outcomes.push(`${codeOf(start)} ${codeOf(cancel)} ${state?.status}`);
		}

		// Every refusal names the current state; exactly one succeeds.
		expect(
			[...new Set(outcomes)].filter(
				(outcome) =>
					![
						'ok illegal_transition making',
						'illegal_transition ok cancelled',
						'ok forbidden making'
					].includes(outcome)
			)
		).toEqual([]);
		expect(await stockLedgerGaps()).toBe(0);
	});

	test('two cooks bump one ticket at once, 100 times: one succeeds, the other is refused', async () => {
		for (let i = 0; i < 100; i++) {
			const { order } = await placed(pool);
			const bumps = await Promise.all(
				[1, 2].map(() =>
					advance(pool, { orderId: order.id, action: 'accept', version: 1, ...cook })
				)
			);
			expect(bumps.map(codeOf).sort()).toEqual(['ok', 'stale_version']);
		}
	});

	test('a refused order returns its stock and owes nothing', async () => {
		const { order } = await placed(pool);

		await advance(pool, { orderId: order.id, action: 'refuse', reason: 'four en panne', ...cook });

		const state = await orderById(pool, order.id);
		expect(state).toMatchObject({
			status: 'refused',
			reason: 'four en panne',
			payment: { status: 'void', dueMinor: 0 }
		});
		const held = await pool.query(
			'select coalesce(sum(delta), 0)::int as held from stock_movement where order_id = $1',
			[order.id]
		);
		expect(held.rows[0].held).toBe(0);
	});
});

describe('changing an order', () => {
	test('keeps unchanged lines, voids removed ones, marks new ones, and prices it again', async () => {
		const { order } = await placed(pool, {
			lines: [aLine({ quantity: 2 }), aLine({ product: 'reine' })]
		});
		const before = await orderById(pool, order.id);

		const changed = await change(pool, {
			orderId: order.id,
			version: 1,
			lines: [aLine({ quantity: 2 }), aLine({ product: 'reine', size: 'l' })]
		});

		const after = await orderById(pool, order.id);
		expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
		expect(after?.lines).toHaveLength(3);
		expect(after?.lines[0]?.id).toBe(before?.lines[0]?.id);
		expect(after?.lines[1]?.voidedAt).toBeTruthy();
		expect(after?.lines[2]).toMatchObject({ size: 'l', addedIn: 2 });
		const live = after?.lines.filter((line) => !line.voidedAt) ?? [];
		expect(after?.totalMinor).toBe(
			live.reduce((sum, line) => sum + line.totalMinor, 0) + (after?.feeMinor ?? 0)
		);
		expect(after?.payment.dueMinor).toBe(after?.totalMinor);
	});

	test('is refused once the kitchen has started', async () => {
		const { order } = await placed(pool);
		await cooked(pool, order.id, 'start');

		const late = await change(pool, { orderId: order.id, lines: [aLine()] });

		expect(codeOf(late)).toBe('illegal_transition');
	});
});

describe('delivering', () => {
	test('one driver per order and one run per driver, for any parallel requests (I7)', async () => {
		for (const id of ['livreur1-gare', 'livreur2-gare'])
			await setShift(pool, { driverId: id, on: true });
		for (let i = 0; i < 50; i++) {
			const [a, b] = [await placed(pool), await placed(pool)];
			await Promise.all([cooked(pool, a.order.id, 'accept'), cooked(pool, b.order.id, 'accept')]);
			const wishes = [
				[a, 'livreur1-gare'],
				[a, 'livreur2-gare'],
				[b, 'livreur1-gare']
			] as const;
			const results = await Promise.all(
				wishes.map(([order, driverId]) =>
					assign(pool, { orderId: order.order.id, driverId, actor: 'staff:responsable-gare' })
				)
			);
			const codes = new Set(results.map(codeOf));
			expect(codes.has('ok')).toBe(true);
			expect(
				[...codes].filter((code) => !['ok', 'already_assigned', 'driver_busy'].includes(code))
			).toEqual([]);
			const twice = await pool.query(
				`select 1 from run where status in ('offered', 'accepted', 'out') group by driver_id having count(*) > 1
				union all select 1 from stop where outcome is null group by order_id having count(*) > 1`
			);
			expect(twice.rowCount).toBe(0);
			for (const { order } of [a, b])
				await unassign(pool, { orderId: order.id, actor: 'staff:responsable-gare' });
		}
	});

	test('a delivery ends the run, and the shift cannot end before', async () => {
		const driverId = 'livreur3-gare';
		await setShift(pool, { driverId, on: true });
		const { order } = await placed(pool);
		await cooked(pool, order.id);
		const ride = { kinds: ['driver'] as const, actor: `staff:${driverId}` as const };
		const nobody = await advance(pool, { orderId: order.id, action: 'pick_up', ...ride });
		await assign(pool, { orderId: order.id, driverId, actor: 'staff:responsable-gare' });

		await advance(pool, { orderId: order.id, action: 'pick_up', ...ride });
		const early = await setShift(pool, { driverId, on: false });
		const held = await statesOfDriver(pool, driverId);
		await advance(pool, { orderId: order.id, action: 'arrive', ...ride });
		await advance(pool, { orderId: order.id, action: 'deliver', paymentKind: 'cash', ...ride });

		expect(codeOf(nobody)).toBe('no_driver');
		expect(codeOf(early)).toBe('run_open');
		expect(held?.orders.map((entry) => entry.id)).toEqual([order.id]);
		expect((await statesOfDriver(pool, driverId))?.orders).toEqual([]);
		expect(codeOf(await setShift(pool, { driverId, on: false }))).toBe('ok');
	});
});

test('a run takes another stop by hand until it leaves, and ends with its last', async () => {
	const driverId = 'livreur1-halles';
	await pool.query(
		`insert into opening_hours select 'halles', d, '03:00', '02:59' from generate_series(1, 7) d`
	);
	await setShift(pool, { driverId, on: true });
	const orders: string[] = [];
	for (let i = 0; i < 3; i++) {
		const { order } = await placed(pool, { shop: 'halles' });
		await cooked(pool, order.id);
		orders.push(order.id);
	}
	const ride = { kinds: ['driver'] as const, actor: `staff:${driverId}` as const };
	const give = (orderId: string) =>
		assign(pool, { orderId, driverId, actor: 'staff:responsable-halles' });
	const [first = '', second = '', third = ''] = orders;

	const given = [await give(first), await give(second)];
	await advance(pool, { orderId: first, action: 'pick_up', ...ride });
	const late = await give(third);
	const held = await statesOfDriver(pool, driverId);
	for (const action of ['arrive', 'deliver'] as const)
		await advance(pool, { orderId: first, action, ...ride, ...doorFields(action) });
	const after = await statesOfDriver(pool, driverId);
	for (const action of ['pick_up', 'arrive', 'deliver'] as const)
		await advance(pool, { orderId: second, action, ...ride, ...doorFields(action) });
	const free = await give(third);

	expect(given.map(codeOf)).toEqual(['ok', 'ok']);
	expect(codeOf(late)).toBe('driver_busy');
	expect(held?.orders.map((order) => order.id)).toEqual([first, second]);
	expect(new Set(held?.orders.map((order) => order.stop?.run)).size).toBe(1);
	expect(after?.orders.map((order) => order.id)).toEqual([second]);
	expect(codeOf(free)).toBe('ok');
});

test('reading all open orders in pages returns all of them', async () => {
	for (const shop of ['gare', 'gare', 'gare', 'gare']) await placed(pool, { shop });
	const { rows } = await pool.query<{ id: string }>('select id from shop');
	const whole = await openStates(
		pool,
		rows.map(({ id }) => id)
	);
	const inOrder = whole.sort((a, b) => (a.id < b.id ? -1 : 1));

	expect(inOrder.length).toBeGreaterThanOrEqual(4);
	for (const size of [1, 3, inOrder.length, 500])
		expect(await allOpenStates(pool, size)).toEqual(inOrder);
});

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { needsPerson } from '#domain/order/needs.ts';
import type { PlaceOrder } from '#domain/wire/contract.ts';
import { change } from '../../db/commands/change.ts';
import { place } from '../../db/commands/place.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { quoteFor } from '#domain/plan/kitchen/quote.ts';
import * as shops from '../../db/tables/shops.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { raiseAlert } from '../../db/tables/alerts.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { aLine, aPlacing, cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';

let pool: Pool;

beforeAll(async () => {
	pool = createPool((await freshDatabase()).url, { name: 'fake orders test', max: 30 });
	await pool.query('update shop set open_per_phone = 2');
	await pool.query('update stock set quantity = quantity * 100');
	await pool.query(
		`insert into stock_movement (shop_id, ingredient_id, delta, reason)
			select shop_id, ingredient_id, quantity - quantity / 100, 'count' from stock`
	);
});
afterAll(() => pool.end());
beforeEach(async () => {
	await pool.query(`update orders set status = 'cancelled' where is_open`);
});

const from = async (phone: string, over: Partial<PlaceOrder> = {}) =>
	place(pool, await aPlacing({ customer: { name: 'Zoé', phone }, ...over }));
const codeOf = (result: Awaited<ReturnType<typeof from>>) => (result.ok ? 'ok' : result.fault.code);
const alertOf = async (id: string) => (await orderById(pool, id))?.alert;
const dear = (quantity: number) => [aLine({ quantity })];

test('a new shop has the limits by default', async () => {
	const { rows } = await pool.query(
		`select column_name as name, column_default as preset from information_schema.columns
			where table_name = 'shop' and column_name in ('open_per_phone', 'check_above_minor') order by 1`
	);
	expect(rows).toEqual([
		{ name: 'check_above_minor', preset: '15000' },
		{ name: 'open_per_phone', preset: '2' }
	]);
});

test('a phone number has at most two open orders, and other customers can order', async () => {
	const first = await from('+33639980201');
	expect(codeOf(first)).toBe('ok');
	expect(codeOf(await from('+33639980201'))).toBe('ok');
	expect(codeOf(await from('+33639980201'))).toBe('too_many_open');
	expect(codeOf(await from('+33639980202'))).toBe('ok');
	expect(
		codeOf(
			await from('+33639980201', { shop: 'halles', address: undefined, fulfilment: 'collection' })
		)
	).not.toBe('too_many_open');

	if (first.ok)
		await pool.query(`update orders set status = 'cancelled' where id = $1`, [
			first.value.order.id
		]);
	expect(codeOf(await from('+33639980201'))).toBe('ok');
	expect(codeOf(await from('+33639980201'))).toBe('too_many_open');
});

test('two of fifty simultaneous orders are accepted', async () => {
	const codes = await Promise.all(
		Array.from({ length: 50 }, async () => codeOf(await from('+33639980203')))
	);
	expect(codes.filter((code) => code === 'ok')).toHaveLength(2);
	expect(codes.filter((code) => code === 'too_many_open')).toHaveLength(48);
});

test('a shop can set another limit, or none', async () => {
	await pool.query(`update shop set open_per_phone = 3 where id = 'gare'`);
	const codes = [];
	for (let n = 0; n < 4; n++) codes.push(codeOf(await from('+33639980204')));
	await pool.query(`update shop set open_per_phone = null where id = 'gare'`);
	codes.push(codeOf(await from('+33639980204')));
	await pool.query(`update shop set open_per_phone = 2 where id = 'gare'`);
	expect(codes).toEqual(['ok', 'ok', 'ok', 'too_many_open', 'ok']);
});

test('an order with an unusual amount waits for a person, whose acceptance clears it', async () => {
	await pool.query(`update shop set check_above_minor = 5000 where id = 'gare'`);
	const usual = await placed(pool, { customer: { name: 'Luc', phone: '+33639980205' } });
	const large = await placed(pool, {
		customer: { name: 'Luc', phone: '+33639980206' },
		lines: dear(20)
	});
	expect(await alertOf(usual.order.id)).toBeNull();
	expect(await alertOf(large.order.id)).toBe('to_check');

	// Reminders of an order that is not accepted keep showing the reason.
	for (const alert of ['not_displayed', 'not_accepted', 'escalated'] as const)
		await inTransaction(pool, 'timer', (tx) => raiseAlert(tx, large.order.id, alert, ['placed']));
	const state = (await orderById(pool, large.order.id))!;
	expect(state.alert).toBe('to_check');
	const needy = { ...state, alarms: [], stop: null } as Parameters<typeof needsPerson>[0];
	expect(needsPerson(needy, Date.now())[0]).toEqual({ reason: 'to_check', action: 'call' });

	await cooked(pool, large.order.id, 'accept');
	expect(await alertOf(large.order.id)).toBeNull();
	await pool.query(`update shop set check_above_minor = default where id = 'gare'`);
});

test('a change to an unusual amount needs a check, a change back to a usual one does not', async () => {
	await pool.query(`update shop set check_above_minor = 5000 where id = 'gare'`);
	const { order } = await placed(pool, { customer: { name: 'Luc', phone: '+33639980207' } });
	await cooked(pool, order.id, 'accept');

	expect((await change(pool, { orderId: order.id, lines: dear(20) })).ok).toBe(true);
	expect(await alertOf(order.id)).toBe('to_check');
	expect((await change(pool, { orderId: order.id, lines: dear(2) })).ok).toBe(true);
	expect(await alertOf(order.id)).toBeNull();
	await pool.query(`update shop set check_above_minor = default where id = 'gare'`);
});

test('orders that are not accepted delay a promise by a limited time', async () => {
	const promised = async () => {
		const shop = (await shops.byId(pool, 'gare'))!;
		const way = { fulfilment: 'collection' as const, straightM: 0 };
		const now = Date.now();
		return Math.round((quoteFor(now, shop, [{ count: 1 }], way).promise - now) / 60_000);
	};
	const large = [{ product: 'reine', size: 'm', quantity: 20 }];
	const fake = (n: number) =>
		placed(pool, {
			customer: { name: 'Luc', phone: `+336399804${String(n).padStart(2, '0')}` },
			lines: large
		});
	const empty = await promised();
	for (let n = 0; n < 2; n++) await fake(n);
	const few = await promised();
	expect(few).toBeGreaterThan(empty);
	for (let n = 2; n < 24; n++) await fake(n);
	expect(await promised()).toBe(few);

	const { rows } = await pool.query<{ id: string }>(
		`select id from orders where status = 'placed' limit 3`
	);
	for (const { id } of rows) await cooked(pool, id, 'accept');
	expect(await promised()).toBeGreaterThan(few + 20);
});

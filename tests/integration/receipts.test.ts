import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { painted } from '../../db/tables/receipts.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { checkDisplay } from '../../workers/timers/display.ts';
import { placed } from '../support/pages/orders.ts';
import { locksAwaited } from '../support/house/locks.ts';
import { freshDatabase } from '../support/house/postgres.ts';

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'receipts test', max: 5 });
});
afterAll(() => pool.end());

const check = (order: string) => inTransaction(pool, 'timer', (tx) => checkDisplay(tx, { order }));
const alertOf = async (order: string) => (await orderById(pool, order))?.alert;

test('the alarm for an order that no screen shows ends with the first painted receipt', async () => {
	const { order } = await placed(pool);
	const receipt = { order: order.id, shop: 'gare', version: 2, ms: 12.4 };
	await check(order.id);

	await painted(pool, { ...receipt, shop: 'lac' });
	const elsewhere = await alertOf(order.id);
	await painted(pool, receipt);
	await painted(pool, receipt);

	expect(elsewhere).toBe('not_displayed');
	expect(await orderById(pool, order.id)).toMatchObject({ alert: null, version: 3 });
	await check(order.id);
	expect(await alertOf(order.id)).toBeNull();
});

test('a painted receipt during the timer’s check leaves no alarm, in either order', async () => {
	const { order: one } = await placed(pool);
	let painting: Promise<void> | undefined;
	await inTransaction(pool, 'timer', async (tx) => {
		await checkDisplay(tx, { order: one.id });
		painting = painted(pool, { order: one.id, shop: 'gare', version: 1, ms: 5 });
		await locksAwaited(pool, 1);
	});
	await painting;
	expect(await alertOf(one.id)).toBeNull();

	const { order: two } = await placed(pool);
	let checking: Promise<unknown> | undefined;
	await inTransaction(pool, 'timer', async (tx) => {
		await painted(tx, { order: two.id, shop: 'gare', version: 1, ms: 5 });
		checking = check(two.id);
		await locksAwaited(pool, 1);
	});
	await checking;
	expect(await alertOf(two.id)).toBeNull();
});

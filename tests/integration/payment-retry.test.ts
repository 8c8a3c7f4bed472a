import { afterAll, beforeAll, expect, test } from 'vitest';
import { advance } from '../../db/commands/advance.ts';
import { retryIssue } from '../../db/commands/retry-issue.ts';
import { settle } from '../../db/commands/settle.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { orderById } from '../../db/reads/order-states.ts';
import * as intents from '../../db/tables/intents.ts';
import * as issues from '../../db/tables/issues.ts';
import * as refunds from '../../db/tables/refunds.ts';
import { found } from '../support/house/payments.ts';
import { COOK, PayingShop } from '../support/house/paying-shop.ts';
import { allDone } from '../support/house/workers.ts';

let shop: PayingShop;
let pool: Pool;

beforeAll(async () => {
	shop = await PayingShop.open();
	pool = shop.pool;
});
afterAll(() => shop.close());

const actor = 'staff:responsable-gare';

/** An order whose card is reserved. */
async function authorised(): Promise<string> {
	const { id } = await shop.paid();
	await allDone(pool);
	return id;
}

async function itemOf(order: string) {
	const items = await issues.ofShop(pool, 'gare');
	const item = items.find((one) => one.order?.id === order);
	if (!item) throw new Error('the order has no item');
	return item;
}

/** Stripe refuses the capture, and goes on to hold the money. */
async function refuseCapture(order: string): Promise<void> {
	const intent = await inTransaction(pool, 'worker', async (tx) =>
		intents.claim(tx, (await intents.latestOf(tx, order))?.id ?? '')
	);
	if (!intent) throw new Error('the order has no attempt');
	await settle(pool, {
		intent: intent.id,
		attempt: intent.attempt,
		seen: await shop.ctx.gateways.get('stripe')?.look(intent),
		refused: {
			step: { step: 'capture', amountMinor: intent.amountMinor },
			code: 'account_invalid'
		}
	});
}

test('a refused capture is tried again with new keys, and its item closes by itself', async () => {
	const order = await authorised();
	await refuseCapture(order);
	await advance(pool, { orderId: order, action: 'accept', ...COOK });
	await allDone(pool);
	expect(await shop.statusOf(order)).toBe('authorised');
	const item = await itemOf(order);
	const before = (await intents.latestOf(pool, order))?.keyGeneration ?? 0;
	const answers = await Promise.all(
		[1, 2, 3].map(() => retryIssue(pool, { id: item.id, shop: 'gare', actor }))
	);
	await shop.becomes(order, 'captured');
	await allDone(pool);

	expect(answers.some(({ ok }) => ok)).toBe(true);
	expect((await intents.latestOf(pool, order))?.keyGeneration).toBeGreaterThan(before);
	expect(await itemOf(order)).toMatchObject({ kind: 'capture_failed', resolvedBy: 'worker' });
	expect(await retryIssue(pool, { id: item.id, shop: 'gare', actor })).toMatchObject({
		fault: { code: 'not_found' }
	});
});

test('one that is refused again says so, and stays open', async () => {
	const order = await authorised();
	await refuseCapture(order);
	const { id } = await itemOf(order);
	expect(await retryIssue(pool, { id, shop: 'gare', actor })).toMatchObject({ ok: true });
	await allDone(pool);
	expect((await itemOf(order)).detail).toMatchObject({ retriedAt: expect.any(String) });
	await refuseCapture(order);

	const item = await itemOf(order);
	expect(item).toMatchObject({ id, resolvedAt: null });
	expect(item.detail).toMatchObject({ failedAt: expect.any(String), code: 'account_invalid' });
});

/** A refund of an amount that has failed at the provider, with its item. */
async function failedRefund(order: string, amountMinor: number): Promise<void> {
	await inTransaction(pool, 'worker', async (tx) => {
		const intent = await intents.latestOf(tx, order);
		const id = await refunds.add(tx, {
			order,
			intent: intent?.id ?? null,
			amountMinor,
			currency: 'EUR',
			reason: 'cold',
			lines: null,
			vat: [],
			state: 'failed',
			actor: 'worker'
		});
		await issues.open(tx, { shop: 'gare', order, kind: 'refund_failed', cause: id, detail: {} });
	});
}

test('a failed refund is given back by another one, once', async () => {
	const order = await authorised();
	await advance(pool, { orderId: order, action: 'accept', ...COOK });
	await shop.becomes(order, 'captured');
	await failedRefund(order, 500);
	const { id } = await itemOf(order);
	const answers = await Promise.all(
		[1, 2, 3].map(() => retryIssue(pool, { id, shop: 'gare', actor }))
	);
	await found(async () => (await orderById(pool, order))?.payment.refundedMinor === 500);
	await allDone(pool);

	expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
	expect(await itemOf(order)).toMatchObject({ id, resolvedBy: 'worker' });
	expect((await refunds.ofOrder(pool, order)).map(({ state }) => state)).toEqual([
		'failed',
		'succeeded'
	]);
});

test('what cannot be given back or taken any more is refused in words', async () => {
	const order = await authorised();
	const totalMinor = (await orderById(pool, order))?.payment.totalMinor ?? 0;
	await failedRefund(order, totalMinor + 1);
	const { id } = await itemOf(order);

	expect(await retryIssue(pool, { id, shop: 'gare', actor })).toMatchObject({
		ok: false,
		fault: { code: 'nothing_to_retry' }
	});
	expect(await retryIssue(pool, { id, shop: 'halles', actor })).toMatchObject({
		fault: { code: 'not_found' }
	});
});

import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { VatRow } from '#domain/pay/vat.ts';
import { readBooks } from '../../doubles/payments/books.ts';
import type { Double } from '../../doubles/payments/server.ts';
import { advance } from '../../db/commands/advance.ts';
import { change } from '../../db/commands/change.ts';
import { lookAgain } from '../../db/commands/look-again.ts';
import { refund } from '../../db/commands/refund.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import * as intents from '../../db/tables/intents.ts';
import { compareToday } from '../../workers/payments/compare.ts';
import { aLine } from '../support/pages/orders.ts';
import { CARDS, payOn } from '../../simulation/client/payer.ts';
import { found, turn } from '../support/house/payments.ts';
import { COOK, PayingShop } from '../support/house/paying-shop.ts';
import { allDone, dueNow } from '../support/house/workers.ts';

let shop: PayingShop;
let pool: Pool;
let double: Double;

beforeAll(async () => {
	shop = await PayingShop.open();
	({ pool, double } = shop);
});
beforeEach(() => turn(double, { reset: true }));
afterAll(() => shop.close());

const manager = { kinds: ['manager'], actor: 'staff:responsable-gare' } as const;

/** The money of an order in the books of the double. */
function booked(orderId: string) {
	const { stripe } = readBooks(double.world);
	return Object.values(stripe)
		.flatMap(({ payments }) => payments)
		.filter((payment) => payment.orderId === orderId)
		.map(({ authorizedMinor, capturedMinor, refundedMinor }) => ({
			authorizedMinor,
			capturedMinor,
			refundedMinor
		}));
}

async function ledgerOf(orderId: string) {
	const { rows } = await pool.query<{ kind: string; amount: number }>(
		'select kind, amount_minor as amount from ledger where order_id = $1 order by seq',
		[orderId]
	);
	return rows.map(({ kind, amount }) => `${kind} ${amount}`);
}

describe('a payment by card', () => {
	test('keeps the order from the kitchen until it is paid, and is taken when the shop accepts', async () => {
		const order = await shop.awaiting();
		const timers = await pool.query(
			`select job from outbox where payload ->> 'order' = $1 order by job`,
			[order.id]
		);
		expect(timers.rows).toEqual([{ job: 'payment.lapse' }]);

		await payOn(order.payUrl);
		await lookAgain(pool, order.id);
		await shop.becomes(order.id, 'authorised');
		expect(await orderById(pool, order.id)).toMatchObject({
			status: 'placed',
			payment: {
				method: 'card',
				totalMinor: order.total,
				capturedMinor: 0,
				dueMinor: 0
			}
		});
		expect(booked(order.id)).toEqual([
			{ authorizedMinor: order.total, capturedMinor: 0, refundedMinor: 0 }
		]);

		await advance(pool, { orderId: order.id, action: 'accept', ...COOK });
		await shop.becomes(order.id, 'captured');
		expect(booked(order.id)).toEqual([
			{ authorizedMinor: 0, capturedMinor: order.total, refundedMinor: 0 }
		]);
		expect(await ledgerOf(order.id)).toEqual([
			`reserve ${order.total}`,
			`void ${order.total}`,
			`capture ${order.total}`
		]);
	});

	test('is released when the shop refuses', async () => {
		const order = await shop.paid();
		await advance(pool, { orderId: order.id, action: 'refuse', ...COOK });
		await shop.becomes(order.id, 'released');
		expect(booked(order.id)).toEqual([{ authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 }]);
		expect(await ledgerOf(order.id)).toEqual([`reserve ${order.total}`, `void ${order.total}`]);
	});

	test('goes back whole when an accepted order is cancelled', async () => {
		const order = await shop.captured();
		await advance(pool, {
			orderId: order.id,
			action: 'cancel',
			kinds: ['customer'],
			actor: 'customer'
		});
		await shop.becomes(order.id, 'refunded');
		expect(booked(order.id)).toEqual([
			{ authorizedMinor: 0, capturedMinor: order.total, refundedMinor: order.total }
		]);
	});

	test('that was declined leaves the order waiting, and the same page takes another card', async () => {
		const order = await shop.awaiting();
		await payOn(order.payUrl, CARDS.declined);
		await lookAgain(pool, order.id);
		await allDone(pool);
		expect((await orderById(pool, order.id))?.status).toBe('awaiting_payment');

		await payOn(order.payUrl);
		await lookAgain(pool, order.id);
		await shop.becomes(order.id, 'authorised');
	});

	test('is paid once on a page that is paid twice', async () => {
		const order = await shop.awaiting();
		await Promise.all([payOn(order.payUrl), payOn(order.payUrl), payOn(order.payUrl)]);
		await lookAgain(pool, order.id);
		await shop.becomes(order.id, 'authorised');
		expect(booked(order.id)).toEqual([
			{ authorizedMinor: order.total, capturedMinor: 0, refundedMinor: 0 }
		]);
	});
});

test('an attempt that ended gets a new page while the order waits, five at most', async () => {
	const order = await shop.awaiting();
	const end = () =>
		pool.query(
			`update payment_intent set state = 'failed', is_settled = true where order_id = $1`,
			[order.id]
		);
	for (let more = 0; more < 6; more++) {
		await end();
		await lookAgain(pool, order.id);
		await allDone(pool);
	}
	const attempts = await intents.statesOf(pool, order.id);
	expect(attempts).toHaveLength(5);

	await pool.query(
		`update payment_intent set state = 'open', is_settled = false
			where id = (select id from payment_intent where order_id = $1 order by created_at desc limit 1)`,
		[order.id]
	);
	const last = await intents.latestOf(pool, order.id);
	await payOn(last?.payUrl ?? '');
	await lookAgain(pool, order.id);
	await shop.becomes(order.id, 'authorised');
});

describe('an order that is not paid in time', () => {
	test('is cancelled, gives its stock back, and its page is closed', async () => {
		const order = await shop.awaiting();
		await dueNow(pool, 'payment.lapse', order.id);
		await found(async () => (await orderById(pool, order.id))?.status === 'cancelled');
		const held = await pool.query(
			'select coalesce(sum(delta), 0)::int as held from stock_movement where order_id = $1',
			[order.id]
		);
		expect(held.rows[0].held).toBe(0);
		await found(async () => (await fetch(order.payUrl)).status === 410);
		await shop.becomes(order.id, 'void');
	});

	test('and is paid all the same gets its money back, and a person reads of it', async () => {
		const order = await shop.awaiting();
		await turn(double, { down: true });
		await dueNow(pool, 'payment.lapse', order.id);
		await found(async () => (await orderById(pool, order.id))?.status === 'cancelled');
		await turn(double, { down: false });
		await payOn(order.payUrl);
		await lookAgain(pool, order.id);
		await shop.becomes(order.id, 'released');
		expect(booked(order.id)).toEqual([{ authorizedMinor: 0, capturedMinor: 0, refundedMinor: 0 }]);
		const issues = await pool.query(
			'select kind, resolved_by from payment_issue where order_id = $1',
			[order.id]
		);
		expect(issues.rows).toEqual([{ kind: 'late_payment', resolved_by: 'worker' }]);
	});
});

describe('a change of a paid order', () => {
	const lines = (quantity: number) => [aLine({ quantity })];

	test('that makes it cheaper captures less, and is refused when it makes it dearer', async () => {
		const order = await shop.paid();
		const dearer = await change(pool, { orderId: order.id, lines: lines(4) });
		expect(dearer).toMatchObject({ ok: false, fault: { code: 'dearer_than_paid' } });
		expect(await change(pool, { orderId: order.id, lines: lines(2) })).toMatchObject({ ok: true });
		await advance(pool, { orderId: order.id, action: 'accept', ...COOK });
		await shop.becomes(order.id, 'captured');
		const { totalMinor = 0 } = (await orderById(pool, order.id)) ?? {};
		expect(totalMinor).toBeLessThan(order.total);
		expect(booked(order.id)).toEqual([
			{ authorizedMinor: 0, capturedMinor: totalMinor, refundedMinor: 0 }
		]);
	});

	test('that makes it cheaper after the capture gives the difference back', async () => {
		const order = await shop.captured();
		await change(pool, { orderId: order.id, lines: lines(2) });
		const state = await found(async () => {
			const now = await orderById(pool, order.id);
			return (now?.payment.refundedMinor ?? 0) > 0 ? now : undefined;
		});
		expect(state.payment.refundedMinor).toBe(order.total - state.totalMinor);
		expect(booked(order.id)).toEqual([
			{
				authorizedMinor: 0,
				capturedMinor: order.total,
				refundedMinor: order.total - state.totalMinor
			}
		]);
	});

	test('that drops the beer gives back the VAT of the beer, and the rest when it is called off', async () => {
		const order = await shop.captured({ lines: [...lines(2), { product: 'lager', quantity: 2 }] });
		expect(await change(pool, { orderId: order.id, lines: lines(2) })).toMatchObject({ ok: true });
		const cancelled = await advance(pool, { orderId: order.id, action: 'cancel', ...manager });
		expect(cancelled).toMatchObject({ ok: true });
		await shop.becomes(order.id, 'refunded');
		const { rows } = await pool.query<{ kind: string; vat: VatRow[] }>(
			`select kind, vat from ledger where order_id = $1 and kind in ('capture', 'refund') order by seq`,
			[order.id]
		);
		const [food, beer] = rows[0]?.vat ?? [];
		expect(beer).toMatchObject({ rate: 200, grossMinor: 700 });
		expect(rows.slice(1).map(({ vat }) => vat)).toEqual([[beer], [food]]);
	});

	test('is refused while the order awaits its payment', async () => {
		const order = await shop.awaiting();
		expect(await change(pool, { orderId: order.id, lines: lines(2) })).toMatchObject({
			ok: false,
			fault: { code: 'not_paid' }
		});
	});
});

describe('a refund', () => {
	test('pressed by twenty at once never gives back more than was taken', async () => {
		const order = await shop.captured();
		const amountMinor = Math.floor(order.total / 3);
		const answers = await Promise.all(
			Array.from({ length: 20 }, () =>
				refund(pool, { orderId: order.id, reason: 'froide', amountMinor, ...manager })
			)
		);
		expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
		await allDone(pool);
		await found(() => booked(order.id)[0]?.refundedMinor === 3 * amountMinor);
		await found(async () => {
			const { rows } = await pool.query(
				`select 1 from refund where order_id = $1 and state = 'succeeded'`,
				[order.id]
			);
			return rows.length === 3;
		});
		expect((await ledgerOf(order.id)).filter((row) => row.startsWith('refund'))).toEqual(
			Array.from({ length: 3 }, () => `refund ${amountMinor}`)
		);
	});

	test('of a line gives back what was paid for it after the discount', async () => {
		await pool.query(
			`insert into promo_code (shop_id, code, kind, value, created_by)
				values ('gare', 'MOITIE', 'percent', 50, 'test')`
		);
		const order = await shop.captured({
			lines: [aLine({ quantity: 3 }), aLine({ product: 'reine', quantity: 1 })],
			code: 'MOITIE'
		});
		const last = (await orderById(pool, order.id))?.lines.at(-1);
		const lines = [last?.id ?? ''];
		const given = await refund(pool, { orderId: order.id, reason: 'froide', lines, ...manager });
		expect(given).toMatchObject({
			ok: true,
			value: { amountMinor: Math.round((last?.totalMinor ?? 0) / 2) }
		});
	});

	test('whose answer is lost after the effect is found, and is not made again', async () => {
		const order = await shop.captured();
		await turn(double, { errorAfterEffect: 1, errorIsSaved: true });
		await refund(pool, { orderId: order.id, reason: 'froide', amountMinor: 500, ...manager });
		await found(() => (booked(order.id)[0]?.refundedMinor ?? 0) > 0);
		await turn(double, { reset: true });
		await found(async () => (await orderById(pool, order.id))?.payment.refundedMinor === 500);
		expect(booked(order.id)[0]?.refundedMinor).toBe(500);
	});
});

describe('the daily comparison with the provider', () => {
	const compareAgain = async () => {
		await pool.query('delete from payment_comparison');
		return compareToday(shop.ctx);
	};
	const stripeOf = () =>
		new Stripe('sk_test_double', { host: '127.0.0.1', port: double.port, protocol: 'http' });
	const openIssues = async () => {
		const { rows } = await pool.query<{ kind: string; order: string | null }>(
			`select kind, order_id as "order" from payment_issue
			where kind in ('difference', 'unknown_payment') and resolved_at is null`
		);
		return rows;
	};

	test('finds nothing when both agree, and runs once a day for all workers', async () => {
		await allDone(pool);
		expect(await compareAgain()).toMatchObject({ differences: 0 });
		expect(await compareToday(shop.ctx)).toBeUndefined();
		expect(await openIssues()).toEqual([]);
	});

	test('finds a refund that was made elsewhere, settles it, and closes the item', async () => {
		const order = await shop.captured();
		await allDone(pool);
		const { paymentId } = (await intents.latestOf(pool, order.id)) ?? {};
		await stripeOf().refunds.create({ payment_intent: paymentId ?? '', amount: 300 });
		expect(await compareAgain()).toMatchObject({ differences: 1 });
		await found(async () => (await orderById(pool, order.id))?.payment.refundedMinor === 300);
		expect(await openIssues()).toEqual([]);
		expect((await ledgerOf(order.id)).at(-1)).toBe('refund 300');
	});

	test('finds money that belongs to no order of ours', async () => {
		await stripeOf().paymentIntents.create({
			amount: 1234,
			currency: 'eur',
			payment_method: 'pm_card_visa',
			confirm: true,
			return_url: 'http://localhost/back'
		});
		expect(await compareAgain()).toMatchObject({ differences: 1 });
		expect(await openIssues()).toEqual([{ kind: 'unknown_payment', order: null }]);
	});
});

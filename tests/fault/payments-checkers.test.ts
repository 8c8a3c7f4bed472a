import { createClient } from 'redis';
import { describe, expect, test } from 'vitest';
import type { BookedPayment } from '../../doubles/payments/books.ts';
import { createPool } from '../../db/plumbing/pool.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { redisUrl } from '../support/house/redis.ts';
import { placed } from '../support/pages/orders.ts';
import { cardNumbersIn, searchCards } from '../support/payments/card-numbers.ts';
import { findFaults, type Books, type OrderMoney } from '../support/payments/storm-checks.ts';

// Each checker of the storm gets a correct world, then one with a single wrong value that it must find.

const CHARGED = { id: 'ch', status: 'succeeded', amountMinor: 2000, capturedMinor: 2000 };

/** An order of 20.00 EUR that was paid, accepted and cooked. */
const order: OrderMoney = {
	id: 'order',
	status: 'boxed',
	totalMinor: 2000,
	capturedMinor: 2000,
	refundedMinor: 0,
	ledger: { reserve: 2000, void: 2000, capture: 2000 },
	wasPlaced: true,
	wasAccepted: true,
	unsettled: 0
};
const payment: BookedPayment = {
	id: 'pi',
	orderId: 'order',
	status: 'succeeded',
	currency: 'EUR',
	amountMinor: 2000,
	authorizedMinor: 0,
	capturedMinor: 2000,
	refundedMinor: 0,
	disputedMinor: 0,
	charges: [CHARGED],
	captures: [{ id: 'ch', amountMinor: 2000 }],
	refunds: [],
	disputes: []
};

interface World {
	order?: Partial<OrderMoney>;
	payment?: Partial<BookedPayment>;
	/** Payments beside the first. */
	more?: BookedPayment[];
	placed?: string[];
	forgedAccepted?: number;
}

/** The faults of a world: by default the correct one. */
function faultsIn(world: World = {}): string[] {
	const payments = [{ ...payment, ...world.payment }, ...(world.more ?? [])];
	const books: Books = {
		at: '',
		stripe: { acct: { payments, sums: {} } },
		paypal: {},
		webhooks: {
			events: 5,
			dropped: 0,
			sent: 5,
			accepted: 5,
			forged: 5,
			forgedAccepted: world.forgedAccepted ?? 0
		},
		troubles: { refused: 0, errorAfterEffect: 0, lostReply: 0 }
	};
	return findFaults([{ ...order, ...world.order }], books, world.placed ?? ['order']);
}

const nothing = { charges: [], captures: [], capturedMinor: 0 };
const empty = { capturedMinor: 0, ledger: {} };
const reserved = {
	...nothing,
	authorizedMinor: 2000,
	charges: [{ ...CHARGED, capturedMinor: 0 }]
};

describe('the checkers of the storm find nothing', () => {
	test.each<[string, World]>([
		['in an order that was paid and cooked', {}],
		[
			'in one that waits for the shop',
			{
				order: { ...empty, status: 'placed', wasAccepted: false, ledger: { reserve: 2000 } },
				payment: reserved
			}
		],
		[
			'in one that was called off after the capture and given back',
			{
				order: {
					status: 'cancelled',
					refundedMinor: 2000,
					ledger: { ...order.ledger, refund: 2000 }
				},
				payment: { refundedMinor: 2000 }
			}
		],
		[
			'in one that the customer left',
			{
				order: { ...empty, status: 'cancelled', wasPlaced: false, wasAccepted: false },
				payment: nothing
			}
		]
	])('%s', (_what, world) => {
		expect(faultsIn(world)).toEqual([]);
	});
});

describe('the checkers of the storm find', () => {
	test.each<[string, string, World]>([
		[
			'two captures of one order',
			'2 captures',
			{ payment: { captures: [...payment.captures, { id: 'ch2', amountMinor: 0 }] } }
		],
		[
			'two payments of one order',
			'2 payments reserved',
			{ more: [{ ...payment, ...nothing, charges: [{ ...CHARGED, capturedMinor: 0 }] }] }
		],
		[
			'money captured of an order that the shop never accepted',
			'captured and never accepted',
			{ order: { wasAccepted: false } }
		],
		[
			'an order cooked without money',
			'cooked and not paid',
			{ order: { ...empty, ledger: { reserve: 2000 } }, payment: reserved }
		],
		[
			'an order cooked for less than it costs',
			'cooked and not paid',
			{ order: { totalMinor: 2001 } }
		],
		[
			'an order placed without a payment',
			'placed without a payment',
			{ order: { ...empty, status: 'cancelled' }, payment: nothing }
		],
		[
			'an order placed for less than it costs',
			'placed and not paid',
			{
				order: { ...empty, status: 'placed', totalMinor: 2001, ledger: { reserve: 2000 } },
				payment: reserved
			}
		],
		[
			'more refunded than captured',
			'refunded more than captured',
			{
				order: { refundedMinor: 2001, ledger: { ...order.ledger, refund: 2001 } },
				payment: { refundedMinor: 2001 }
			}
		],
		[
			'captured money kept of an order that was called off',
			'called off, and 2000 is kept',
			{ order: { status: 'refused' } }
		],
		[
			'a reservation kept of an order that was called off',
			'called off, and 2000 is kept',
			{
				order: {
					...empty,
					status: 'cancelled',
					wasAccepted: false,
					ledger: { reserve: 2000 }
				},
				payment: reserved
			}
		],
		[
			'a cent too much in the ledger',
			'ledger says',
			{ order: { ledger: { ...order.ledger, capture: 2001 } } }
		],
		[
			'a cent too little in the ledger',
			'ledger says',
			{ order: { ledger: { ...order.ledger, capture: 1999 } } }
		],
		[
			'a reservation that the ledger never ended',
			'ledger says',
			{ order: { ledger: { ...order.ledger, void: 0 } } }
		],
		[
			'a refund that the ledger does not know',
			'ledger says',
			{ order: { refundedMinor: 100 }, payment: { refundedMinor: 100 } }
		],
		[
			'a dispute that the ledger does not know',
			'ledger says',
			{ payment: { disputedMinor: 2000 } }
		],
		['an order that shows another amount', 'payment says', { order: { capturedMinor: 1999 } }],
		['an attempt that nobody settled', 'an attempt is not settled', { order: { unsettled: 1 } }],
		['an order that is lost', 'order other is lost', { placed: ['order', 'other'] }],
		[
			'money of an order that we do not know',
			'order other is unknown to us',
			{ more: [{ ...payment, orderId: 'other' }] }
		],
		[
			'money without an order',
			'order no order is unknown to us',
			{ more: [{ ...payment, orderId: null }] }
		],
		['a forged event that was accepted', '1 forged events were accepted', { forgedAccepted: 1 }]
	])('%s', (_what, fault, world) => {
		const found = faultsIn(world);
		expect(found).toHaveLength(1);
		expect(found[0]).toContain(fault);
	});
});

describe('the search for numbers of cards', () => {
	const CARDS = ['4242424242424242', '5555555555554444', '378282246310005', '6011111111111117'];

	test.each([
		...CARDS,
		'4242 4242 4242 4242',
		'4242-4242-4242-4242',
		'3782 822463 10005',
		'{"level":30,"body":"card=4242424242424242&cvc=123"}',
		'{"note":"my card:\\n4242424242424242."}'
	])('finds %s', (text) => {
		expect(cardNumbersIn(text)).toHaveLength(1);
	});

	test.each([
		['a wrong check digit', '4242424242424241'],
		['milliseconds', `{"time":${Date.now()}}`],
		['microseconds and nanoseconds', '1795478400000000 1795478400000000000'],
		['a company number', '99912004100010'],
		['a UUID of digits', '12345678-1234-4242-8242-424242424242'],
		['part of a hash', 'ab4242424242424242cd 4242424242424242f'],
		['part of an id', 'pi_4242424242424242 evt-4242424242424242'],
		['a longer number', '42424242424242424242'],
		['decimals', '0.4242424242424242']
	])('is not misled by %s', (_what, text) => {
		expect(cardNumbersIn(text)).toEqual([]);
	});

	test('finds one in a row, in the payload of an event, in Redis and in a log line', async () => {
		const { url } = await freshDatabase();
		const pool = createPool(url, { name: 'cards', max: 2 }, () => {});
		const redis = createClient({ url: redisUrl() });
		await redis.connect();
		const search = (lines: string[] = []) => searchCards({ pool, redisUrl: redisUrl(), lines });
		try {
			await placed(pool);
			expect((await search(['{"level":30,"msg":"request"}'])).found).toEqual([]);

			await pool.query('update customer set note = $1', [`card ${CARDS[0]}`]);
			await pool.query(
				`insert into provider_event (provider, event_id, type, payload) values ('stripe', 'evt', 'x', $1)`,
				[{ data: { card: { number: '5555 5555 5555 4444' } } }]
			);
			await redis.hSet('bull:payments:1', 'data', JSON.stringify({ pan: CARDS[2] }));
			const { found, columns, redisKeys } = await search([`{"msg":"body ${CARDS[3]}"}`]);
			expect(found.toSorted()).toEqual(['Redis', 'customer.note', 'log', 'provider_event.payload']);
			expect(columns).toBeGreaterThan(100);
			expect(redisKeys).toBe(1);
		} finally {
			redis.destroy();
			await pool.end();
		}
	});
});

import { expect, test } from 'vitest';
import { STATUSES, type Status } from './order.ts';
import { collectable, owingOf, owingText, type Owing } from './owing.ts';

/** Written by hand: the expected `Owing` for each stage and payment status. */
const PICTURE: Record<Status, Record<'due' | 'collected' | 'void' | 'missing', Owing>> = {
	awaiting_payment: { due: 'awaiting', collected: 'paid', void: 'nothing', missing: 'unknown' },
	placed: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	accepted: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	making: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	in_oven: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	boxed: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	out: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	at_door: { due: 'collect', collected: 'paid', void: 'nothing', missing: 'unknown' },
	delivered: { due: 'recording', collected: 'paid', void: 'nothing', missing: 'unknown' },
	collected: { due: 'recording', collected: 'paid', void: 'nothing', missing: 'unknown' },
	cancelled: { due: 'cancelled', collected: 'refund', void: 'cancelled', missing: 'cancelled' },
	refused: { due: 'refused', collected: 'refund', void: 'refused', missing: 'refused' },
	failed: { due: 'not_collected', collected: 'paid', void: 'nothing', missing: 'unknown' }
};

/** The same for payments through a provider, by what becomes of the order. */
const ONLINE: Record<string, { awaiting: Owing; running: Owing; ended: Owing | 'status' }> = {
	pending: { awaiting: 'awaiting', running: 'awaiting', ended: 'status' },
	failed: { awaiting: 'declined', running: 'declined', ended: 'status' },
	authorised: { awaiting: 'prepaid', running: 'prepaid', ended: 'returning' },
	captured: { awaiting: 'prepaid', running: 'prepaid', ended: 'returning' },
	disputed: { awaiting: 'prepaid', running: 'prepaid', ended: 'returning' },
	released: { awaiting: 'released', running: 'released', ended: 'released' },
	refunded: { awaiting: 'returned', running: 'returned', ended: 'returned' }
};

const everyCase = STATUSES.flatMap((status) =>
	(['due', 'collected', 'void', 'missing'] as const).map((payment) => ({ status, payment }))
);

test.each(everyCase)('a $status order whose payment is $payment', ({ status, payment }) => {
	expect(owingOf({ status, payment: { status: payment } })).toBe(PICTURE[status][payment]);
});

test.each(Object.entries(ONLINE))('an online payment that is %s', (payment, expected) => {
	for (const status of STATUSES) {
		const owing = owingOf({ status, payment: { status: payment } });
		if (status === 'awaiting_payment') expect(owing).toBe(expected.awaiting);
		else if (status === 'cancelled' || status === 'refused')
			expect(owing).toBe(expected.ended === 'status' ? status : expected.ended);
		else expect(owing, status).toBe(expected.running);
	}
});

test('a driver collects nothing for an order that was paid online, and reads so', () => {
	for (const payment of Object.keys(ONLINE))
		for (const status of STATUSES)
			expect(collectable({ status, payment: { status: payment, dueMinor: 900 } })).toBe(0);
	expect(owingText('prepaid', '').en).toBe('paid online: nothing to collect');
	expect(owingText('prepaid', '').fr).toBe('payée en ligne\u00a0: rien à encaisser');
});

test('a refused or cancelled order is never shown as paid, in either language', () => {
	const ended = everyCase.filter(({ status }) => status === 'refused' || status === 'cancelled');

	for (const { status, payment } of ended) {
		const { fr, en } = owingText(owingOf({ status, payment: { status: payment } }), '26,30 €');
		expect(fr).not.toMatch(/payée/i);
		expect(en).not.toMatch(/\bpaid\b/i);
	}
	expect(owingText('cancelled', '').fr).toBe('rien à encaisser\u00a0: commande annulée');
	expect(owingText('refused', '').en).toBe('nothing to collect: order refused');
});

test('the amount is named where money is to be collected or refunded', () => {
	expect(owingText('collect', '26,30 €').fr).toBe('26,30 € à encaisser');
	expect(owingText('refund', '€26.30').en).toBe('€26.30 to give back');
});

test('a driver collects money only on the way to the door', () => {
	const asks = everyCase.filter(
		({ status, payment }) =>
			collectable({ status, payment: { status: payment, dueMinor: 900 } }) > 0
	);

	expect(asks).toEqual(
		['placed', 'accepted', 'making', 'in_oven', 'boxed', 'out', 'at_door'].map((status) => ({
			status,
			payment: 'due'
		}))
	);
});

test('an order that costs nothing owes nothing at the door, until it is changed', () => {
	const payment = { status: 'due', totalMinor: 0 };
	expect(owingOf({ status: 'placed', payment })).toBe('nothing');
	expect(owingOf({ status: 'delivered', payment })).toBe('nothing');
	expect(owingOf({ status: 'delivered', payment: { ...payment, status: 'collected' } })).toBe(
		'nothing'
	);
	expect(owingOf({ status: 'placed', payment: { ...payment, totalMinor: 250 } })).toBe('collect');
});

import { expect, test } from 'vitest';
import { consequencesOf, REASONS, reasonOf } from './ending.ts';
import { actionsFor } from './lifecycle.ts';
import { STATUSES, type Status } from './order.ts';

const order = (status: Status, payment = 'due') => ({ status, payment: { status: payment } });

test('ingredients go back into stock only if the order was not started', () => {
	const stock = (status: Status) => consequencesOf(order(status), 'cancel').stock;

	expect([stock('placed'), stock('accepted')]).toEqual(['back', 'back']);
	expect([stock('making'), stock('in_oven'), stock('boxed'), stock('failed')]).toEqual([
		'used',
		'used',
		'used',
		'used'
	]);
	expect(consequencesOf(order('placed'), 'refuse').stock).toBe('back');
});

test('a refund is due only where money was taken', () => {
	expect(consequencesOf(order('accepted'), 'cancel').money).toBe('none_taken');
	expect(consequencesOf(order('accepted', 'collected'), 'cancel').money).toBe('refund');
	expect(consequencesOf(order('accepted', 'void'), 'cancel').money).toBe('none_taken');
});

test('money that was paid online goes back by itself, and what is only reserved is released', () => {
	const money = (status: Status, payment: string) =>
		consequencesOf(order(status, payment), 'cancel').money;

	expect(money('accepted', 'captured')).toBe('by_itself');
	expect(money('placed', 'authorised')).toBe('release');
	expect(money('awaiting_payment', 'pending')).toBe('none_taken');
	expect(money('awaiting_payment', 'failed')).toBe('none_taken');
	expect(money('accepted', 'refunded')).toBe('none_taken');
});

test('every action that ends an order by hand notifies the customer; a return does not', () => {
	for (const status of STATUSES)
		for (const action of actionsFor(['manager'], status, 'delivery')) {
			const isEnd = action === 'cancel' || action === 'refuse' || action === 'fail';
			expect(consequencesOf(order(status), action).isNotified).toBe(isEnd);
		}
});

test('each action with a reason has at least three common reasons, in both languages', () => {
	for (const action of ['refuse', 'cancel', 'fail'] as const) {
		const words = REASONS[action]?.flatMap(({ fr, en }) => [fr, en]) ?? [];
		expect(words.length).toBeGreaterThanOrEqual(6);
		expect(new Set(words).size).toBe(words.length);
	}
});

test('a chosen reason and free text make one sentence', () => {
	expect(reasonOf('Client injoignable', ' 3 appels ')).toBe('Client injoignable – 3 appels');
	expect(reasonOf('', ' pluie ')).toBe('pluie');
	expect(reasonOf('Commande en double', '')).toBe('Commande en double');
	expect(reasonOf('', ' ')).toBe('');
});

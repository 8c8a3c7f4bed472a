import { describe, expect, it, test } from 'vitest';
import { THRESHOLDS, urgencyOf, type Promised } from './urgency.ts';

const NOW = Date.parse('2026-11-21T19:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const ticket = (left: number, over: Partial<Promised> = {}): Promised => ({
	status: 'making',
	fulfilment: 'delivery',
	placedAt: at(-10),
	promisedAt: at(left),
	wantedAt: null,
	...over
});

describe('the urgency of a ticket', () => {
	it('uses the limits of its fulfilment, each limit included', () => {
		for (const fulfilment of ['delivery', 'collection'] as const) {
			const { soon, urgent } = THRESHOLDS[fulfilment];
			const level = (left: number) => urgencyOf(ticket(left, { fulfilment }), NOW);

			expect([soon + 1, soon, urgent, 0].map(level)).toEqual(['calm', 'soon', 'urgent', 'urgent']);
			expect(level(-0.1)).toBe('late');
		}
	});

	it('is urgent earlier for a delivery, which still has the road ahead', () => {
		expect(urgencyOf(ticket(11), NOW)).toBe('urgent');
		expect(urgencyOf(ticket(11, { fulfilment: 'collection' }), NOW)).toBe('calm');
	});

	it('follows the promise on the heat rack too, for driver and customer', () => {
		for (const fulfilment of ['delivery', 'collection'] as const) {
			const boxed = (left: number) => urgencyOf(ticket(left, { fulfilment, status: 'boxed' }), NOW);

			expect(boxed(-2)).toBe('late');
			expect(boxed(30)).toBe('calm');
		}
	});
});

test('is `later` for an order ahead until it is accepted, then like others', () => {
	const ahead = (left: number, status: Promised['status']) =>
		urgencyOf(ticket(left, { status, wantedAt: at(left) }), NOW);

	expect(ahead(90, 'placed')).toBe('later');
	expect(ahead(60, 'placed')).toBe('calm');
	expect(ahead(90, 'accepted')).toBe('calm');
	expect(ahead(90, 'making')).toBe('calm');
	expect(urgencyOf(ticket(90, { status: 'placed' }), NOW)).toBe('calm');
});

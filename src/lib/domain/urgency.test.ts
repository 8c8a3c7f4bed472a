import { describe, expect, it } from 'vitest';
import { isScheduled, THRESHOLDS, urgencyOf, type Promised } from './urgency.ts';

const NOW = Date.parse('2026-11-21T19:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
const ticket = (left: number, over: Partial<Promised> = {}): Promised => ({
	status: 'making',
	fulfilment: 'delivery',
	placedAt: at(-10),
	promisedAt: at(left),
	...over
});

describe('how pressing a ticket is', () => {
	it('goes through the levels of its own fulfilment, each bound included', () => {
		for (const fulfilment of ['delivery', 'collection'] as const) {
			const { soon, urgent } = THRESHOLDS[fulfilment];
			const level = (left: number) => urgencyOf(ticket(left, { fulfilment }), NOW);

			expect([soon + 1, soon, urgent, 0].map(level)).toEqual(['calm', 'soon', 'urgent', 'urgent']);
			expect(level(-0.1)).toBe('late');
		}
	});

	it('is urgent earlier for a delivery, which still has its road before it', () => {
		expect(urgencyOf(ticket(11), NOW)).toBe('urgent');
		expect(urgencyOf(ticket(11, { fulfilment: 'collection' }), NOW)).toBe('calm');
	});

	it('is calm on the rack for whoever comes to collect, however late they are', () => {
		expect(urgencyOf(ticket(-30, { status: 'boxed', fulfilment: 'collection' }), NOW)).toBe('calm');
		expect(urgencyOf(ticket(-30, { status: 'boxed' }), NOW)).toBe('late');
	});
});

describe('a ticket for a chosen time', () => {
	it('waits as `later` until it enters the line, or until somebody has started it', () => {
		const scheduled = (left: number, status: Promised['status']) =>
			urgencyOf(ticket(left, { status, placedAt: at(-30) }), NOW);

		expect(scheduled(90, 'accepted')).toBe('later');
		expect(scheduled(THRESHOLDS.delivery.enters, 'accepted')).toBe('calm');
		expect(scheduled(90, 'making')).toBe('calm');
	});

	it('is told from a long quote', () => {
		expect(isScheduled(ticket(60, { placedAt: at(0) }))).toBe(false);
		expect(isScheduled(ticket(75, { placedAt: at(0) }))).toBe(true);
	});
});

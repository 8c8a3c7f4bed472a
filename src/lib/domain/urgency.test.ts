import { describe, expect, it } from 'vitest';
import { entersAt, isScheduled, THRESHOLDS, urgencyOf, type Promised } from './urgency.ts';

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

	it('follows the promise on the rack too, whoever is waited for', () => {
		for (const fulfilment of ['delivery', 'collection'] as const) {
			const boxed = (left: number) => urgencyOf(ticket(left, { fulfilment, status: 'boxed' }), NOW);

			expect(boxed(-2)).toBe('late');
			expect(boxed(30)).toBe('calm');
		}
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

	it('enters the line as it stops being `later`', () => {
		const promised = NOW + 90 * 60_000;

		expect(entersAt('delivery', promised)).toBe(promised - 50 * 60_000);
		expect(entersAt('collection', promised)).toBe(promised - 35 * 60_000);
	});

	it('is told from a long quote', () => {
		expect(isScheduled(ticket(60, { placedAt: at(0) }))).toBe(false);
		expect(isScheduled(ticket(75, { placedAt: at(0) }))).toBe(true);
	});
});

import type { Fulfilment, Status } from '#domain/order/order.ts';
import { TRANSITIONS } from '#domain/order/lifecycle.ts';
import { describe, expect, it } from 'vitest';
import { hasEndedEarly, stagesOf } from './stages.ts';

describe('the way of an order', () => {
	it('has past stages before the present one and the rest ahead', () => {
		const states = stagesOf('in_oven', 'collection').map((stage) => stage.state);

		expect(states).toEqual(['past', 'past', 'past', 'now', 'ahead', 'ahead']);
	});

	it('begins with the payment while that is awaited, and not afterwards', () => {
		expect(stagesOf('awaiting_payment', 'collection').slice(0, 2)).toEqual([
			{ status: 'awaiting_payment', state: 'now' },
			{ status: 'placed', state: 'ahead' }
		]);
		expect(stagesOf('placed', 'collection')[0]).toEqual({ status: 'placed', state: 'now' });
	});

	it('shows every stage that an order can come to, or says how it ended', () => {
		for (const fulfilment of ['delivery', 'collection'] as const)
			for (const status of reachable(fulfilment)) {
				const isShown = stagesOf(status, fulfilment).some((stage) => stage.state === 'now');
				expect(isShown || hasEndedEarly(status), `${fulfilment} ${status}`).toBe(true);
			}
	});
});

/** Every stage that the lifecycle leads to from a placed order of this kind. */
function reachable(fulfilment: Fulfilment): Set<Status> {
	const found = new Set<Status>(['awaiting_payment']);
	for (const status of found)
		for (const row of TRANSITIONS)
			if (row.from === status && (row.fulfilment ?? fulfilment) === fulfilment) found.add(row.to);
	return found;
}

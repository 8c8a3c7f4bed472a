/** The stages of an order for its customer, from the lifecycle. */

import type { Fulfilment, Status } from '#domain/order/order.ts';

const KITCHEN: readonly Status[] = ['placed', 'accepted', 'making', 'in_oven', 'boxed'];

const WAYS: Record<Fulfilment, readonly Status[]> = {
	delivery: [...KITCHEN, 'out', 'at_door', 'delivered'],
	collection: [...KITCHEN, 'collected']
};

export interface Stage {
	status: Status;
	state: 'past' | 'now' | 'ahead';
}

/** Each stage with whether it is past, present or ahead; an order that ended early has no present. */
export function stagesOf(status: Status, fulfilment: Fulfilment): Stage[] {
	const way = WAYS[fulfilment];
	const here = way.indexOf(status);
	return way.map((stage, index) => ({
		status: stage,
		state: here < 0 || index > here ? 'ahead' : index === here ? 'now' : 'past'
	}));
}

/** Ended without having been handed over. */
export function hasEndedEarly(status: Status): boolean {
	return status === 'cancelled' || status === 'refused' || status === 'failed';
}

/** The stages of an order for its customer, from the lifecycle. */

import {
	IN_KITCHEN,
	isIn,
	NOT_HANDED_OVER,
	ON_THE_ROAD,
	type Fulfilment,
	type Status
} from '#domain/order/order.ts';

const WAYS: Record<Fulfilment, readonly Status[]> = {
	delivery: [...IN_KITCHEN, ...ON_THE_ROAD, 'delivered'],
	collection: [...IN_KITCHEN, 'collected']
};

export interface Stage {
	status: Status;
	state: 'past' | 'now' | 'ahead';
}

/** Each stage with whether it is past, present or ahead; an order that ended early has no present. */
export function stagesOf(status: Status, fulfilment: Fulfilment): Stage[] {
	const way = status === 'awaiting_payment' ? [status, ...WAYS[fulfilment]] : WAYS[fulfilment];
	const here = way.indexOf(status);
	return way.map((stage, index) => ({
		status: stage,
		state: here < 0 || index > here ? 'ahead' : index === here ? 'now' : 'past'
	}));
}

/** Ended without having been handed over. */
export function hasEndedEarly(status: Status): boolean {
	return isIn(NOT_HANDED_OVER, status);
}

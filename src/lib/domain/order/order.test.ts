import { expect, test } from 'vitest';
import { isArrivalEstimated, isEstimated, STATUSES } from './order.ts';

const ENDS = ['delivered', 'collected', 'cancelled', 'refused', 'failed'];

test('a stage set only by a timer is estimated while the order is open', () => {
	const guessed = STATUSES.filter((status) => isEstimated(status, 'timer'));

	expect(STATUSES.filter((status) => !guessed.includes(status))).toEqual(ENDS);
});

test.each(['tap', 'scan', 'geofence'] as const)(
	'a stage confirmed by a %s is not estimated',
	(evidence) => {
		expect(STATUSES.filter((status) => isEstimated(status, evidence))).toEqual([]);
	}
);

test('the time of arrival is estimated until the order has arrived', () => {
	const certain = (fulfilment: 'delivery' | 'collection') =>
		STATUSES.filter((status) => !isArrivalEstimated({ status, fulfilment }));

	expect(certain('delivery')).toEqual(['at_door', ...ENDS]);
	expect(certain('collection')).toEqual(['boxed', 'at_door', ...ENDS]);
});

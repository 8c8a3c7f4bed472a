import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadOf, splitAhead, type Ahead, type Pace } from './ahead.ts';
import { STATUSES } from '../order/order.ts';
import { quote } from '../time/quote.ts';

const NOW = Date.parse('2026-11-21T19:00:00Z');
const MINUTE = 60_000;
const PACE: Pace = { prepMinutes: 15, speedKmh: 18, radiusM: 4000 };
const NOBODY = new Set<string>();

const ticket = (id: string, left: number, over: Partial<Ahead> = {}): Ahead => {
	const promisedAt = new Date(NOW + left * MINUTE).toISOString();
	return {
		id,
		status: 'accepted',
		fulfilment: 'collection',
		promisedAt,
		wantedAt: promisedAt,
		...over
	};
};
const split = (tickets: Ahead[], seen: ReadonlySet<string> = NOBODY, now = NOW) => {
	const { line, later } = splitAhead(tickets, now, PACE, seen);
	return { line: line.map(({ id }) => id), later: later.map(({ id }) => id) };
};

describe('the lead time of an order ahead', () => {
	it('equals the promise of an order as soon as possible', () => {
		for (const fulfilment of ['delivery', 'collection'] as const)
			for (const queue of [0, 3, 20]) {
				const straightM = fulfilment === 'delivery' ? 2000 : 0;
				const told = quote(NOW, { ...PACE, queue }, fulfilment, straightM);
				expect(leadOf(PACE, fulfilment, queue)).toBe(told.promise - NOW);
			}
	});

	it('grows with the queue and with the distance', () => {
		expect(leadOf(PACE, 'collection', 12)).toBeGreaterThan(leadOf(PACE, 'collection', 0));
		expect(leadOf(PACE, 'delivery', 0)).toBeGreaterThan(leadOf(PACE, 'collection', 0));
	});
});

describe('the make line', () => {
	it('hides an accepted order ahead until its start is due', () => {
		const lead = leadOf(PACE, 'collection', 0) / MINUTE;
		const tickets = [ticket('far', lead + 5), ticket('due', lead)];

		expect(split(tickets)).toEqual({ line: ['due'], later: ['far'] });
	});

	it('hides no order that is not accepted, already started, or as soon as possible', () => {
		const tickets = [
			ticket('placed', 300, { status: 'placed' }),
			ticket('making', 300, { status: 'making' }),
			ticket('asap', 300, { wantedAt: null }),
			ticket('held', 300)
		];

		expect(split(tickets)).toEqual({ line: ['placed', 'making', 'asap'], later: ['held'] });
	});

	it('starts an order earlier when the queue is longer', () => {
		const lead = leadOf(PACE, 'collection', 0) / MINUTE;
		const busy = Array.from({ length: 10 }, (_, i) => ticket(`now-${i}`, 20, { wantedAt: null }));

		expect(split([ticket('later', lead + 5)]).later).toEqual(['later']);
		expect(split([...busy, ticket('later', lead + 5)]).later).toEqual([]);
	});

	it('keeps showing a ticket after the queue gets shorter', () => {
		expect(split([ticket('seen', 300)], new Set(['seen'])).later).toEqual([]);
	});

	it('loses no ticket, sorts the later ones by their start, and hides fewer as time passes', () => {
		const any = fc.uniqueArray(
			fc.record({
				id: fc.nat(200).map(String),
				left: fc.integer({ min: -30, max: 300 }),
				status: fc.constantFrom(...STATUSES),
				isAhead: fc.boolean(),
				fulfilment: fc.constantFrom('delivery' as const, 'collection' as const)
			}),
			{ selector: ({ id }) => id, maxLength: 30 }
		);
		fc.assert(
			fc.property(any, fc.nat(120), (some, minutes) => {
				const tickets = some.map(({ id, left, status, isAhead, fulfilment }) =>
					ticket(id, left, { status, fulfilment, ...(isAhead ? {} : { wantedAt: null }) })
				);
				const { line, later } = splitAhead(tickets, NOW, PACE, NOBODY);
				expect(new Set([...line, ...later]).size).toBe(tickets.length);
				expect(line).toEqual(tickets.filter((one) => line.includes(one)));
				const times = later.map((one) => Date.parse(one.promisedAt));
				expect(times).toEqual(times.toSorted((a, b) => a - b));
				const after = split(tickets, NOBODY, NOW + minutes * MINUTE).later;
				expect(later.map(({ id }) => id)).toEqual(expect.arrayContaining(after));
			})
		);
	});
});

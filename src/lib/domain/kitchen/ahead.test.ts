import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leadOf, splitAhead, type Ahead, type Pace } from './ahead.ts';
import { STATUSES } from '../order/order.ts';
import { aShop, SETTINGS } from '../plan/kitchen/kitchen-samples.ts';
import { quoteFor } from '../plan/kitchen/quote.ts';

const NOW = Date.parse('2026-11-21T19:00:00Z');
const MINUTE = 60_000;
const PACE: Pace = {
	prepMinutes: 15,
	speedKmh: 18,
	point: { lat: 43.6, lng: 3.88 },
	radiusM: 4000,
	kitchen: { ...SETTINGS, delayMinutes: 0 }
};
const PIZZA = { product: 'reine', size: 'm', quantity: 2, struckAt: null, voidedAt: null };
const NOBODY = new Set<string>();

const ticket = (id: string, left: number, over: Partial<Ahead> = {}): Ahead => {
	const promisedAt = new Date(NOW + left * MINUTE).toISOString();
	return {
		id,
		status: 'accepted',
		fulfilment: 'collection',
		promisedAt,
		wantedAt: promisedAt,
		lines: [PIZZA],
		alarms: [],
		...over
	};
};
const split = (tickets: Ahead[], seen: ReadonlySet<string> = NOBODY, now = NOW) => {
	const { line, later } = splitAhead(tickets, now, PACE, seen);
	return { line: line.map(({ id }) => id), later: later.map(({ id }) => id) };
};

const busyLine = (count: number) =>
	Array.from({ length: count }, (_, i) => ticket(`now-${i}`, 20, { wantedAt: null }));
const leadBehind = (count: number, over: Partial<Ahead> = {}, pace = PACE) =>
	leadOf(pace, ticket('one', 300, over), busyLine(count), NOW);

describe('the lead time of an order ahead', () => {
	it('equals the promise of an order as soon as possible', () => {
		for (const fulfilment of ['delivery', 'collection'] as const) {
			const straightM = fulfilment === 'delivery' ? 2000 : 0;
			const quote = quoteFor(NOW, aShop(), [{ count: 2 }], { fulfilment, straightM });
			expect(leadBehind(0, { fulfilment })).toBe(quote.promise - NOW);
		}
	});

	it('grows with the queue and with the distance', () => {
		expect(leadBehind(12)).toBeGreaterThan(leadBehind(0));
		expect(leadBehind(0, { fulfilment: 'delivery' })).toBeGreaterThan(leadBehind(0));
	});

	it('grows with the pizzas of the order, and with the delay of the shop', () => {
		const large = [{ ...PIZZA, quantity: 20 }];
		const delayed = { ...PACE, kitchen: { ...PACE.kitchen, delayMinutes: 20 } };

		expect(leadBehind(0, { lines: large })).toBeGreaterThan(leadBehind(0) + 10 * MINUTE);
		expect(leadBehind(0, {}, delayed)).toBeGreaterThanOrEqual(leadBehind(0) + 20 * MINUTE);
	});

	it('counts no drink and no voided line', () => {
		const drinks = [
			{ ...PIZZA, size: 'one', quantity: 20 },
			{ ...PIZZA, quantity: 20, voidedAt: '2026-11-21T18:00:00Z' }
		];

		expect(leadBehind(0, { lines: drinks })).toBe(20 * MINUTE);
	});
});

describe('the make line', () => {
	it('shows an order ahead whose alarm says that its start is due', () => {
		const due = ticket('due', 300, { alarms: [{ kind: 'start_due' }] });

		expect(split([due, ticket('far', 300)])).toEqual({ line: ['due'], later: ['far'] });
	});

	it('hides an accepted order ahead until its start is due', () => {
		const lead = leadBehind(0) / MINUTE;
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
		const lead = leadBehind(0) / MINUTE;
		const busy = busyLine(10);

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

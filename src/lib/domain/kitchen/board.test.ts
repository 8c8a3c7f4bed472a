import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	allItems,
	bumpOf,
	columnOf,
	inBoardOrder,
	isUndoable,
	LINES_A_PAGE,
	openItems,
	pagesOf,
	stepWhenStruck
} from './board.ts';
import { transitionOf } from '../order/lifecycle.ts';
import { isInKitchen, STATUSES } from '../order/order.ts';
import type { Promised } from './urgency.ts';

const NOW = Date.parse('2026-11-21T19:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

describe('the columns', () => {
	it('hold exactly the statuses that the kitchen works on', () => {
		for (const status of STATUSES) expect(columnOf(status) !== undefined).toBe(isInKitchen(status));
	});
});

describe('a bump', () => {
	it('is the only step forward at each stage', () => {
		const steps = (['placed', 'accepted', 'making', 'in_oven', 'boxed'] as const).map((status) =>
			bumpOf(['cook'], status, 'collection')
		);

		expect(steps).toEqual(['accept', 'start', 'bake', 'box', 'collect']);
	});

	it('does not exist where a driver or another role takes over', () => {
		expect(bumpOf(['cook'], 'boxed', 'delivery')).toBeUndefined();
		expect(bumpOf(['counter'], 'making', 'delivery')).toBeUndefined();
	});

	it('can be undone only where recall leads back to the previous stage', () => {
		for (const status of STATUSES) {
			const action = bumpOf(['owner', 'cook'], status, 'delivery');
			if (!action || !isUndoable(action)) continue;
			const there = transitionOf(status, action, 'delivery')?.to ?? status;
			expect(transitionOf(there, 'recall', 'delivery')?.to).toBe(status);
		}
		expect((['accept', 'collect'] as const).filter(isUndoable)).toEqual([]);
		expect((['start', 'bake', 'box'] as const).filter(isUndoable)).toHaveLength(3);
	});
});

describe('the strike of the last line', () => {
	it('moves a ticket on from the make line only', () => {
		expect(STATUSES.filter((status) => stepWhenStruck(status, 0))).toEqual(['making']);
		expect(stepWhenStruck('making', 1)).toBeUndefined();
		expect(transitionOf('making', stepWhenStruck('making', 0) ?? 'pay', 'delivery')?.to).toBe(
			'in_oven'
		);
	});
});

describe('the order of the board', () => {
	const ticket = (number: number, placed: number, promised: number, isAhead = false) =>
		({
			number,
			status: 'placed',
			fulfilment: 'delivery',
			placedAt: at(placed),
			promisedAt: at(promised),
			wantedAt: isAhead ? at(promised) : null
		}) satisfies Promised & { number: number };

	it('is late tickets first, then by arrival, then later ones', () => {
		const tickets = [
			ticket(1, -50, 120, true),
			ticket(2, -20, 30),
			ticket(3, -10, -1),
			ticket(4, -5, 8)
		];

		expect(inBoardOrder(tickets, NOW).map(({ number }) => number)).toEqual([3, 2, 4, 1]);
	});

	it('loses no ticket and does not depend on the input order', () => {
		const some = fc.uniqueArray(
			fc.tuple(fc.nat(500), fc.nat(90), fc.integer({ min: -9, max: 99 })),
			{
				selector: ([number]) => number
			}
		);
		fc.assert(
			fc.property(some, (all) => {
				const tickets = all.map(([n, placed, left]) => ticket(n, -placed, left));
				expect(inBoardOrder(tickets.toReversed(), NOW)).toEqual(inBoardOrder(tickets, NOW));
				expect(inBoardOrder(tickets, NOW)).toHaveLength(tickets.length);
			})
		);
	});
});

describe('a ticket with many lines', () => {
	it('shows all of them: its pages together are its lines, none empty', () => {
		fc.assert(
			fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 60 }), (lines) => {
				const pages = pagesOf(lines);
				expect(pages.flat()).toEqual(lines);
				expect(pages.every((page) => page.length > 0)).toBe(true);
			})
		);
		expect(pagesOf(Array.from({ length: LINES_A_PAGE + 1 }, (_, i) => i))).toHaveLength(1);
		expect(pagesOf(Array.from({ length: LINES_A_PAGE + 2 }, (_, i) => i))).toHaveLength(2);
	});

	it('counts the lines left to make without struck or voided ones', () => {
		const line = (quantity: number, struckAt: string | null, voidedAt: string | null) => ({
			quantity,
			struckAt,
			voidedAt
		});
		const lines = [line(2, null, null), line(3, at(0), null), line(4, null, at(0))];

		expect([openItems(lines), allItems(lines)]).toEqual([2, 5]);
	});
});

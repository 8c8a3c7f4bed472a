import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ManagedOrder } from '../wire/contract.ts';
import { countShop, isOnShelf, shelfOf, SHELVES, sumShops } from './desk.ts';
import { isLate, NEED_REASONS, NEED_WORDS, needsPerson, type Needy } from './needs.ts';
import { STATUSES, type Alert, type RunStatus } from './order.ts';

const NOW = Date.parse('2026-11-20T19:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

const needy = (over: Partial<Needy> = {}): Needy => ({
	status: 'making',
	fulfilment: 'delivery',
	alert: null,
	stageAt: at(-0.5),
	promisedAt: at(30),
	stop: null,
	...over
});
const held = (runStatus: RunStatus): Needy['stop'] =>
	({ run: 'r', runStatus, driver: { id: 'd', name: 'Karim' }, expiresAt: null }) as Needy['stop'];
const reasons = (over: Partial<Needy>) => needsPerson(needy(over), NOW).map((need) => need.reason);

describe('orders that need a person', () => {
	test.each<[string, Partial<Needy>, string[]]>([
		['an order in the kitchen with time left', {}, []],
		[
			'an order not accepted in time',
			{ status: 'placed', alert: 'not_accepted' },
			['not_accepted']
		],
		['one still not accepted', { status: 'placed', alert: 'escalated' }, ['escalated']],
		['one of an unusual amount', { status: 'placed', alert: 'to_check' }, ['to_check']],
		[
			'one that grew after it was accepted',
			{ status: 'accepted', alert: 'to_check' },
			['to_check']
		],
		['one that was checked and begun', { status: 'making', alert: 'to_check' }, []],
		['one no screen shows', { status: 'placed', alert: 'not_displayed' }, ['not_displayed']],
		['an alert of a stage that is over', { status: 'making', alert: 'not_accepted' }, []],
		[
			'ready, and the planner found no driver',
			{ status: 'boxed', alert: 'no_driver' },
			['no_driver']
		],
		['just ready, the planner still has time', { status: 'boxed' }, []],
		['ready for a minute without a driver', { status: 'boxed', stageAt: at(-1) }, ['no_driver']],
		['ready, with a driver', { status: 'boxed', stageAt: at(-9), stop: held('accepted') }, []],
		['one that is not paid in time', { status: 'awaiting_payment', promisedAt: at(-9) }, []],
		['ready for its customer to collect', { status: 'boxed', fulfilment: 'collection' }, []],
		['a promise that has passed', { promisedAt: at(-3) }, ['late']],
		['a promise at this very instant', { promisedAt: at(0) }, ['late']],
		['ten minutes left in the kitchen', { promisedAt: at(10) }, ['soon']],
		['ten minutes and a second left', { promisedAt: at(10 + 1 / 60) }, []],
		['ten minutes left on the road', { status: 'out', promisedAt: at(10), stop: held('out') }, []],
		['late on the road', { status: 'out', promisedAt: at(-1), stop: held('out') }, ['late']],
		[
			'its customer is late, not the shop',
			{ status: 'boxed', fulfilment: 'collection', promisedAt: at(-9) },
			[]
		],
		[
			'ready, late and without a driver',
			{ status: 'boxed', stageAt: at(-8), promisedAt: at(-3) },
			['no_driver', 'late']
		],
		['failed, still out', { status: 'failed', promisedAt: at(-40) }, ['failed']],
		['delivered late', { status: 'delivered', promisedAt: at(-40) }, []],
		['cancelled with an old alert', { status: 'cancelled', alert: 'escalated' }, []]
	])('%s', (_, over, expected) => {
		expect(reasons(over)).toEqual(expected);
	});

	test('each reason has one action', () => {
		const action = (over: Partial<Needy>) => needsPerson(needy(over), NOW)[0]?.action;

		expect(action({ status: 'placed', alert: 'escalated' })).toBe('accept');
		expect(action({ status: 'placed', alert: 'to_check' })).toBe('call');
		expect(action({ status: 'failed' })).toBe('return');
		expect(action({ status: 'boxed', alert: 'no_driver' })).toBe('assign');
		expect(action({ promisedAt: at(-1) })).toBe('call');
		expect(action({ promisedAt: at(5) })).toBe('open');
	});

	test('every reason has a text in both languages', () => {
		const words = NEED_REASONS.flatMap((reason) => [NEED_WORDS[reason].fr, NEED_WORDS[reason].en]);

		expect(new Set(words).size).toBe(NEED_REASONS.length * 2);
		expect(words.every((word) => word.length > 3)).toBe(true);
	});
});

const anOrder: fc.Arbitrary<ManagedOrder> = fc
	.record({
		status: fc.constantFrom(...STATUSES),
		fulfilment: fc.constantFrom('delivery' as const, 'collection' as const),
		alert: fc.constantFrom<(Alert | null)[]>(
			null,
			'not_accepted',
			'escalated',
			'not_displayed',
			'no_driver',
			'to_check',
			'payment'
		),
		stageAt: fc.integer({ min: -90, max: 0 }).map(at),
		promisedAt: fc.integer({ min: -60, max: 60 }).map(at),
		stop: fc.constantFrom(null, held('offered'), held('accepted'), held('out'))
	})
	.map((over) => ({ ...({ placedAt: at(-90), number: 1 } as ManagedOrder), ...over }));
const someShops = fc.array(fc.array(anOrder, { maxLength: 25 }), { maxLength: 6 });

test('shelf, filter, shop count and group count agree for any set of orders', () => {
	fc.assert(
		fc.property(someShops, (shops) => {
			const counts = shops.map((orders) => countShop(orders, [], NOW));
			const total = (needs: Partial<Record<string, number>>) =>
				Object.values(needs).reduce<number>((sum, n) => sum + (n ?? 0), 0);

			for (const [index, orders] of shops.entries()) {
				const onShelf = orders.filter((order) => shelfOf(order, NOW) === 'attention');
				const filtered = orders.filter((order) => isOnShelf(order, 'attention', NOW));
				expect(filtered).toEqual(onShelf);
				expect(total(counts[index]?.needs ?? {})).toBe(onShelf.length);
				expect(counts[index]?.late).toBe(orders.filter((order) => isLate(order, NOW)).length);
			}
			const all = shops.flat().filter((order) => needsPerson(order, NOW).length > 0);
			expect(total(sumShops(counts).needs)).toBe(all.length);
		})
	);
});

test('every late order is on the first shelf', () => {
	fc.assert(
		fc.property(anOrder, (order) => {
			// The rule is repeated here on purpose: the test must not use the function under test.
			const isOver = [
				'delivered',
				'collected',
				'cancelled',
				'refused',
				'failed',
				'awaiting_payment'
			];
			const isWaitedFor = order.status === 'boxed' && order.fulfilment === 'collection';
			const isPast = Date.parse(order.promisedAt) <= NOW;
			const isUnpaid = order.status === 'awaiting_payment';
			const late = isPast && !isWaitedFor && !isUnpaid && !isOver.includes(order.status);
			expect(isLate(order, NOW)).toBe(late);
			if (late) expect(shelfOf(order, NOW)).toBe('attention');
			expect(SHELVES).toContain(shelfOf(order, NOW));
		})
	);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ManagedOrder } from '../wire/contract.ts';
import { countShop, isOnShelf, shelfOf, SHELVES, sumShops } from './desk.ts';
import { ALARM_KINDS, ALARMS } from '../plan/alarms.ts';
import type { AlarmView } from '../plan/alarm-words.ts';
import {
	countNeeds,
	isLate,
	NEED_REASONS,
	NEED_WORDS,
	needsPerson,
	type NeedAction,
	type NeedReason,
	type Needy
} from './needs.ts';
import { STATUSES, type Alert, type RunStatus } from './order.ts';

const NOW = Date.parse('2026-11-20T19:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

const needy = (over: Partial<Needy> = {}): Needy => ({
	status: 'making',
	fulfilment: 'delivery',
	alert: null,
	alarms: [],
	stageAt: at(-0.5),
	promisedAt: at(30),
	stop: null,
	...over
});
const held = (runStatus: RunStatus): Needy['stop'] =>
	({ run: 'r', runStatus, driver: { id: 'd', name: 'Karim' }, expiresAt: null }) as Needy['stop'];
const noDriver = { kind: 'no_driver', raisedAt: at(-1), seenBy: [] } as unknown as AlarmView;
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
		['ready, the planner still has time', { status: 'boxed', stageAt: at(-3) }, []],
		[
			'ready without a driver for longer than the shop’s limit',
			{ status: 'boxed', alarms: [noDriver] },
			['no_driver']
		],
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
			{ status: 'boxed', alarms: [noDriver], promisedAt: at(-3) },
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

	test.each<[string, Partial<Needy>, string[], string | undefined]>([
		['probably late', { lateChance: 0.5 }, ['will_late'], 'call'],
		['probably in time', { lateChance: 0.49 }, [], undefined],
		[
			'probably late, which replaces "soon"',
			{ promisedAt: at(5), lateChance: 0.9 },
			['will_late'],
			'call'
		],
		['late already', { promisedAt: at(-1), lateChance: 1 }, ['late'], 'call'],
		['not accepted', { status: 'placed', lateChance: 0.9 }, ['will_late'], 'accept'],
		['not started', { status: 'accepted', lateChance: 0.9 }, ['will_late'], 'start'],
		['baking without a driver', { status: 'in_oven', lateChance: 0.9 }, ['will_late'], 'assign'],
		[
			'baking with a driver',
			{ status: 'in_oven', lateChance: 0.9, stop: held('accepted') },
			['will_late'],
			'call'
		],
		[
			'baking, to collect',
			{ status: 'in_oven', fulfilment: 'collection', lateChance: 0.9 },
			['will_late'],
			'call'
		],
		['on the road', { status: 'out', lateChance: 0.9, stop: held('out') }, ['will_late'], 'call'],
		['delivered', { status: 'delivered', lateChance: 0.9 }, [], undefined]
	])('a forecast: %s', (_, over, expected, action) => {
		expect(reasons(over)).toEqual(expected);
		expect(needsPerson(needy(over), NOW)[0]?.action).toBe(action);
	});

	test.each<[NeedReason, NeedAction, Partial<Needy>]>([
		['no_driver', 'assign', { status: 'boxed', stageAt: at(-2) }],
		['not_leaving', 'call_driver', { status: 'boxed', stop: held('accepted') }],
		['driver_silent', 'call_driver', { status: 'out', stop: held('out') }],
		['no_answer', 'assign', { status: 'in_oven', stop: held('offered') }],
		['cooling', 'call_driver', { status: 'boxed', stop: held('accepted') }],
		['cooling', 'call', { status: 'boxed', fulfilment: 'collection' }],
		['oven_long', 'box', { status: 'in_oven' }],
		['start_late', 'start', { status: 'accepted' }]
	])('the alarm %s needs a person to %s, but not who has seen it', (kind, action, over) => {
		const alarm = { kind, raisedAt: at(-1), seenBy: ['cook'] } as AlarmView;
		const order = needy({ ...over, alarms: [alarm] });

		expect(needsPerson(order, NOW, 'manager')).toEqual([{ reason: kind, action, alarm }]);
		expect(needsPerson(order, NOW)).toHaveLength(1);
		expect(needsPerson(order, NOW, 'cook')).toEqual([]);
		expect(countNeeds([order], NOW)).toEqual({ [kind]: 1 });
	});

	test('every alarm that is late needs a manager, with the act of its owner', () => {
		const late = ALARM_KINDS.filter((kind) => ALARMS[kind].severity === 'late');

		expect(NEED_REASONS.filter((reason) => ALARM_KINDS.some((kind) => kind === reason))).toEqual(
			expect.arrayContaining(late)
		);
		for (const kind of late) {
			const alarm = { kind, raisedAt: at(-1), seenBy: [] } as unknown as AlarmView;
			const act = ALARMS[kind].act({ fulfilment: 'delivery' });
			const [need] = needsPerson(
				needy({ alarms: [alarm], status: 'boxed', stageAt: at(-2) }),
				NOW
			).filter(({ reason }) => reason === kind);

			// A manager does not leave with the bag, but calls who should.
			expect(need?.action).toBe(act === 'pick_up' ? 'call_driver' : act);
		}
	});

	test('advice for the kitchen needs no manager', () => {
		const alarms = ['start_due', 'oven_due'].map(
			(kind) => ({ kind, raisedAt: at(-1), seenBy: [] }) as unknown as AlarmView
		);

		expect(needsPerson(needy({ alarms }), NOW)).toEqual([]);
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
		alarms: fc
			.subarray(['no_driver', 'cooling', 'oven_long', 'start_due'] as const)
			.map((kinds) =>
				kinds.map((kind) => ({ kind, owner: 'desk' as const, raisedAt: at(-2), seenBy: [] }))
			),
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

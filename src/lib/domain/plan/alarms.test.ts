import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STATUSES, RUN_STATUSES } from '../order/order.ts';
import { mayEver, transitionOf, type Action } from '../order/lifecycle.ts';
import { ALARM_WORDS, OWNER_WORDS } from './alarm-words.ts';
import {
	ALARM_DEFAULTS,
	ALARM_KINDS,
	ALARMS,
	alarmsAt,
	dueTimes,
	nextDue,
	type AlarmKind,
	type AlarmLimits,
	type AlarmRun,
	type Watched
} from './alarms.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-20T19:00:00Z');
const LIMITS: AlarmLimits = {
	...ALARM_DEFAULTS,
	minuteMs: MINUTE,
	prepMinutes: 15,
	bakeMinutes: 6
};
const at = (minutes: number) => NOW + minutes * MINUTE;

const watched = (over: Partial<Watched>): Watched => ({
	status: 'accepted',
	fulfilment: 'delivery',
	stageAt: at(0),
	promisedAt: at(60),
	startBy: null,
	ovenBy: null,
	driveMinutes: 10,
	bakes: [],
	run: null,
	...over
});
const run = (over: Partial<AlarmRun>): AlarmRun => ({
	status: 'accepted',
	offeredAt: at(0),
	expiresAt: null,
	isFirst: true,
	readyAt: null,
	heardAt: null,
	...over
});

/** Each cause, with the minute at which it begins, and the same order after the act. */
const CAUSES: [AlarmKind, number, Partial<Watched>, Partial<Watched>][] = [
	['start_due', 35, {}, { status: 'making', stageAt: at(35) }],
	['start_due', 20, { startBy: at(20) }, { status: 'making', stageAt: at(20) }],
	['start_late', 39, {}, { status: 'making', stageAt: at(39) }],
	['oven_due', 44, { status: 'making' }, { status: 'in_oven', stageAt: at(44) }],
	['oven_due', 12, { status: 'making', ovenBy: at(12) }, { status: 'in_oven', stageAt: at(12) }],
	['oven_long', 9, { status: 'in_oven' }, { status: 'boxed', stageAt: at(9) }],
	['no_driver', 1, { status: 'boxed' }, { run: run({ status: 'accepted', offeredAt: at(1) }) }],
	['cooling', 6, { status: 'boxed', run: run({}) }, { run: run({ readyAt: at(6) }) }],
	['cooling', 6, { status: 'boxed', run: run({ status: 'out' }) }, { status: 'out' }],
	[
		'cooling',
		66,
		{ status: 'boxed', fulfilment: 'collection', driveMinutes: 0 },
		{ status: 'collected' }
	],
	[
		'not_leaving',
		7,
		{ status: 'boxed', run: run({ readyAt: at(3) }) },
		{ status: 'out', run: run({ status: 'out' }) }
	],
	[
		'not_leaving',
		9,
		{ status: 'boxed', run: run({ readyAt: at(3), offeredAt: at(5) }) },
		{ run: null, stageAt: at(9) }
	],
	[
		'driver_silent',
		7,
		{ status: 'out', run: run({ status: 'out', heardAt: at(2) }) },
		{ status: 'out', run: run({ status: 'out', heardAt: at(6.5) }) }
	],
	[
		'driver_silent',
		8,
		{ status: 'out', stageAt: at(3), run: run({ status: 'out', heardAt: at(1) }) },
		{ status: 'at_door' }
	],
	[
		'no_answer',
		0.75,
		{ status: 'in_oven', run: run({ status: 'offered', expiresAt: at(1) }) },
		{ run: run({ status: 'accepted' }) }
	],
	[
		'no_answer',
		0.75,
		{ status: 'boxed', stageAt: at(0), run: run({ status: 'offered' }) },
		{ status: 'boxed', run: run({ status: 'accepted' }) }
	]
];

describe('an alarm', () => {
	test.each(CAUSES)('%s is raised at minute %d, and not before', (kind, minute, over) => {
		const order = watched(over);

		expect(alarmsAt(order, LIMITS, at(minute) - 1)).not.toContain(kind);
		expect(alarmsAt(order, LIMITS, at(minute))).toContain(kind);
	});

	test.each(CAUSES)('%s of minute %d is gone when somebody acts', (kind, minute, over, acted) => {
		const order = watched({ ...over, ...acted });

		expect(alarmsAt(order, LIMITS, at(minute))).not.toContain(kind);
	});

	test.each(CAUSES)('%s of minute %d has a due time on the way there', (kind, minute, over) => {
		const order = watched(over);
		let now = at(0);
		for (let due: number | null = now; due !== null && due <= at(minute);) {
			now = due;
			due = nextDue(order, LIMITS, now);
		}

		expect(now).toBe(at(minute));
		expect(alarmsAt(order, LIMITS, now)).toContain(kind);
	});

	test('says that the start is due, then that it is late: never both', () => {
		const kinds = [34, 35, 38.9, 39, 90].map((minute) => alarmsAt(watched({}), LIMITS, at(minute)));

		expect(kinds).toEqual([[], ['start_due'], ['start_due'], ['start_late'], ['start_late']]);
	});

	test('of a start waits until the order was accepted', () => {
		const late = watched({ stageAt: at(50) });

		expect(alarmsAt(late, LIMITS, at(50))).toEqual(['start_due']);
		expect(alarmsAt(late, LIMITS, at(54))).toEqual(['start_late']);
	});

	test('of the oven leaves time for the hands', () => {
		const late = watched({ status: 'making', stageAt: at(50) });

		expect(alarmsAt(late, LIMITS, at(52.9))).toEqual([]);
		expect(alarmsAt(late, LIMITS, at(53))).toEqual(['oven_due']);
	});

	test('of a run is on its first order alone', () => {
		const held = run({ readyAt: at(0), isFirst: false });
		const out = run({ status: 'out', heardAt: at(0), isFirst: false });

		expect(alarmsAt(watched({ status: 'boxed', run: held }), LIMITS, at(30))).toEqual([]);
		expect(alarmsAt(watched({ status: 'out', run: out }), LIMITS, at(30))).toEqual([]);
	});

	test.each([
		['of the shop, of an order without pizzas', [], 9],
		['of the shop, for items without their own', [null, null], 9],
		['of the slowest item', [null, 10], 15],
		['of the shop, where a quick item is beside a usual one', [3, null], 9],
		['of a quick item alone', [3], 4.5]
	])('of the oven takes the minutes %s', (_, bakes, minute) => {
		const order = watched({ status: 'in_oven', bakes });

		expect(alarmsAt(order, LIMITS, at(minute) - 1)).toEqual([]);
		expect(alarmsAt(order, LIMITS, at(minute))).toEqual(['oven_long']);
	});

	test('of a silent driver is not of a phone that was never heard', () => {
		const order = watched({ status: 'out', run: run({ status: 'out' }) });

		expect(alarmsAt(order, LIMITS, at(90))).toEqual([]);
	});

	test('comes earlier by the pace of a demo', () => {
		const fast = { ...LIMITS, minuteMs: MINUTE / 60 };
		const oven = watched({ status: 'in_oven' });

		expect(alarmsAt(oven, fast, NOW + 8_999)).toEqual([]);
		expect(alarmsAt(oven, fast, NOW + 9_000)).toEqual(['oven_long']);
	});
});

test('without a forecast the promise is counted back with the figures of the shop', () => {
	expect(dueTimes(watched({}), LIMITS)).toEqual({ startBy: at(35), ovenBy: at(44) });
	expect(dueTimes(watched({ fulfilment: 'collection', driveMinutes: 0 }), LIMITS)).toEqual({
		startBy: at(45),
		ovenBy: at(54)
	});
	const planned = watched({ startBy: at(3), ovenBy: at(8) });
	expect(dueTimes(planned, LIMITS)).toEqual({ startBy: at(3), ovenBy: at(8) });
});

const anOrder: fc.Arbitrary<Watched> = fc.record({
	status: fc.constantFrom(...STATUSES),
	fulfilment: fc.constantFrom('delivery' as const, 'collection' as const),
	stageAt: fc.integer({ min: -90, max: 0 }).map(at),
	promisedAt: fc.integer({ min: -60, max: 90 }).map(at),
	startBy: fc.option(fc.integer({ min: -60, max: 60 }).map(at)),
	ovenBy: fc.option(fc.integer({ min: -60, max: 60 }).map(at)),
	driveMinutes: fc.integer({ min: 0, max: 30 }),
	bakes: fc.array(fc.option(fc.integer({ min: 1, max: 30 })), { maxLength: 3 }),
	run: fc.option(
		fc.record({
			status: fc.constantFrom(...RUN_STATUSES),
			offeredAt: fc.integer({ min: -30, max: 0 }).map(at),
			expiresAt: fc.option(fc.integer({ min: 1, max: 5 }).map(at)),
			isFirst: fc.boolean(),
			readyAt: fc.option(fc.integer({ min: -30, max: 0 }).map(at)),
			heardAt: fc.option(fc.integer({ min: -30, max: 0 }).map(at))
		})
	)
});

describe('for any order', () => {
	test('at most one alarm is about its stage, and one about its driver', () => {
		fc.assert(
			fc.property(anOrder, fc.integer({ min: 0, max: 200 }), (order, minute) => {
				const kinds = alarmsAt(order, LIMITS, at(minute));

				expect(kinds.filter((kind) => kind !== 'no_answer').length).toBeLessThanOrEqual(1);
			})
		);
	});

	test('no alarm begins or ends between two due times', () => {
		fc.assert(
			fc.property(anOrder, fc.integer({ min: 0, max: 100 }), (order, minute) => {
				const now = at(minute);
				const until = nextDue(order, LIMITS, now) ?? now + 1000 * MINUTE;

				expect(alarmsAt(order, LIMITS, until - 1)).toEqual(alarmsAt(order, LIMITS, now));
			})
		);
	});

	test('a closed order has none, and nothing is due', () => {
		fc.assert(
			fc.property(anOrder, (order) => {
				const closed = { ...order, status: 'delivered' as const };

				expect(alarmsAt(closed, LIMITS, at(500))).toEqual([]);
				expect(nextDue(closed, LIMITS, at(0))).toBeNull();
			})
		);
	});
});

describe('the table of alarms', () => {
	const STEPS: readonly string[] = ['start', 'bake', 'box', 'pick_up'];

	test.each(ALARM_KINDS)('%s has an act that its owner may take', (kind) => {
		const { act, owner, stages } = ALARMS[kind];
		const step = act({ fulfilment: 'delivery' });

		if (!STEPS.includes(step)) return expect(owner).toBe('desk');
		const actor = owner === 'kitchen' ? 'cook' : owner === 'driver' ? 'driver' : 'manager';
		expect(mayEver(actor, step as Action)).toBe(true);
		for (const stage of stages)
			expect(transitionOf(stage, step as Action, 'delivery')).toBeDefined();
	});

	test('every kind and owner has words in both languages', () => {
		const words = [...Object.values(ALARM_WORDS), ...Object.values(OWNER_WORDS)];
		const all = words.flatMap(({ fr, en }) => [fr, en]);

		expect(Object.keys(ALARM_WORDS).sort()).toEqual([...ALARM_KINDS].sort());
		expect(new Set(all).size).toBe(all.length);
	});
});

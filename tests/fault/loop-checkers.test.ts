import { expect, test } from 'vitest';
import type { KitchenTicket } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';
import type { Known } from '#domain/wire/sync.ts';
import * as check from '../support/wire/history.ts';
import type { Command, ScreenHistory } from '../support/wire/history.ts';
import { memoryGrowth } from '../support/house/memory.ts';
import type { LogRow, Truth } from '../support/wire/truth.ts';

// Each checker gets a correct history, then wrong ones that it must find.

const feed = 'kitchen:gare';
const log = [logged(1, 'placed', 0), logged(2, 'accepted', 1000), logged(3, 'making', 20_000)];
const truth: Truth = {
	orders: [{ id: 'a', shop: 'gare', status: 'making', version: 3, driver: null, run: null }],
	drivers: [],
	emails: [{ order: 'a', email: check.emailOf('key-a') }],
	log,
	counters: [{ shop: 'gare', seq: 3 }],
	undone: [],
	notices: [
		{ order: 'a', stage: 'placed', status: 'kept' },
		{ order: 'a', stage: 'accepted', status: 'sent' }
	]
};
const command: Command = {
	key: 'key-a',
	what: 'place',
	answers: [{ id: 'a', version: 1, status: 'placed' }],
	outcome: 'ok'
};

test('finds an acknowledged order that is missing, or differs from its acknowledgement', () => {
	expect(check.lostCommands([command], truth)).toEqual([]);
	expect(check.lostCommands([{ ...command, answers: [] }], truth)).toEqual([]);

	expect(check.lostCommands([command], { ...truth, log: [] })).toHaveLength(1);
	expect(check.lostCommands([command], { ...truth, orders: [] })).toHaveLength(1);
	const moved = { ...command, answers: [{ id: 'a', version: 3, status: 'boxed' as Status }] };
	expect(check.lostCommands([moved], truth)).toHaveLength(1);
});

test('finds a key with two orders, two answers, or both success and refusal', () => {
	expect(check.duplicatedCommands([command], truth)).toEqual([]);
	expect(
		check.duplicatedCommands([{ ...command, outcome: 'unknown', answers: [] }], truth)
	).toEqual([]);

	const twin = { order: 'b', email: check.emailOf('key-a') };
	expect(
		check.duplicatedCommands([command], { ...truth, emails: [...truth.emails, twin] })
	).toHaveLength(1);
	expect(check.duplicatedCommands([command], { ...truth, emails: [] })).toHaveLength(1);
	expect(
		check.duplicatedCommands([{ ...command, outcome: 'fail', answers: [] }], truth)
	).toHaveLength(1);
	expect(check.duplicatedCommands([{ ...command, isTorn: true }], truth)).toHaveLength(1);
	const answers = [...command.answers, { id: 'b', version: 1, status: 'placed' as Status }];
	expect(check.duplicatedCommands([{ ...command, answers }], truth)).toHaveLength(1);
});

test('finds a screen without a beat for over 10 s that is not marked as stale', () => {
	expect(check.unmarkedSilence(screen([shows(2, { sinceGoodMs: 9000 })]))).toEqual([]);
	expect(check.unmarkedSilence(screen([shows(2, { sinceGoodMs: 11_000, stale: true })]))).toEqual(
		[]
	);

	expect(check.unmarkedSilence(screen([shows(2, { sinceGoodMs: 11_000 })]))).toHaveLength(1);
});

test('finds a screen that is not marked as stale during an outage', () => {
	const looks = [
		shows(2, { at: 900 }),
		shows(2, { at: 2000, stale: true }),
		shows(2, { at: 9000 })
	];
	expect(check.notMarkedStale(screen(looks), 1000, 8000)).toEqual([]);
	expect(check.notMarkedStale(screen(looks), 1000, 9500)).toHaveLength(1);
	expect(check.notMarkedStale(screen(looks), 9500, 1000)).toEqual([]);
});

test('finds a process whose memory grows, and one that was not measured', () => {
	const life = (pid: number, ...sizes: number[]) => sizes.map((mb) => ({ pid, mb }));
	const flat = life(1, 200, 240, 210, 250, 220, 240);
	expect(memoryGrowth(flat)).toEqual({ lives: ['220 → 230 MB in 6 samples'], faults: [] });
	// A restarted process is a new one.
	expect(memoryGrowth([...life(1, 90, 95), ...life(2, 200, 210)]).lives).toEqual([]);
	expect(memoryGrowth(life(1, 200, 220, 240, 260, 280, 300)).faults).toHaveLength(1);
	expect(memoryGrowth(life(1, NaN)).faults).toHaveLength(1);
});

test('finds a screen that shows old data and is not marked as stale', () => {
	expect(check.missedCommits(screen([shows(2, { at: 31_000 })]), log)).toEqual([]);
	expect(check.missedCommits(screen([shows(2, { at: 60_000, stale: true })]), log)).toEqual([]);

	expect(check.missedCommits(screen([shows(2, { at: 60_000 })]), log)).toHaveLength(1);
	expect(check.missedCommits(screen([shows(undefined, { at: 60_000 })]), log)).toHaveLength(1);
});

test('an order that has left the screen may be unknown, but must not be shown', () => {
	const gone = [...log, logged(4, 'cancelled', 30_000)];
	expect(check.missedCommits(screen([shows(undefined, { at: 60_000 })]), gone)).toEqual([]);

	expect(check.missedCommits(screen([shows(3, { at: 60_000 })]), gone)).toHaveLength(1);
});

test('finds a version that goes back, comes twice, or returns after its removal', () => {
	const seen = (...versions: [number, boolean?][]) =>
		versions.map(([version, gone = false]) => ({ key: 'order:a', version, gone, status: null }));
	expect(check.versionRegressions(screen([], seen([1], [2], [2, true], [4])))).toEqual([]);

	expect(check.versionRegressions(screen([], seen([1], [3], [2])))).toHaveLength(1);
	expect(check.versionRegressions(screen([], seen([1], [1])))).toHaveLength(1);
	expect(check.versionRegressions(screen([], seen([2], [2, true], [2])))).toHaveLength(1);
});

test('finds a screen that differs from the database', () => {
	const rows = (version?: number, status: Status = 'making') => shows(version, {}, status).subjects;
	expect(check.rowDifferences(feed, rows(3), truth)).toEqual([]);
	expect(check.notYetShown(screen([]), rows(3), truth)).toEqual([]);

	expect(check.rowDifferences(feed, rows(2), truth)).toHaveLength(1);
	expect(check.rowDifferences(feed, rows(3, 'in_oven'), truth)).toHaveLength(1);
	expect(check.rowDifferences(feed, rows(undefined), truth)).toHaveLength(1);
	expect(check.rowDifferences(feed, rows(3), { orders: [], drivers: [] })).toHaveLength(1);
	expect(check.rowDifferences('kitchen:halles', rows(3), truth)).toHaveLength(1);
	expect(check.notYetShown(screen([]), rows(2), truth)).toHaveLength(1);
	expect(check.notYetShown(screen([]), rows(undefined), truth)).toHaveLength(1);
});

test('finds a driver whose state differs on the manager’s screen', () => {
	const drivers = [{ id: 'd', shop: 'gare', version: 2 }];
	const rows = (version: number) => {
		const known: Known = { subject: 'driver', id: 'd', version, view: {} as KitchenTicket };
		return new Map([['driver:d', known]]);
	};
	expect(check.rowDifferences('manage:gare', rows(2), { orders: [], drivers })).toEqual([]);

	expect(check.rowDifferences('manage:gare', rows(1), { orders: [], drivers })).toHaveLength(1);
	expect(check.rowDifferences('driver:d', new Map(), { orders: [], drivers })).toHaveLength(1);
});

test('finds a gap in the shop log, also at its end', () => {
	expect(check.seqGaps(truth)).toEqual([]);

	expect(check.seqGaps({ ...truth, log: log.filter(({ seq }) => seq !== 2) })).toHaveLength(1);
	expect(check.seqGaps({ ...truth, log: log.slice(0, 2) })).toHaveLength(1);
});

test('finds work that is not done, or done twice', () => {
	expect(check.jobFaults(truth)).toEqual([]);
	const collected = [...log, { ...logged(4, 'collected', 30_000), payment: 'collected' }];
	expect(check.jobFaults({ ...truth, log: collected })).toEqual([]);

	expect(check.jobFaults({ ...truth, undone: ['notice.send'] })).toHaveLength(1);
	expect(check.jobFaults({ ...truth, notices: truth.notices.slice(1) })).toHaveLength(1);
	const twice = [...truth.notices, ...truth.notices.slice(1)];
	expect(check.jobFaults({ ...truth, notices: twice })).toHaveLength(1);
	expect(check.jobFaults({ ...truth, log: [...log, logged(4, 'collected', 0)] })).toHaveLength(1);
	const again = [...collected, logged(5, 'collected', 0), { ...collected[3]!, version: 6, seq: 6 }];
	expect(check.jobFaults({ ...truth, log: again })).toHaveLength(1);
});

function logged(version: number, status: Status, committedAt: number): LogRow {
	const order = { id: 'a', shop: 'gare', status, version, driver: null, run: null };
	const rest = { subject: 'order' as const, fulfilment: 'collection', payment: 'due' };
	return { ...order, ...rest, seq: version, committedAt };
}

function screen(
	samples: ScreenHistory['samples'],
	shown: ScreenHistory['shown'] = []
): ScreenHistory {
	return { feed, samples, shown };
}

/** A sample of a screen that shows the order in this version, or does not show it. */
function shows(
	version: number | undefined,
	over: Partial<ScreenHistory['samples'][number]>,
	status: Status = 'making'
) {
	const subjects = new Map<string, Known>();
	const view = { status } as KitchenTicket;
	if (version !== undefined) subjects.set('order:a', { subject: 'order', id: 'a', version, view });
	return { at: 0, sinceGoodMs: 0, stale: false, subjects, ...over };
}

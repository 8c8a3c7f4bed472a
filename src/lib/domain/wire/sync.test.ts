import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoardEntry, Change, DriverView, Snapshots } from './contract.ts';
import {
	applyChange,
	applyMoved,
	applySnapshot,
	beat,
	begin,
	doubt,
	EMPTY,
	freshness,
	joinPatienceMs,
	lose,
	opened,
	receive,
	subjectsOf,
	type Known,
	type SyncState
} from './sync.ts';

const FEED = 'counter-board:gare';
const at = '2026-11-21T19:14:07.000Z';

const view = (id: string, version: number): BoardEntry => ({
	id,
	version,
	number: 1,
	status: 'making',
	fulfilment: 'delivery'
});

function change(seq: number, id: string, version: number, gone = false): Change {
	return {
		feed: FEED,
		shop: 'gare',
		seq,
		subject: 'order',
		id,
		version,
		at,
		view: gone ? null : view(id, version)
	};
}

/**
 * A shop's log: each entry raises the version of one order, which may leave the feed and return.
 */
const history = fc
	.array(fc.record({ order: fc.integer({ min: 0, max: 4 }), gone: fc.boolean() }), {
		minLength: 1,
		maxLength: 40
	})
	.map((steps) => {
		const versions = new Map<number, number>();
		return steps.map(({ order, gone }, index) => {
			const version = (versions.get(order) ?? 0) + 1;
			versions.set(order, version);
			return change(index + 1, `o${order}`, version, gone);
		});
	});

/** The database at `seq`: the last change of each order. */
function databaseAt(log: readonly Change[], seq: number): Map<string, Change> {
	const rows = new Map<string, Change>();
	for (const entry of log.slice(0, seq)) rows.set(entry.id, entry);
	return rows;
}

function snapshotAt(log: readonly Change[], seq: number) {
	const present = [...databaseAt(log, seq).values()].filter((entry) => entry.view);
	const subjects = present.map(({ subject, id, version, view }): Known => ({
		subject,
		id,
		version,
		view
	}));
	return { subjects, seq, at, live: true };
}

const shown = (subjects: Iterable<{ id: string; version: number; view: unknown }>) =>
	[...subjects]
		.filter((known) => known.view)
		.map((known) => `${known.id}@${known.version}`)
		.sort();

interface Protocol {
	applyChange: typeof applyChange;
	applySnapshot: typeof applySnapshot;
}

/**
 * The history of one screen: a page rendered earlier, then up to three joins with snapshots at
 * increasing positions of the log, and between them all changes since, in any order, some twice.
 */
const life = history.chain((log) =>
	fc.record({
		log: fc.constant(log),
		rendered: fc.integer({ min: 0, max: log.length }),
		joins: fc
			.array(fc.integer({ min: 0, max: log.length }), { minLength: 1, maxLength: 3 })
			.map((places) => places.sort((a, b) => a - b)),
		order: fc.shuffledSubarray([...log, ...log], { minLength: log.length * 2 }),
		ackAfter: fc.integer({ min: 0, max: log.length * 2 })
	})
);

function live(protocol: Protocol, lived: typeof life extends fc.Arbitrary<infer T> ? T : never) {
	const { log, rendered, joins, order, ackAfter } = lived;
	let state: SyncState = opened(snapshotAt(log, rendered), 0);
	for (const [index, place] of joins.entries()) {
		// The hub sends only changes after the join; the last join gets all of them.
		const since = Math.max(index === 0 ? rendered : 0, index === 0 ? 0 : (joins[index - 1] ?? 0));
		const from = Math.min(since, place);
		const until = index === joins.length - 1 ? log.length : place;
		const sent = order.filter((entry) => entry.seq > from && entry.seq <= until);
		state = begin(index === 0 ? state : lose(state));
		for (const [step, entry] of sent.entries()) {
			if (step === ackAfter) state = protocol.applySnapshot(state, snapshotAt(log, place), 0);
			state =
				state.phase === 'joining' ? receive(state, entry) : protocol.applyChange(state, entry);
		}
		if (state.phase === 'joining') state = protocol.applySnapshot(state, snapshotAt(log, place), 0);
	}
	return state;
}

function endsAtTheNewest(protocol: Protocol) {
	return fc.property(life, (lived) => {
		const state = live(protocol, lived);
		expect(shown(state.subjects.values())).toEqual(
			shown(databaseAt(lived.log, lived.log.length).values())
		);
	});
}

describe('a screen that follows the protocol', () => {
	const right: Protocol = { applyChange, applySnapshot };

	it('ends with the newest state of every subject, in whatever order changes arrive', () => {
		fc.assert(endsAtTheNewest(right), { numRuns: 500 });
	});

	it('fails this test when it does not compare versions', () => {
		const blind: Protocol = {
			...right,
			applyChange: (state, { subject, id, version, view }) => ({
				...state,
				subjects: new Map(state.subjects).set(`${subject}:${id}`, { subject, id, version, view })
			})
		};

		expect(fc.check(endsAtTheNewest(blind), { numRuns: 500 }).failed).toBe(true);
	});

	it('fails this test when it drops the versions of removed subjects', () => {
		const forgetful: Protocol = {
			...right,
			applyChange: (state, entry) => {
				const next = applyChange(state, entry);
				const kept = [...next.subjects].filter(([, known]) => known.view);
				return { ...next, subjects: new Map(kept) };
			}
		};

		expect(fc.check(endsAtTheNewest(forgetful), { numRuns: 500 }).failed).toBe(true);
	});

	it('fails this test when it drops the held changes', () => {
		const careless: Protocol = {
			...right,
			applySnapshot: (state, snapshot, mono) =>
				applySnapshot({ ...state, held: [] }, snapshot, mono)
		};

		expect(fc.check(endsAtTheNewest(careless), { numRuns: 500 }).failed).toBe(true);
	});

	it('never shows an older version after a newer one', () => {
		fc.assert(
			fc.property(history, fc.infiniteStream(fc.nat()), (log, picks) => {
				let state: SyncState = { ...EMPTY, phase: 'joined' };
				for (let step = 0; step < 60; step++) {
					const entry = log[(picks.next().value ?? 0) % log.length];
					if (!entry) continue;
					const before = state.subjects.get(`order:${entry.id}`)?.version ?? 0;
					state = receive(state, entry);
					const after = state.subjects.get(`order:${entry.id}`)?.version ?? 0;
					expect(after).toBe(Math.max(before, entry.version));
				}
			})
		);
	});
});

describe('the snapshot', () => {
	it('removes subjects that it does not contain, and keeps newer ones', () => {
		const state = applySnapshot(
			begin(opened({ subjects: [known('a', 1), known('b', 7)], seq: 3, at }, 0)),
			{ subjects: [known('b', 6)], seq: 4, at, live: true },
			0
		);

		expect(shown(state.subjects.values())).toEqual(['b@7']);
	});

	it('is followed by the changes that arrived while it was on its way', () => {
		const joining = receive(receive(begin(EMPTY), change(6, 'a', 2)), change(7, 'b', 1));
		const state = applySnapshot(joining, { subjects: [known('a', 1)], seq: 5, at, live: true }, 0);

		expect(shown(state.subjects.values())).toEqual(['a@2', 'b@1']);
		expect(state.seq).toBe(7);
	});

	const known = (id: string, version: number): Known => ({
		subject: 'order',
		id,
		version,
		view: view(id, version)
	});
});

describe('freshness', () => {
	const joined = applySnapshot(begin(EMPTY), { subjects: [], seq: 5, at, live: true }, 1_000);
	const pulse = (seq: number, live = true) => ({ feed: FEED, seq, at, live });

	/** A beat that the hub sent this many ms after its answer to the join. */
	const saidAfter = (ms: number) => ({
		...pulse(5),
		at: new Date(Date.parse(at) + ms).toISOString()
	});

	it('ends before the data may be ten seconds old', () => {
		expect(freshness(joined, 9_499).stale).toBe(false);
		expect(freshness(joined, 9_500)).toEqual({ stale: true, ageMs: 8_500 });
		expect(freshness(beat(joined, saidAfter(7_000), 8_000), 11_000).stale).toBe(false);
	});

	it('counts from the sending of a beat, not from its arrival', () => {
		// Sent 2 s after the join, 4 s in transit: it arrived 6 s after the join.
		const late = beat(joined, saidAfter(2_000), 7_000);

		expect(late.confirmedMono).toBe(3_000);
		expect(freshness(late, 11_499).stale).toBe(false);
		expect(freshness(late, 11_500).stale).toBe(true);
	});

	it('never shows data older than ten seconds as current, however late beats arrive', () => {
		const messages = fc.array(
			fc.record({ everyMs: fc.integer({ min: 0, max: 4_000 }), lateMs: fc.nat(6_000) }),
			{ minLength: 1, maxLength: 20 }
		);
		fc.assert(
			fc.property(messages, fc.nat(12_000), (beats, quietMs) => {
				let state = joined;
				let said = 0;
				let now = 1_000;
				for (const { everyMs, lateMs } of beats) {
					said += everyMs;
					// A connection keeps the order of its messages.
					now = Math.max(now, 1_000 + said + lateMs);
					state = beat(state, saidAfter(said), now);
				}
				const { stale } = freshness(state, now + quietMs);
				const trueAgeMs = now + quietMs - (1_000 + said) + 1_500;
				if (trueAgeMs >= 10_000) expect(stale).toBe(true);
			})
		);
	});

	it('learns the clock offset again when another hub, or a clock set back, answers the join', () => {
		const again = { subjects: [], seq: 5, at: '2026-11-21T18:14:07.000Z', live: true };

		expect(applySnapshot(begin(joined), again, 9_000).confirmedMono).toBe(9_000);
		expect(applySnapshot(begin(lose(joined)), again, 9_000).confirmedMono).toBe(9_000);
	});

	it('is not renewed by a hub that is unsure, behind us, or not joined', () => {
		expect(beat(joined, pulse(5, false), 9_000)).toBe(joined);
		expect(beat(joined, pulse(4), 9_000)).toBe(joined);
		expect(beat(lose(joined), pulse(5), 9_000).confirmedMono).toBe(1_000);
		expect(beat(begin(joined), pulse(5), 9_000).confirmedMono).toBe(1_000);
	});

	it('is not renewed by a change alone, nor by a join to a hub that is unsure', () => {
		expect(freshness(receive(joined, change(6, 'a', 1)), 9_500).stale).toBe(true);
		const unsure = applySnapshot(begin(joined), { subjects: [], seq: 6, at, live: false }, 9_000);
		expect(unsure.confirmedMono).toBe(1_000);
	});

	it('ends at once when the clock has jumped', () => {
		expect(freshness(doubt(joined), 1_001)).toEqual({ stale: true, ageMs: Infinity });
	});

	it('counts the group by its beats, because a shop’s changes do not have the sum', () => {
		const group = receive(joined, { ...change(900, 'a', 1), feed: 'manage:group' });
		expect(beat(group, { ...saidAfter(8_000), seq: 6 }, 9_000).confirmedMono).toBe(9_000);
	});
});

describe('the positions of drivers', () => {
	it('are replaced by newer ones only', () => {
		const place = (driver: string, second: number, lat: number) => ({
			driver,
			point: { lat, lng: 3 },
			accuracyM: 8,
			at: `2026-11-21T19:14:0${second}.000Z`
		});

		const places = applyMoved(
			[place('d1', 5, 1), place('d2', 5, 1)],
			[place('d1', 4, 2), place('d2', 6, 2)]
		);

		expect(places.map((entry) => entry.point.lat)).toEqual([1, 2]);
	});
});

describe('the timeout of a join', () => {
	it('doubles after each timeout, up to a limit', () => {
		expect([0, 1, 2, 3, 4, 99].map(joinPatienceMs)).toEqual([
			3_000, 6_000, 12_000, 24_000, 24_000, 24_000
		]);
	});
});

describe('the subjects of a snapshot', () => {
	const awa = { id: 'awa', version: 4 } as DriverView;
	const named = (snapshot: object) =>
		subjectsOf(snapshot as Snapshots['manage']).map(
			({ subject, id, version }) => `${subject}:${id}@${version}`
		);

	it('are its orders and its drivers, for every feed', () => {
		expect(named({ orders: [view('a', 2), view('b', 1)] })).toEqual(['order:a@2', 'order:b@1']);
		expect(named({ orders: [view('a', 2)], drivers: [awa], positions: [] })).toEqual([
			'order:a@2',
			'driver:awa@4'
		]);
		expect(named({ driver: awa, orders: [] })).toEqual(['driver:awa@4']);
		expect(named({ order: view('a', 3), positions: [] })).toEqual(['order:a@3']);
		expect(named({})).toEqual([]);
	});

	it('are shown as they are', () => {
		expect(subjectsOf({ order: view('a', 3), positions: [] } as never)[0]?.view).toEqual(
			view('a', 3)
		);
	});
});

describe('a screen without a connection, or joining again', () => {
	const joined = applySnapshot(
		begin(EMPTY),
		{
			subjects: [{ subject: 'order', id: 'a', version: 1, view: view('a', 1) }],
			seq: 1,
			at,
			live: true
		},
		0
	);

	it('ignores changes before the join, and holds them while it joins, also at a second join', () => {
		expect(receive(lose(joined), change(2, 'a', 2))).toEqual(lose(joined));
		const asked = receive(begin(joined), change(2, 'a', 2));
		expect(begin(asked).held).toEqual([change(2, 'a', 2)]);
		expect(begin({ ...asked, phase: 'apart' }).held).toEqual([]);
	});

	it('keeps its own of two equal versions, but takes the snapshot’s', () => {
		const other = { ...view('a', 1), number: 9 };
		const again = { ...change(1, 'a', 1), view: other };
		expect(applyChange(joined, again).subjects.get('order:a')?.view).toEqual(view('a', 1));

		const fresh = { subject: 'order' as const, id: 'a', version: 1, view: other };
		const snapshot = { subjects: [fresh], seq: 1, at, live: true };
		expect(applySnapshot(begin(joined), snapshot, 5).subjects.get('order:a')?.view).toEqual(other);
	});

	it('is not confirmed by a snapshot of an unsure hub, or by an older one', () => {
		const unsure = applySnapshot(begin(EMPTY), { subjects: [], seq: 1, at, live: false }, 50);
		expect(unsure.confirmedMono).toBeNull();
		expect(unsure.phase).toBe('joined');

		const behind = applySnapshot(begin(joined), { subjects: [], seq: 0, at, live: true }, 50);
		expect(behind).toMatchObject({ phase: 'joined', seq: 1, asOf: at });
		expect(behind.confirmedMono).toBe(joined.confirmedMono);
		expect(behind.subjects.get('order:a')?.view).toEqual(view('a', 1));
	});

	it('keeps the version of a subject that has left', () => {
		const gone = applySnapshot(begin(joined), { subjects: [], seq: 2, at, live: true }, 50);

		expect(gone.subjects.get('order:a')).toEqual({
			subject: 'order',
			id: 'a',
			version: 1,
			view: null
		});
	});

	it('replaces a position by one of the same instant', () => {
		const place = (lat: number) => ({ driver: 'awa', point: { lat, lng: 3 }, accuracyM: 5, at });

		expect(applyMoved([place(43)], [place(44)])).toEqual([place(44)]);
	});
});

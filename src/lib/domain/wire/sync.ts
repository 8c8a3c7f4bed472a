/**
 * How a screen stays equal to the database, without a clock or a socket of its own.
 *
 * A page joins a feed: from `begin` on, changes are held back; the snapshot replaces what was
 * known; the held changes follow. Each subject keeps its version, also after it left the feed (a
 * tombstone), so a late duplicate can neither undo nor resurrect anything. Only a beat, or the
 * answer to a join, says that what we show is the present.
 *
 * Times named `mono` are milliseconds of the screen's own monotonic clock.
 */

import type { Beat, Change, MovedDriver, OrderView, DriverView, Snapshots } from './contract.ts';

/** No screen shows as the present what is older than this (I5). */
export const STALE_AFTER_MS = 10_000;
/** A hub that confirms has read the log up to this long before: a sweep, and how late that may be. */
const HUB_LAG_MS = 1_500;

const JOIN_PATIENCE_MS = 3_000;
const MOST_JOIN_PATIENCE_MS = 24_000;

/**
 * How long the answer to a join is waited for, ms, when so many before it did not come. It grows: a hub
 * that is slow because many ask would otherwise be asked by all of them again and again, and answer none.
 */
export function joinPatienceMs(timeouts: number): number {
	return Math.min(JOIN_PATIENCE_MS * 2 ** timeouts, MOST_JOIN_PATIENCE_MS);
}

/** One subject as last known; `view: null` says that it has left the feed. */
export interface Known {
	subject: Change['subject'];
	id: string;
	version: number;
	view: Change['view'];
}

export interface Snapshot {
	subjects: readonly Known[];
	seq: number;
	/** The server's time of the reading. */
	at: string;
	live: boolean;
}

export interface SyncState {
	/** `apart`: no join on this connection yet, or the connection is gone. */
	phase: 'apart' | 'joining' | 'joined';
	subjects: ReadonlyMap<string, Known>;
	/** All that concerns us up to here is with us. */
	seq: number;
	/** Changes that came between the join and its answer. */
	held: readonly Change[];
	/** When the state was last confirmed as the present; null when there is reason to doubt it. */
	confirmedMono: number | null;
	/** The server's time for which the state is true. */
	asOf: string | null;
	/** The server's time minus our `mono`, by the message that was the shortest under way; null before any. */
	offsetMs: number | null;
}

export const EMPTY: SyncState = {
	phase: 'apart',
	subjects: new Map(),
	seq: 0,
	held: [],
	confirmedMono: null,
	asOf: null,
	offsetMs: null
};

const keyOf = (known: Pick<Known, 'subject' | 'id'>) => `${known.subject}:${known.id}`;

/** A state from what the page was rendered with; `mono` is when that was read, at the latest. */
export function opened(first: Omit<Snapshot, 'live'>, mono: number): SyncState {
	const subjects = new Map(first.subjects.map((known) => [keyOf(known), known]));
	return { ...EMPTY, subjects, seq: first.seq, confirmedMono: mono, asOf: first.at };
}

/** A join was sent: hold changes back from now on. What we knew stays on the screen meanwhile. */
export function begin(state: SyncState): SyncState {
	return { ...state, phase: 'joining', held: state.phase === 'joining' ? state.held : [] };
}

/** The connection is gone: nothing confirms us until the next join, perhaps by another hub's clock. */
export function lose(state: SyncState): SyncState {
	return { ...state, phase: 'apart', held: [], offsetMs: null };
}

/** The screen slept or its clock jumped: what we show may be old, however short it felt. */
export function doubt(state: SyncState): SyncState {
	return { ...state, confirmedMono: null, offsetMs: null };
}

/**
 * When, by our clock, a message said what it says: at its arrival, less the time by which it was longer
 * under way than the quickest message of this connection.
 */
function saidAt(state: SyncState, at: string, mono: number): { said: number; offsetMs: number } {
	const offset = Date.parse(at) - mono;
	const offsetMs = Math.max(state.offsetMs ?? offset, offset);
	return { said: mono - (offsetMs - offset), offsetMs };
}

/** A change came over the socket: held while joining, else applied. */
export function receive(state: SyncState, change: Change): SyncState {
	if (state.phase === 'apart') return state;
	if (state.phase === 'joining') return { ...state, held: [...state.held, change] };
	return applyChange(state, change);
}

/** Replaces one subject when the change is newer than what we know of it, else drops the change. */
export function applyChange(state: SyncState, change: Change): SyncState {
	const seq = carriesOurSeq(change) ? Math.max(state.seq, change.seq) : state.seq;
	const key = keyOf(change);
	const known = state.subjects.get(key);
	if (known && known.version >= change.version) return { ...state, seq };
	const { subject, id, version, view } = change;
	const subjects = new Map(state.subjects).set(key, { subject, id, version, view });
	return { ...state, seq, subjects };
}

/**
 * The answer to a join: what it does not name has left, what it names replaces anything not newer;
 * then the held changes. It confirms the state, unless the hub itself is unsure (`live: false`) or
 * has read less than we know: then what it does not name proves nothing.
 */
export function applySnapshot(state: SyncState, snapshot: Snapshot, mono: number): SyncState {
	const behind = snapshot.seq < state.seq;
	const { said, offsetMs } = answeredAt(state, snapshot.at, mono);
	const subjects = new Map<string, Known>(behind ? state.subjects : []);
	if (!behind)
		for (const [key, known] of state.subjects) subjects.set(key, { ...known, view: null });
	for (const fresh of snapshot.subjects) {
		const known = state.subjects.get(keyOf(fresh));
		subjects.set(keyOf(fresh), known && known.version > fresh.version ? known : fresh);
	}
	const joined: SyncState = {
		phase: 'joined',
		subjects,
		seq: Math.max(state.seq, snapshot.seq),
		held: [],
		confirmedMono: snapshot.live && !behind ? said : state.confirmedMono,
		asOf: behind ? state.asOf : snapshot.at,
		offsetMs
	};
	return state.held.reduce(applyChange, joined);
}

/** An answer to a join that seems older than any can be shows that the server's clock was set back. */
function answeredAt(state: SyncState, at: string, mono: number) {
	const answered = saidAt(state, at, mono);
	const isPossible = mono - answered.said < STALE_AFTER_MS;
	return isPossible ? answered : saidAt({ ...state, offsetMs: null }, at, mono);
}

/**
 * A beat confirms the state only when we have joined, the hub is sure of Postgres, and the hub is
 * not behind us: a hub that has read less than we know cannot tell what we may be missing.
 */
export function beat(state: SyncState, pulse: Beat, mono: number): SyncState {
	if (state.phase !== 'joined' || !pulse.live || pulse.seq < state.seq) return state;
	const { said, offsetMs } = saidAt(state, pulse.at, mono);
	const confirmedMono = Math.max(state.confirmedMono ?? said, said);
	return { ...state, seq: pulse.seq, confirmedMono, asOf: pulse.at, offsetMs };
}

/** How old the last confirmation is, and whether the screen has to say so. */
export function freshness(state: SyncState, mono: number): { stale: boolean; ageMs: number } {
	if (state.confirmedMono === null) return { stale: true, ageMs: Infinity };
	const ageMs = Math.max(0, mono - state.confirmedMono);
	return { stale: ageMs >= STALE_AFTER_MS - HUB_LAG_MS, ageMs };
}

/** Beats of the group count over all its shops, its changes within one: they do not compare. */
function carriesOurSeq(change: Change): boolean {
	return change.feed !== 'manage:group';
}

/** The subjects of a feed's snapshot, whichever feed it is. */
export function subjectsOf(snapshot: Snapshots[keyof Snapshots]): Known[] {
	const subjects: Known[] = [];
	const add = (subject: Known['subject'], view: OrderView | DriverView) =>
		subjects.push({ subject, id: view.id, version: view.version, view });
	if ('order' in snapshot) add('order', snapshot.order);
	if ('orders' in snapshot) for (const view of snapshot.orders) add('order', view);
	if ('drivers' in snapshot) for (const view of snapshot.drivers) add('driver', view);
	if ('driver' in snapshot) add('driver', snapshot.driver);
	return subjects;
}

/** The newest known place of each driver. */
export function applyMoved(
	known: readonly MovedDriver[],
	moved: readonly MovedDriver[]
): MovedDriver[] {
	const places = new Map(known.map((place) => [place.driver, place]));
	for (const place of moved) {
		const before = places.get(place.driver);
		if (!before || Date.parse(before.at) <= Date.parse(place.at)) places.set(place.driver, place);
	}
	return [...places.values()];
}

/**
 * The client's synchronisation protocol as pure functions, without a clock or a socket.
 *
 * A page joins a feed. From `begin` on, changes are held back; the snapshot replaces the known
 * state; then the held changes are applied. The version of each subject is kept after it has left
 * the feed (a tombstone), so a late duplicate cannot undo a change or bring the subject back. Only
 * a beat or the answer to a join confirms that the state is current.
 *
 * Times named `mono` are milliseconds of the screen's own monotonic clock.
 */

import type { Beat, Change, MovedDriver, OrderView, DriverView, Snapshots } from './contract.ts';

/** Data older than this must not be shown as current (I5). */
export const STALE_AFTER_MS = 10_000;
/** Largest lag of a hub that confirms a state: the sweep interval and its tolerance. */
const HUB_LAG_MS = 1_500;

const JOIN_PATIENCE_MS = 3_000;
const MOST_JOIN_PATIENCE_MS = 24_000;

/**
 * Timeout of a join in ms after this many timeouts in a row. It doubles, so that a hub slowed down
 * by many joins is not overloaded by retries.
 */
export function joinPatienceMs(timeouts: number): number {
	return Math.min(JOIN_PATIENCE_MS * 2 ** timeouts, MOST_JOIN_PATIENCE_MS);
}

/** The last known state of one subject; `view: null`: it has left the feed (tombstone). */
export interface Known {
	subject: Change['subject'];
	id: string;
	version: number;
	view: Change['view'];
}

export interface Snapshot {
	subjects: readonly Known[];
	seq: number;
	/** The server's time of the read. */
	at: string;
	live: boolean;
}

export interface SyncState {
	/** `apart`: not joined on this connection, or no connection. */
	phase: 'apart' | 'joining' | 'joined';
	subjects: ReadonlyMap<string, Known>;
	/** The last seq up to which we have all changes. */
	seq: number;
	/** Changes that arrived between the join and its answer. */
	held: readonly Change[];
	/** When the state was last confirmed as current; null when it may be outdated. */
	confirmedMono: number | null;
	/** The server's time for which the state is valid. */
	asOf: string | null;
	/**
	 * Server time minus our `mono`, from the message with the shortest transit; null before the
	 * first.
	 */
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

/**
 * The initial state from the page's first content; `mono` is the latest possible time of its read.
 */
export function opened(first: Omit<Snapshot, 'live'>, mono: number): SyncState {
	const subjects = new Map(first.subjects.map((known) => [keyOf(known), known]));
	return { ...EMPTY, subjects, seq: first.seq, confirmedMono: mono, asOf: first.at };
}

/** A join was sent: holds changes back from now on. The old state stays on the screen. */
export function begin(state: SyncState): SyncState {
	return { ...state, phase: 'joining', held: state.phase === 'joining' ? state.held : [] };
}

/** The connection is closed: nothing is confirmed until the next join, possibly to another hub. */
export function lose(state: SyncState): SyncState {
	return { ...state, phase: 'apart', held: [], offsetMs: null };
}

/** The device slept or its clock jumped: the state may be outdated. */
export function doubt(state: SyncState): SyncState {
	return { ...state, confirmedMono: null, offsetMs: null };
}

/**
 * The time on our clock when a message was sent: its arrival minus its extra transit time, compared
 * to the fastest message of this connection.
 */
function saidAt(state: SyncState, at: string, mono: number): { said: number; offsetMs: number } {
	const offset = Date.parse(at) - mono;
	const offsetMs = Math.max(state.offsetMs ?? offset, offset);
	return { said: mono - (offsetMs - offset), offsetMs };
}

/** Handles a change: holds it while joining, applies it when joined. */
export function receive(state: SyncState, change: Change): SyncState {
	if (state.phase === 'apart') return state;
	if (state.phase === 'joining') return { ...state, held: [...state.held, change] };
	return applyChange(state, change);
}

/** Replaces a subject if the change is newer than the known version; else drops the change. */
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
 * Applies the answer to a join. Subjects that it does not contain have left; subjects that it
 * contains replace known ones that are not newer; then the held changes are applied. It confirms
 * the state unless the hub is unsure (`live: false`). A snapshot older than our state confirms nothing
 * and removes nothing.
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

/** An answer that seems older than possible means that the server's clock was set back. */
function answeredAt(state: SyncState, at: string, mono: number) {
	const answered = saidAt(state, at, mono);
	const isPossible = mono - answered.said < STALE_AFTER_MS;
	return isPossible ? answered : saidAt({ ...state, offsetMs: null }, at, mono);
}

/**
 * A beat confirms the state only if we have joined, the hub is live, and it is not behind us: a hub
 * that has read less than we know cannot know what we miss.
 */
export function beat(state: SyncState, pulse: Beat, mono: number): SyncState {
	if (state.phase !== 'joined' || !pulse.live || pulse.seq < state.seq) return state;
	const { said, offsetMs } = saidAt(state, pulse.at, mono);
	const confirmedMono = Math.max(state.confirmedMono ?? said, said);
	return { ...state, seq: pulse.seq, confirmedMono, asOf: pulse.at, offsetMs };
}

/** The age of the last confirmation, and whether the screen must show that it is stale. */
export function freshness(state: SyncState, mono: number): { stale: boolean; ageMs: number } {
	if (state.confirmedMono === null) return { stale: true, ageMs: Infinity };
	const ageMs = Math.max(0, mono - state.confirmedMono);
	return { stale: ageMs >= STALE_AFTER_MS - HUB_LAG_MS, ageMs };
}

/**
 * The group's beats sum the seqs of its shops, but its changes have one shop's seq: not comparable.
 */
function carriesOurSeq(change: Change): boolean {
	return change.feed !== 'manage:group';
}

/** The subjects in a snapshot of any feed. */
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

/** The newest known position of each driver. */
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

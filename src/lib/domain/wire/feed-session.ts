/**
 * The client's side of one feed: join, snapshot, changes, and join again. Without a socket, a clock or a
 * screen of its own, so that pages, the simulation and the tests all run this one.
 */

import type { Beat, Change, JoinAck, MovedDriver, Snapshots, WireError } from './contract.ts';
import * as sync from './sync.ts';

/** What a session needs of a connection. */
export interface FeedLink {
	/** Whether a packet would leave now. */
	isUp(): boolean;
	/** Sends a join. `answer` is called once: with undefined when none came within `patienceMs`. */
	join(feed: string, patienceMs: number, answer: (ack: JoinAck | undefined) => void): void;
	/** Ends a connection that is up in name only; who opened it opens it again. */
	drop(): void;
}

export interface FeedSessionOptions {
	name: string;
	link: FeedLink;
	/** Monotonic milliseconds. */
	now(): number;
	/** What is known at the start; nothing unless told. */
	first?: { state: sync.SyncState; positions: readonly MovedDriver[] };
	/** The answer to the latest join is there; called before it is applied. */
	onAnswer?(ack: JoinAck): void;
	/** Something that can be read here has changed. */
	onUpdate?(): void;
}

/** These refusals say that what was shown is not this reader's business any more. */
const SHUT_OUT: readonly string[] = ['unauthenticated', 'forbidden', 'not_found'];
const REJOIN_EVERY_MS = 3_000;
/** A snapshot that is behind us this many times in a row: the database itself has gone back. */
const BEHIND_LIMIT = 3;

export class FeedSession {
	readonly name: string;
	/** Set when the hub refuses the join, as after a sign-out. */
	refused: WireError | null = null;
	readonly #options: FeedSessionOptions;
	#state: sync.SyncState;
	#positions: readonly MovedDriver[];
	#attempt = 0;
	#timeouts = 0;
	#behind = 0;
	#lastTry = -Infinity;

	constructor(options: FeedSessionOptions) {
		this.#options = options;
		this.name = options.name;
		this.#state = options.first?.state ?? sync.EMPTY;
		this.#positions = options.first?.positions ?? [];
	}

	get state(): sync.SyncState {
		return this.#state;
	}

	/** The newest known place of each driver. */
	get positions(): readonly MovedDriver[] {
		return this.#positions;
	}

	get isShutOut(): boolean {
		return this.refused !== null && SHUT_OUT.includes(this.refused.code);
	}

	isStale(): boolean {
		return sync.freshness(this.#state, this.#options.now()).stale;
	}

	/** Asks for the snapshot; an answer to an earlier question is no longer listened to. */
	join(): void {
		const { link, now } = this.#options;
		if (!link.isUp()) return;
		const attempt = ++this.#attempt;
		this.#lastTry = now();
		this.#become(sync.begin(this.#state));
		link.join(this.name, sync.joinPatienceMs(this.#timeouts), (ack) => {
			if (attempt !== this.#attempt) return;
			this.#timeouts = ack ? 0 : this.#timeouts + 1;
			if (ack) this.#answered(ack);
			else link.drop();
		});
	}

	/** Joins again when there is reason to and nothing is under way; call it every half second. */
	joinIfDue(): void {
		const { phase } = this.#state;
		const waits = phase === 'apart' || this.refused !== null || this.isStale();
		if (!waits || phase === 'joining') return;
		if (this.#options.now() - this.#lastTry > REJOIN_EVERY_MS) this.join();
	}

	receive(change: Change): void {
		this.#become(sync.receive(this.#state, change));
	}

	beat(pulse: Beat): void {
		this.#become(sync.beat(this.#state, pulse, this.#options.now()));
	}

	moved(drivers: readonly MovedDriver[]): void {
		this.#positions = sync.applyMoved(this.#positions, drivers);
		this.#options.onUpdate?.();
	}

	/** The connection is gone. */
	lost(): void {
		this.#attempt++;
		this.#become(sync.lose(this.#state));
	}

	/** The reader slept, or its clock jumped. */
	doubt(): void {
		this.#become(sync.doubt(this.#state));
	}

	#answered(ack: JoinAck): void {
		this.#options.onAnswer?.(ack);
		this.refused = ack.ok ? null : ack.error;
		if (ack.ok) this.#apply(ack);
		else if (this.isShutOut) this.#forget();
		else this.#become(sync.lose(this.#state));
	}

	#apply({ snapshot, seq, at, live }: Extract<JoinAck, { ok: true }>): void {
		this.#behind = seq < this.#state.seq ? this.#behind + 1 : 0;
		const known = this.#behind >= BEHIND_LIMIT ? sync.begin(sync.EMPTY) : this.#state;
		const subjects = sync.subjectsOf(snapshot);
		this.#positions = sync.applyMoved(this.#positions, positionsOf(snapshot));
		this.#become(sync.applySnapshot(known, { subjects, seq, at, live }, this.#options.now()));
	}

	#forget(): void {
		this.#positions = [];
		this.#become(sync.EMPTY);
	}

	#become(state: sync.SyncState): void {
		this.#state = state;
		this.#options.onUpdate?.();
	}
}

/** The drivers' places in a snapshot, whichever feed it is of. */
export function positionsOf(snapshot: Snapshots[keyof Snapshots]): readonly MovedDriver[] {
	return 'positions' in snapshot ? snapshot.positions : [];
}

/** As much of a Socket.io client as a link needs. */
interface JoiningSocket {
	connected: boolean;
	timeout(ms: number): {
		emit(
			event: 'join',
			body: { feed: string },
			answer: (timeout: Error | null, ack: JoinAck) => void
		): unknown;
	};
}

/** A link over this socket, which is asked for when it is needed; `drop` ends its connection. */
export function linkOver(socket: () => JoiningSocket, drop: () => void): FeedLink {
	return {
		isUp: () => socket().connected,
		join: (feed, patienceMs, answer) =>
			void socket()
				.timeout(patienceMs)
				.emit('join', { feed }, (timeout, ack) => answer(timeout ? undefined : ack)),
		drop
	};
}

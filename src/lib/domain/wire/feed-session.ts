/**
 * The client side of one feed: join, snapshot, changes, rejoin. It has no socket, clock or DOM of
 * its own, so pages, the simulation and the tests all use this class.
 */

import type { Beat, Change, JoinAck, MovedDriver, Snapshots, WireError } from './contract.ts';
import { applyForecasts, forecastsIn, NO_FORECASTS } from './forecasts.ts';
import type { ForecastFrame, ForecastState } from './forecasts.ts';
import * as sync from './sync.ts';

/** The connection, as far as a session needs it. */
export interface FeedLink {
	/** Whether the connection can send now. */
	isUp(): boolean;
	/** Sends a join. Calls `answer` once, with undefined on a timeout after `patienceMs`. */
	join(feed: string, patienceMs: number, answer: (ack: JoinAck | undefined) => void): void;
	/** Closes a half-open connection; its owner reconnects. */
	drop(): void;
}

export interface FeedSessionOptions {
	name: string;
	link: FeedLink;
	/** Monotonic clock in milliseconds. */
	now(): number;
	/** Initial content of the page; none by default. */
	first?: {
		state: sync.SyncState;
		positions: readonly MovedDriver[];
		forecasts?: ForecastState;
	};
	/** Called with the answer to the latest join, before it is applied. */
	onAnswer?(ack: JoinAck): void;
	/** Called after any readable property has changed. */
	onUpdate?(): void;
}

/** Refusals after which the content must be removed: this reader has lost access. */
const SHUT_OUT: readonly string[] = ['unauthenticated', 'forbidden', 'not_found'];
const REJOIN_EVERY_MS = 3_000;
/**
 * After this many snapshots in a row older than our state, the database itself was restored to a
 * past state.
 */
const BEHIND_LIMIT = 3;

export class FeedSession {
	readonly name: string;
	/** Set when the hub refuses the join, as after a sign-out. */
	refused: WireError | null = null;
	readonly #options: FeedSessionOptions;
	#state: sync.SyncState;
	#positions: readonly MovedDriver[];
	#forecasts: ForecastState;
	#attempt = 0;
	#timeouts = 0;
	#behind = 0;
	#lastTry = -Infinity;

	constructor(options: FeedSessionOptions) {
		this.#options = options;
		this.name = options.name;
		this.#state = options.first?.state ?? sync.EMPTY;
		this.#positions = options.first?.positions ?? [];
		this.#forecasts = options.first?.forecasts ?? NO_FORECASTS;
	}

	get state(): sync.SyncState {
		return this.#state;
	}

	/** The newest known position of each driver. */
	get positions(): readonly MovedDriver[] {
		return this.#positions;
	}

	/** The newest known forecast of each order. */
	get forecasts(): ForecastState {
		return this.#forecasts;
	}

	get isShutOut(): boolean {
		return this.refused !== null && SHUT_OUT.includes(this.refused.code);
	}

	isStale(): boolean {
		return sync.freshness(this.#state, this.#options.now()).stale;
	}

	/** Requests the snapshot; a late answer to an earlier join is ignored. */
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

	/** Joins again if necessary and no join is running; call it every half second. */
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

	forecast(frame: ForecastFrame): void {
		this.#forecasts = applyForecasts(this.#forecasts, frame);
		this.#options.onUpdate?.();
	}

	/** Reports that the connection is closed. */
	lost(): void {
		this.#attempt++;
		this.#become(sync.lose(this.#state));
	}

	/** Reports that the device slept or its clock jumped. */
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
		this.#forecasts = forecastsIn(snapshot, this.#forecasts);
		this.#become(sync.applySnapshot(known, { subjects, seq, at, live }, this.#options.now()));
	}

	#forget(): void {
		this.#positions = [];
		this.#forecasts = NO_FORECASTS;
		this.#become(sync.EMPTY);
	}

	#become(state: sync.SyncState): void {
		this.#state = state;
		this.#options.onUpdate?.();
	}
}

/** The driver positions in a snapshot of any feed. */
export function positionsOf(snapshot: Snapshots[keyof Snapshots]): readonly MovedDriver[] {
	return 'positions' in snapshot ? snapshot.positions : [];
}

/** The part of a Socket.io client that a link needs. */
interface JoiningSocket {
	connected: boolean;
	timeout(ms: number): {
		emit(
			event: 'join',
			body: { feed: string; shops?: readonly string[] },
			answer: (timeout: Error | null, ack: JoinAck) => void
		): unknown;
	};
}

/**
 * A link over a Socket.io socket. `socket` is called at each use; `drop` closes its connection.
 * `shops`: of the group's feed only these.
 */
export function linkOver(
	socket: () => JoiningSocket,
	drop: () => void,
	shops?: readonly string[]
): FeedLink {
	return {
		isUp: () => socket().connected,
		join: (feed, patienceMs, answer) =>
			void socket()
				.timeout(patienceMs)
				.emit('join', { feed, ...(shops && { shops }) }, (timeout, ack) =>
					answer(timeout ? undefined : ack)
				),
		drop
	};
}

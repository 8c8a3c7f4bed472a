import type { ListenerState } from './listener.ts';

/** How late a sweep may be before we are no longer sure: it adds to the age of what screens show. */
const LATE_MS = 500;

/**
 * Whether the hub is sure to know what Postgres knows: it hears nudges, and its last reading of the log worked
 * and was a moment ago. The listener and the relay report here; beats, metrics and joins ask.
 */
export class HubHealth {
	readonly #limitMs: number;
	readonly #watchers: (() => void)[] = [];
	#listener: ListenerState = 'connecting';
	/** Monotonic ms of the last reading; undefined before the first, and while readings fail. */
	#readMono: number | undefined;
	#lastReadAt: number | undefined;
	#wasLive = false;

	/** A reading is due at least every `sweepMs`. */
	constructor(sweepMs: number) {
		this.#limitMs = sweepMs + LATE_MS;
	}

	get listener(): ListenerState {
		return this.#listener;
	}

	get isLive(): boolean {
		if (this.#listener !== 'live' || this.#readMono === undefined) return false;
		return performance.now() - this.#readMono < this.#limitMs;
	}

	/** Milliseconds since the epoch; undefined before the first. */
	get lastReadAt(): number | undefined {
		return this.#lastReadAt;
	}

	/** Calls back when `isLive` has become another. */
	onChange(watcher: () => void): void {
		this.#watchers.push(watcher);
	}

	listens(state: ListenerState): void {
		this.#listener = state;
		this.#compare();
	}

	/** The log was read to its end. */
	hasRead(): void {
		this.#lastReadAt = Date.now();
		this.#readMono = performance.now();
		this.#compare();
	}

	cannotRead(): void {
		this.#readMono = undefined;
		this.#compare();
	}

	#compare(): void {
		if (this.isLive === this.#wasLive) return;
		this.#wasLive = !this.#wasLive;
		for (const watcher of this.#watchers) watcher();
	}
}

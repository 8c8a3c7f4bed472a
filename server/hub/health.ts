import type { ListenerState } from './listener.ts';

/**
 * How late a sweep may be before the hub is no longer live; it adds to the age of the data on
 * screens.
 */
const LATE_MS = 500;

/**
 * Health of the hub: live while the listener receives nudges and the last read of the log succeeded
 * recently. The listener and the relay report here; beats, metrics and joins read it.
 */
export class HubHealth {
	readonly #limitMs: number;
	readonly #watchers: (() => void)[] = [];
	#listener: ListenerState = 'connecting';
	/**
	 * Monotonic ms of the last successful read; undefined before the first one and while reads fail.
	 */
	#readMono: number | undefined;
	#lastReadAt: number | undefined;
	#wasLive = false;

	/** The relay reads at least once every `sweepMs`. */
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

	/** Epoch ms of the last successful read; undefined before the first one. */
	get lastReadAt(): number | undefined {
		return this.#lastReadAt;
	}

	/** Calls `watcher` each time `isLive` changes. */
	onChange(watcher: () => void): void {
		this.#watchers.push(watcher);
	}

	setListener(state: ListenerState): void {
		this.#listener = state;
		this.#compare();
	}

	/** Reports that the relay has read the log to its end. */
	readSucceeded(): void {
		this.#lastReadAt = Date.now();
		this.#readMono = performance.now();
		this.#compare();
	}

	readFailed(): void {
		this.#readMono = undefined;
		this.#compare();
	}

	#compare(): void {
		if (this.isLive === this.#wasLive) return;
		this.#wasLive = !this.#wasLive;
		for (const watcher of this.#watchers) watcher();
	}
}

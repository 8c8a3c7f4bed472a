/** The clocks of a screen: its own monotonic clock, and the server's time computed from it. */

import { browser } from '$app/environment';

/** How often a screen reads its clock. */
export const TICK_MS = 250;
const JUMP_MS = 10_000;

class Clock {
	/** Milliseconds of the monotonic clock at the last tick. */
	mono = $state(0);
	#offset = $state<number | null>(null);
	#woken = new Set<() => void>();
	#last = { mono: 0, wall: 0 };

	constructor() {
		if (!browser) return;
		this.#look();
		setInterval(() => this.#tick(), TICK_MS);
	}

	/** The monotonic clock now, ms. */
	now(): number {
		return browser ? performance.now() : 0;
	}

	/**
	 * Takes the server's time from a message. The best estimate is the largest offset seen, because transit
	 * time makes an offset smaller.
	 */
	observe(at: string): void {
		const offset = Date.parse(at) - this.now();
		if (this.#offset === null || offset > this.#offset) this.#offset = offset;
	}

	/** Forgets the offset: after a sleep the monotonic clock may have stood still. */
	relearn(): void {
		this.#offset = null;
	}

	/** The server's time at the last tick, as epoch ms; null before any message. */
	get server(): number | null {
		return this.#offset === null ? null : this.mono + this.#offset;
	}

	/** The server's time now, epoch ms. */
	serverNow(): number | null {
		return this.#offset === null ? null : this.now() + this.#offset;
	}

	/** Calls back when the screen has slept or its clock has jumped by more than 10 s. */
	onJump(callback: () => void): void {
		this.#woken.add(callback);
	}

	#look(): void {
		this.mono = performance.now();
		this.#last = { mono: this.mono, wall: Date.now() };
	}

	#tick(): void {
		const before = this.#last;
		this.#look();
		const felt = this.mono - before.mono;
		const passed = this.#last.wall - before.wall;
		if (felt > JUMP_MS || Math.abs(passed - felt) > JUMP_MS) for (const call of this.#woken) call();
	}
}

export const clock = new Clock();

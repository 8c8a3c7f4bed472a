/** Time as a screen needs it: its own monotonic clock, and the server's time reckoned from that. */

import { browser } from '$app/environment';

/** How often a screen looks at its clock. */
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

	/** What the monotonic clock says this instant. */
	now(): number {
		return browser ? performance.now() : 0;
	}

	/**
	 * Learns the server's time from a message that carried it. The best guess is the largest offset
	 * seen: what makes it smaller is the time that the message was under way.
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

	/** The server's time this instant. */
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

/** The last bump of this screen, while a tap still takes it back. */

import type { Action } from '#domain/lifecycle.ts';
import type { Status } from '#domain/order.ts';

const LASTS_MS = 8_000;

export interface Bumped {
	id: string;
	number: number;
	action: Action;
	/** Where the bump led to: undone from there only. */
	to: Status;
	/** It was the strike of this last line that moved it on. */
	line?: string;
}

export class Undo {
	last = $state.raw<Bumped | null>(null);
	/** Somebody asked to take back an acceptance: the number of the order, while that is answered. */
	final = $state.raw<number | null>(null);
	#accepted: number | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	offer(bumped: Bumped): void {
		this.#clear();
		this.last = bumped;
		this.#later();
	}

	/** The last step was an acceptance: it stays, and whoever asks is told why. */
	keep(number: number): void {
		this.#clear();
		this.#accepted = number;
		this.#later();
	}

	/** What is to be recalled; the offer ends. */
	take(): Bumped | null {
		const { last } = this;
		const accepted = this.#accepted;
		this.#clear();
		this.final = accepted;
		if (accepted !== null) this.#later();
		return last;
	}

	#clear(): void {
		clearTimeout(this.#timer);
		this.last = null;
		this.final = null;
		this.#accepted = null;
	}

	#later(): void {
		this.#timer = setTimeout(() => this.#clear(), LASTS_MS);
	}
}

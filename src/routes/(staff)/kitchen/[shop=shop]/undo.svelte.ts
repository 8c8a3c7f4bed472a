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
}

export class Undo {
	last = $state.raw<Bumped | null>(null);
	#timer: ReturnType<typeof setTimeout> | undefined;

	offer(bumped: Bumped): void {
		clearTimeout(this.#timer);
		this.last = bumped;
		this.#timer = setTimeout(() => (this.last = null), LASTS_MS);
	}

	/** What is to be recalled; the offer ends. */
	take(): Bumped | null {
		const { last } = this;
		clearTimeout(this.#timer);
		this.last = null;
		return last;
	}
}

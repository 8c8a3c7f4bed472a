/** The last bump of this screen, while it can be undone. */

import type { Status } from '#domain/order/order.ts';

const LASTS_MS = 8_000;

export interface Bumped {
	id: string;
	number: number;
	/** Where the bump led to: undone from there only. */
	to: Status;
	/** The order's version after the bump. */
	version: number;
	/** The last line, if striking it moved the order. */
	line?: string;
}

interface Standing {
	id: string;
	status: Status;
	version: number;
	stageAt: string;
}

export class Undo {
	last = $state.raw<Bumped | null>(null);
	/** An undo was pressed after an acceptance: the order's number, while the answer is shown. */
	final = $state.raw<number | null>(null);
	#accepted: number | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** When the order came to the stage that the bump led to. */
	#stageAt: string | undefined;

	offer(bumped: Bumped): void {
		this.#clear();
		this.last = bumped;
		this.#later();
	}

	/** The offer ends when the order has moved on by another way. */
	follow(orders: readonly Standing[]): void {
		const { last } = this;
		if (!last) return;
		const order = orders.find(({ id }) => id === last.id);
		// The answer to a command may be here before the change itself.
		if (order && order.version < last.version) return;
		this.#stageAt ??= order?.stageAt;
		if (!order || order.status !== last.to || order.stageAt !== this.#stageAt) this.#clear();
	}

	/** The last step was an acceptance: it stays, and a press on undo says why. */
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
		this.#stageAt = undefined;
	}

	#later(): void {
		this.#timer = setTimeout(() => this.#clear(), LASTS_MS);
	}
}

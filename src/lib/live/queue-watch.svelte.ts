/** The queue of a shop's drivers: read again with the changes that a page knows of, and every few seconds. */

import { ask } from '$lib/live/commands.ts';
import type { QueueAnswer } from '#domain/wire/plan.ts';

/** Other drivers' runs change nothing in a driver's own feed. */
const EVERY_MS = 8_000;

export class QueueWatch {
	queue = $state.raw<QueueAnswer | undefined>();
	/** The last reading failed: what is shown is older. */
	isOld = $state(false);
	/** Of readings, so that an answer that is overtaken is dropped. */
	#turn = 0;
	readonly #path: string;

	/** `path`: the route that answers with the queue. */
	constructor(path: string) {
		this.#path = path;
	}

	/** Until the returned function is called. */
	start(): () => void {
		const look = () => document.visibilityState === 'visible' && void this.read();
		const timer = setInterval(look, EVERY_MS);
		document.addEventListener('visibilitychange', look);
		return () => {
			this.#turn++;
			clearInterval(timer);
			document.removeEventListener('visibilitychange', look);
		};
	}

	async read(): Promise<void> {
		const turn = ++this.#turn;
		const answer = await ask<QueueAnswer>(this.#path);
		if (turn !== this.#turn) return;
		this.isOld = !answer.ok;
		if (answer.ok) this.queue = answer.value;
	}
}

import { Heap } from '../../simulation/road/heap.ts';

/** What happens next, in simulated time. Equal instants keep the sequence in which they were planned. */
export class Agenda {
	now = 0;
	readonly #heap = new Heap<{ at: number; act: () => void }>();
	#count = 0;

	/** `at` in epoch ms; in the past means now. */
	at(at: number, act: () => void): void {
		const due = Math.max(this.now, Math.ceil(at));
		// Half of a millisecond holds two million entries.
		this.#heap.push({ at: due, act }, due + this.#count++ / 2 ** 22);
	}

	/** Until nothing is left, or `end`. */
	run(end: number): void {
		for (let next = this.#heap.pop(); next && next.at <= end; next = this.#heap.pop()) {
			this.now = next.at;
			next.act();
		}
	}
}

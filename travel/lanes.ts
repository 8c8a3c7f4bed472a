/** Concurrency: a few requests at once for each shop, and in turn among shops that wait. */

export interface LaneLimits {
	/** At once, for one shop and for all. */
	perShop: number;
	all: number;
	/** Waiting for one shop; more are refused. */
	waiting: number;
}

interface Waiting {
	start: () => void;
}

export class Lanes {
	readonly #limits: LaneLimits;
	readonly #running = new Map<string, number>();
	/** The shop that waits for the longest turn first. */
	readonly #queues = new Map<string, Waiting[]>();
	#all = 0;

	constructor(limits: LaneLimits) {
		this.#limits = limits;
	}

	/**
	 * Runs the task as soon as there is room; undefined when the shop has too many waiting, or the
	 * signal ends the wait.
	 */
	async run<T>(shop: string, signal: AbortSignal, task: () => Promise<T>): Promise<T | undefined> {
		if (this.#hasRoom(shop)) this.#count(shop, 1);
		else if (!(await this.#wait(shop, signal))) return undefined;
		try {
			return signal.aborted ? undefined : await task();
		} finally {
			this.#count(shop, -1);
			this.#next();
		}
	}

	#hasRoom(shop: string): boolean {
		return this.#all < this.#limits.all && (this.#running.get(shop) ?? 0) < this.#limits.perShop;
	}

	#count(shop: string, change: 1 | -1): void {
		const running = (this.#running.get(shop) ?? 0) + change;
		if (running === 0) this.#running.delete(shop);
		else this.#running.set(shop, running);
		this.#all += change;
	}

	/** True once it has its place; false when it will get none. */
	#wait(shop: string, signal: AbortSignal): Promise<boolean> {
		const queue = this.#queues.get(shop) ?? [];
		if (queue.length >= this.#limits.waiting || signal.aborted) return Promise.resolve(false);
		this.#queues.set(shop, queue);
		return new Promise((resolve) => {
			const leave = () => {
				queue.splice(queue.indexOf(waiting), 1);
				if (queue.length === 0) this.#queues.delete(shop);
				resolve(false);
			};
			const waiting: Waiting = {
				start: () => {
					this.#count(shop, 1);
					signal.removeEventListener('abort', leave);
					resolve(true);
				}
			};
			queue.push(waiting);
			signal.addEventListener('abort', leave, { once: true });
		});
	}

	#next(): void {
		for (const [shop, queue] of this.#queues) {
			if (!this.#hasRoom(shop)) continue;
			const first = queue.shift();
			// Behind the other shops.
			this.#queues.delete(shop);
			if (queue.length > 0) this.#queues.set(shop, queue);
			first?.start();
			return;
		}
	}
}

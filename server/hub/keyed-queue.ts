/**
 * Runs the tasks of each key one after another; `undefined` when a task did not start within the
 * limit.
 */
export type KeyedQueue = <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>;

/**
 * Limits each key (a shop, a caller) to one database connection: while the rows of one shop are
 * locked, the other shops can use the rest of the pool.
 */
export function createKeyedQueue(limitMs: number): KeyedQueue {
	const last = new Map<string, Promise<unknown>>();

	return async (key, work) => {
		const since = performance.now();
		const isTooLate = () => performance.now() - since > limitMs;
		const before = last.get(key) ?? Promise.resolve();
		const turn = before.then(() => (isTooLate() ? undefined : work()));
		const ended = turn.then(
			() => undefined,
			() => undefined
		);
		last.set(key, ended);
		try {
			return await turn;
		} finally {
			if (last.get(key) === ended) last.delete(key);
		}
	};
}

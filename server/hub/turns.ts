/** Runs work one after another for each key; `undefined` when its turn did not come within the limit. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T | undefined>;

/**
 * Keeps one shop from taking more than one database connection at a time: while its rows are locked, the
 * other shops use the rest of the pool.
 */
export function createTurns(limitMs: number): Turns {
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

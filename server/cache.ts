/** Upper limit of the cache, which is emptied then: keys come from strangers. */
const MOST = 1000;

export interface Cache<T> {
	/** The answer for this key, at most as old as the time to live. */
	of(key: string): Promise<T>;
	/** Removes one key. */
	drop(key: string): void;
	/** Removes all keys. */
	clear(): void;
}

/**
 * Caches each answer for `ms`, from the start of its read. Callers at the same time share one read. A
 * failure is not cached.
 */
export function cachedBy<T>(ms: number, ask: (key: string) => Promise<T>): Cache<T> {
	const last = new Map<string, { at: number; answer: Promise<T> }>();
	return {
		of(key) {
			const known = last.get(key);
			if (known && performance.now() - known.at < ms) return known.answer;
			if (last.size >= MOST) last.clear();
			const asked = { at: performance.now(), answer: ask(key) };
			last.set(key, asked);
			asked.answer.catch(() => {
				if (last.get(key) === asked) last.delete(key);
			});
			return asked.answer;
		},
		drop: (key) => void last.delete(key),
		clear: () => last.clear()
	};
}

/** The same for a read without a key. */
export function cached<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
	const answers = cachedBy(ms, ask);
	return () => answers.of('');
}

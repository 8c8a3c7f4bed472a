/** Answers are forgotten at latest when there are so many: keys come from strangers. */
const MOST = 1000;

export interface Kept<T> {
	/** The answer for this key, at most as old as it is kept. */
	of(key: string): Promise<T>;
	/** The next question is asked of the source again. */
	drop(key: string): void;
	/** The same for all keys. */
	clear(): void;
}

/**
 * Keeps each answer for `ms` from the moment it was asked for, and lets those who ask at once share one
 * reading. A failure is not kept.
 */
export function keptBy<T>(ms: number, ask: (key: string) => Promise<T>): Kept<T> {
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

/** The same for a question without a key. */
export function kept<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
	const answers = keptBy(ms, ask);
	return () => answers.of('');
}

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A sample of one process of many: one that is started anew begins anew. */
export interface Sample {
	pid: number | undefined;
	mb: number;
}

/** So many samples of one process, or it says nothing. */
const LEAST = 6;
/** From the mean of the first third to that of the last: more is a leak. */
const GROWTH = 1.25;

/** The lives that were long enough, in words, and what is wrong with them; a sample of nothing is wrong. */
export function grown(samples: readonly Sample[]): { lives: string[]; faults: string[] } {
	const faults = samples
		.filter(({ mb }) => !Number.isFinite(mb))
		.map(({ pid }) => `nobody knows what ${pid} holds`);
	const lives = [...Map.groupBy(samples, ({ pid }) => pid).values()]
		.filter((life) => life.length >= LEAST)
		.map((life) => {
			const third = Math.floor(life.length / 3);
			const [first, last] = [mean(life.slice(0, third)), mean(life.slice(-third))];
			const text = `${first.toFixed(0)} → ${last.toFixed(0)} MB in ${life.length} samples`;
			if (!(last <= first * GROWTH)) faults.push(text);
			return text;
		});
	return { lives, faults };
}

const mean = (samples: readonly Sample[]): number =>
	samples.reduce((sum, { mb }) => sum + mb, 0) / samples.length;

/**
 * Bytes that this process refers to, its buffers included. Garbage is collected first: when it
 * would have been by itself is the machine's affair.
 */
export function heldBytes(): number {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

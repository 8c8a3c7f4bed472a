import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A sample of one of several processes; a restarted process is a new one. */
export interface Sample {
	pid: number | undefined;
	mb: number;
}

/** Minimum number of samples per process for a judgement. */
const LEAST = 6;
/** Growth from the mean of the first third to that of the last third that counts as a leak. */
const GROWTH = 1.25;

/**
 * The processes with enough samples, as text, and the faults; no process with enough samples is a
 * fault.
 */
export function memoryGrowth(samples: readonly Sample[]): { lives: string[]; faults: string[] } {
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

/** Bytes reachable in this process, including buffers, after a forced garbage collection. */
export function heldBytes(): number {
	setFlagsFromString('--expose-gc');
	(runInNewContext('gc') as () => void)();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

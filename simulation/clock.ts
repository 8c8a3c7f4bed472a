import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;

/** The evening's own time: minutes since it began, `speed` of them in a minute of ours. */
export interface Clock {
	readonly speed: number;
	now(): number;
	/** It is minute 0 again. */
	restart(): void;
	/** Rejects when the evening is broken off. */
	wait(minutes: number): Promise<void>;
	until(minute: number): Promise<void>;
	/** How many minutes of the evening go by between two instants, in ms. */
	minutesOf(ms: number): number;
	/** Everybody drops what they do. */
	stop(): void;
	readonly signal: AbortSignal;
}

export function startClock(speed: number): Clock {
	let start = performance.now();
	const end = new AbortController();
	const now = () => ((performance.now() - start) * speed) / MINUTE_MS;
	const wait = async (minutes: number) => {
		const ms = (Math.max(0, minutes) * MINUTE_MS) / speed;
		await sleep(ms, undefined, { signal: end.signal });
	};
	return {
		speed,
		now,
		restart: () => void (start = performance.now()),
		wait,
		until: (minute) => wait(minute - now()),
		minutesOf: (ms) => (ms * speed) / MINUTE_MS,
		stop: () => end.abort(),
		signal: end.signal
	};
}

/** Whether somebody was only told to drop what they did. */
export const isBrokenOff = (error: unknown): boolean =>
	error instanceof Error && error.name === 'AbortError';

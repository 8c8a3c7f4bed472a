import { setTimeout as sleep } from 'node:timers/promises';

const MINUTE_MS = 60_000;

/** Simulated time in minutes since the start; `speed` simulated minutes pass per real minute. */
export interface Clock {
	readonly speed: number;
	now(): number;
	/** Sets the time back to minute 0. */
	restart(): void;
	/** Rejects when the simulation is stopped. */
	wait(minutes: number): Promise<void>;
	until(minute: number): Promise<void>;
	/** Converts ms to simulated minutes. */
	minutesOf(ms: number): number;
	/** Stops the simulation: all waits reject. */
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

/** Whether an error only means that the simulation was stopped. */
export const wasStopped = (error: unknown): boolean =>
	error instanceof Error && error.name === 'AbortError';

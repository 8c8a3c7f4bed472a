/** Those that only a payment passes. */
export const PAYMENT_POINTS = ['before-provider', 'after-open', 'after-provider'] as const;

/** Those that only a plan passes: before it hands out its runs, and after the first one. */
export const PLAN_POINTS = ['before-runs', 'after-run'] as const;

/**
 * The points at which a crash of a worker is most dangerous, in the order in which a job passes them. The
 * fault tests kill a real process at each point, and check that every effect happens once.
 */
export const CRASH_POINTS = [
	'after-take',
	'before-add',
	'after-add',
	'before-effect',
	'after-effect',
	'before-commit',
	'after-commit',
	...PAYMENT_POINTS,
	...PLAN_POINTS,
	'before-mail',
	'after-mail'
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

export type Crash = (point: CrashPoint) => void;

export function isCrashPoint(name: string): name is CrashPoint {
	return (CRASH_POINTS as readonly string[]).includes(name);
}

/** Kills this process the first time it passes the given point; does nothing without one. */
export function createCrash(wanted: CrashPoint | undefined): Crash {
	return (point) => {
		if (point === wanted) process.kill(process.pid, 'SIGKILL');
	};
}

import { parentOf, readIfThere } from './os.ts';

const everyMs = 500;

/**
 * Calls `onGone` when the npm that started us has ended. npm starts us through a shell that forwards no
 * signals: without this check, everything would run on after a `kill` of npm.
 */
export function watchNpm(onGone: () => void): void {
	const before = npmAncestors();
	const timer = setInterval(() => {
		if (npmAncestors().join() === before.join()) return;
		clearInterval(timer);
		onGone();
	}, everyMs);
	timer.unref();
}

/** Our parent, and its parent too when the first is npm's shell. */
function npmAncestors(): number[] {
	const parent = process.ppid;
	const isShell = readIfThere(`/proc/${parent}/cmdline`)?.includes('\0-c\0');
	return isShell ? [parent, parentOf(parent) ?? 0] : [parent];
}

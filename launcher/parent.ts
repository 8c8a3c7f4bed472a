import { parentOf, readIfThere } from './os.ts';

const everyMs = 500;

/**
 * Tells when the npm that runs us is gone. npm starts us through a shell that passes no signal
 * on, so a `kill` of npm would otherwise leave everything running with nobody to stop it.
 */
export function watchNpm(onGone: () => void): void {
	const line = lineToNpm();
	const timer = setInterval(() => {
		if (lineToNpm().join() === line.join()) return;
		clearInterval(timer);
		onGone();
	}, everyMs);
	timer.unref();
}

/** Our parent, and its parent when the first is only npm's shell. */
function lineToNpm(): number[] {
	const parent = process.ppid;
	const isShell = readIfThere(`/proc/${parent}/cmdline`)?.includes('\0-c\0');
	return isShell ? [parent, parentOf(parent) ?? 0] : [parent];
}

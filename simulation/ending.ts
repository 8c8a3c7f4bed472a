/** Ends a command-line program early: on Ctrl-C, or when the server is gone. */

import type { House } from './client/house.ts';

const LOOK_MS = 3000;
/** Grace period for closing; then the process exits. */
const GRACE_MS = 5000;
/** Exit code of a shell for a program ended by Ctrl-C. */
const INTERRUPTED = 130;

/**
 * npm forwards a Ctrl-C that the program has already received; a second one this soon is the same.
 */
const ECHO_MS = 1000;

/** The first Ctrl-C calls `onFirst`; the second one exits at once. */
export function listenForCtrlC(onFirst: () => void): void {
	let firstAt: number | undefined;
	process.on('SIGINT', () => {
		if (firstAt === undefined) {
			firstAt = performance.now();
			onFirst();
		} else if (performance.now() - firstAt > ECHO_MS) process.exit(INTERRUPTED);
	});
}

/** The first Ctrl-C closes everything, then exits; the second one exits at once. */
export function closeOnCtrlC(close: () => Promise<unknown>): void {
	listenForCtrlC(() => {
		process.stderr.write('Closing … (once more: at once)\n');
		void close()
			.catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
			.finally(() => process.exit(INTERRUPTED));
	});
}

/** Calls `onEnd`, and exits with this code if the process still runs after the grace period. */
export function endSoon(code: number, onEnd: () => void): void {
	setTimeout(() => process.exit(code), GRACE_MS).unref();
	onEnd();
}

/**
 * Calls `onGone` once after this time without any answer; returns a function that stops the watch.
 */
export function watchServer(house: House, limitMs: number, onGone: () => void): () => void {
	let answeredAt = performance.now();
	const timer = setInterval(() => {
		if (performance.now() - answeredAt > limitMs) {
			clearInterval(timer);
			return onGone();
		}
		fetch(new URL('/healthz', house.target), { signal: AbortSignal.timeout(LOOK_MS) })
			.then(async (answer) => {
				await answer.arrayBuffer();
				if (answer.ok) answeredAt = performance.now();
			})
			.catch(() => undefined);
	}, LOOK_MS);
	return () => clearInterval(timer);
}

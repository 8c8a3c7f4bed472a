/** How a program of ours ends before its work is done: by Ctrl-C, or since the server has gone. */

import type { House } from './client/house.ts';

const LOOK_MS = 3000;
/** After this nothing is waited for any longer. */
const GRACE_MS = 5000;
/** As a shell counts a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** npm passes on a Ctrl-C that the program has had already: what comes so soon is the same one. */
const ECHO_MS = 1000;

/** The first Ctrl-C calls `onFirst`; the second one ends the process at once, whatever it waits for. */
export function listenForCtrlC(onFirst: () => void): void {
	let firstAt: number | undefined;
	process.on('SIGINT', () => {
		if (firstAt === undefined) {
			firstAt = performance.now();
			onFirst();
		} else if (performance.now() - firstAt > ECHO_MS) process.exit(INTERRUPTED);
	});
}

/** The first Ctrl-C ends what was started, then the process; the second one ends the process at once. */
export function closeOnCtrlC(close: () => Promise<unknown>): void {
	listenForCtrlC(() => {
		process.stderr.write('Closing … (once more: at once)\n');
		void close()
			.catch((error: unknown) => process.stderr.write(`${String(error)}\n`))
			.finally(() => process.exit(INTERRUPTED));
	});
}

/** Calls `onEnd`, and ends the process with this code if it still runs a few seconds later. */
export function endSoon(code: number, onEnd: () => void): void {
	setTimeout(() => process.exit(code), GRACE_MS).unref();
	onEnd();
}

/** Calls `onGone` once when nothing has answered for so long; returns what stops the watch. */
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

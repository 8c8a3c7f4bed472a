import { readdirSync } from 'node:fs';
import { parentOf, signal } from './os.ts';

export interface SilenceOptions {
	/** Asks once; settles as soon as anything comes back, be it an error. `abort` ends the question. */
	ask(abort: AbortSignal): Promise<void>;
	/** After so many ms without any answer it is taken for hung. */
	limitMs: number;
	/** Called once; `listen` begins anew only by a new watch. */
	onSilent(): void;
}

/**
 * Asks something that should always answer, five times in each `limitMs`, and tells when no question of
 * the last `limitMs` got an answer. The time while this process itself slept does not count.
 */
export function watchSilence(options: SilenceOptions): { stop(): void } {
	const everyMs = options.limitMs / 5;
	const ended = new AbortController();
	let answeredAt = performance.now();
	let lookedAt = performance.now();

	function look(): void {
		const now = performance.now();
		if (now - lookedAt > 2 * everyMs) answeredAt = now;
		lookedAt = now;
		if (now - answeredAt > options.limitMs) {
			stop();
			return options.onSilent();
		}
		const abort = AbortSignal.any([ended.signal, AbortSignal.timeout(options.limitMs)]);
		const heard = () => void (answeredAt = performance.now());
		options.ask(abort).then(heard, () => {
			if (!abort.aborted) heard();
		});
	}

	const timer = setInterval(look, everyMs);
	const stop = () => {
		clearInterval(timer);
		ended.abort();
	};
	return { stop };
}

/** Ends a process that hears nothing, and those that it started: a stopped one takes no other signal. */
export function endHung(pid: number): void {
	const children = childrenOf(pid);
	for (const each of [pid, ...children]) signal(each, 'SIGKILL');
}

function childrenOf(pid: number): number[] {
	try {
		const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
		return all.map(Number).filter((other) => parentOf(other) === pid);
	} catch {
		return [];
	}
}

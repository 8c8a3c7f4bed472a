import { readdirSync } from 'node:fs';
import { parentOf, signal } from './os.ts';

export interface SilenceOptions {
	/** Asks once; settles as soon as anything comes back, be it an error. `abort` ends the question. */
	ask(abort: AbortSignal): Promise<void>;
	/** After so many ms without any answer it is taken for hung. */
	limitMs: number;
	/** Called once; then the watch is over. */
	onSilent(): void;
}

/**
 * Asks a process five times in each `limitMs` and reports when none of the questions was answered for
 * `limitMs`. A process that is slow answers at least one of them. One that never answered is not judged:
 * it may be the question that cannot reach it. Time while this process itself was held up does not count.
 */
export function watchSilence(options: SilenceOptions): { stop(): void } {
	const everyMs = options.limitMs / 5;
	const ended = new AbortController();
	/** Undefined until the first answer. */
	let answeredAt: number | undefined;
	let lookedAt = performance.now();

	function look(): void {
		const now = performance.now();
		if (answeredAt !== undefined && now - lookedAt > 2 * everyMs) answeredAt = now;
		lookedAt = now;
		if (answeredAt !== undefined && now - answeredAt > options.limitMs) {
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
	look();
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

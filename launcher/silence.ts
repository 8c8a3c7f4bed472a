import { readdirSync } from 'node:fs';
import { parentOf, signal } from './os.ts';

export interface SilenceOptions {
	/** One health check. Settles at any answer, also at an error; `abort` cancels it. */
	ask(abort: AbortSignal): Promise<void>;
	/** After so many ms without an answer the process counts as hung. */
	limitMs: number;
	/** Called once; the checks end then. */
	onSilent(): void;
}

/**
 * Checks a process five times in each `limitMs`, and reports it when no check was answered for `limitMs`. A
 * slow process answers at least one of them. A process that never answered is not reported: perhaps the check
 * cannot reach it. Time in which this process itself was blocked does not count.
 */
export function watchSilence(options: SilenceOptions): { stop(): void } {
	const everyMs = options.limitMs / 5;
	const ended = new AbortController();
	/** Undefined until the first answer. */
	let answeredAt: number | undefined;
	let checkedAt = performance.now();

	function check(): void {
		const now = performance.now();
		if (answeredAt !== undefined && now - checkedAt > 2 * everyMs) answeredAt = now;
		checkedAt = now;
		if (answeredAt !== undefined && now - answeredAt > options.limitMs) {
			stop();
			return options.onSilent();
		}
		const abort = AbortSignal.any([ended.signal, AbortSignal.timeout(options.limitMs)]);
		const answered = () => void (answeredAt = performance.now());
		options.ask(abort).then(answered, () => {
			if (!abort.aborted) answered();
		});
	}

	const timer = setInterval(check, everyMs);
	const stop = () => {
		clearInterval(timer);
		ended.abort();
	};
	check();
	return { stop };
}

/** Kills a hung process and its children. SIGKILL, because a stopped process handles no other signal. */
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

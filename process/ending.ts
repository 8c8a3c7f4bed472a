/**
 * Ends a process in order. What was opened is closed in reverse order, on SIGINT, SIGTERM, SIGHUP, an
 * uncaught error, or when the parent process is gone. A second signal ends the process at once.
 */
import closeWithGrace from 'close-with-grace';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm forwards a Ctrl-C that the process has received already: the same signal arrives twice. */
const ECHO_MS = 1000;

/** Neither is set when the parent process is gone. */
export interface Cause {
	signal?: NodeJS.Signals;
	error?: Error;
}

export interface EndingOptions {
	/** After so many ms the process exits with code 1, whatever is still open. No limit by default. */
	graceMs?: number;
	/** Called once, and awaited, before anything is closed. */
	onEnd(cause: Cause): void | Promise<void>;
	/** Something could not be closed; the rest is closed nevertheless. */
	onFault(error: Error): void;
	/** Everything is closed; the process exits with code 0. */
	onClosed?(): void;
	/** A second signal came: everything is forced, and the process exits with code 1. */
	onForced?(): void;
}

/** The end of this process: code 0 after a signal, 1 after an error. One for each process. */
export class Ending {
	readonly #options: EndingOptions;
	readonly #grace: ReturnType<typeof closeWithGrace>;
	readonly #opened: { close(): unknown; force: (() => void) | undefined }[] = [];
	#beganAt: number | undefined;
	#cause: Cause = {};
	#hasFailed = false;

	constructor(options: EndingOptions) {
		this.#options = options;
		this.#grace = closeWithGrace(
			{ delay: options.graceMs ?? false, logger: undefined, skip: [...SIGNALS] },
			({ err }) => this.#close(err)
		);
		for (const signal of SIGNALS) process.on(signal, () => this.#onSignal(signal));
		process.once('disconnect', () => this.end());
	}

	/** What is added last is closed first. `force` ends it at once, after a second signal. */
	add(close: () => unknown, force?: () => void): void {
		this.#opened.push({ close, force });
	}

	/** Closes everything and exits, as after a signal. Does nothing when that has begun. */
	end(cause: Cause = {}): void {
		if (this.#beganAt !== undefined) return;
		this.#beganAt = performance.now();
		this.#cause = cause;
		this.#grace.close();
	}

	/** Closes everything and exits with code 1. The caller has printed why. */
	fail(): void {
		this.#hasFailed = true;
		this.end();
	}

	#onSignal(signal: NodeJS.Signals): void {
		if (this.#beganAt === undefined) return this.end({ signal });
		if (performance.now() - this.#beganAt < ECHO_MS) return;
		this.#options.onForced?.();
		for (const { force } of this.#opened.toReversed()) force?.();
		process.exit(1);
	}

	/** Rejects for exit code 1. */
	async #close(error: Error | undefined): Promise<void> {
		this.#beganAt ??= performance.now();
		if (!this.#hasFailed) await this.#options.onEnd(error ? { error } : this.#cause);
		for (const { close } of this.#opened.toReversed()) {
			try {
				await close();
			} catch (fault) {
				this.#options.onFault(fault as Error);
			}
		}
		if (this.#hasFailed) throw new Error('The process has failed.');
		if (!error) this.#options.onClosed?.();
	}
}

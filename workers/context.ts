import type { Logger } from 'pino';
import type { Pool, Tx } from '../db/plumbing/pool.ts';
import type { Crash } from './crashpoints.ts';
import type { Mailer } from './notices/mail.ts';

/** What a job's handler is given besides its payload. */
export interface WorkerContext {
	pool: Pool;
	log: Logger;
	crash: Crash;
	/** The database's time, in epoch ms; tests may move it. */
	now: () => number;
	/** Derives the tracking links. */
	appSecret: string;
	/** The beginning of the links, without a slash at its end. */
	publicUrl: string;
	/** Undefined when there is no mail server: messages are kept to be read. */
	mailer: Mailer | undefined;
}

/**
 * Does the job inside the transaction that also marks it done: the effect happens once, however
 * often this runs. Nothing but SQL belongs here. A job that reaches outside stores its intent here
 * and returns what remains.
 */
export type Handler<Payload> = (
	tx: Tx,
	payload: Payload,
	ctx: WorkerContext
) => Promise<Outside | undefined | void>;

/** What cannot be undone by a rollback, after its intent has been committed. */
export interface Outside {
	/** Reaches outside, within 9 seconds. May run more than once: it must carry a stable key. */
	act(): Promise<void>;
	/** Writes down that it has happened; commits together with the job's end. */
	settle(tx: Tx): Promise<void>;
	/** Writes down that it never will: the last attempt failed. */
	abandon(tx: Tx): Promise<void>;
}

/** Not now: the job comes back after `afterMs`, and this does not count as a failure. */
export class ComeAgain extends Error {
	readonly afterMs: number;
	constructor(afterMs: number, why: string) {
		super(why);
		this.afterMs = afterMs;
	}
}

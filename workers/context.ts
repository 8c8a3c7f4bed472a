import type { Logger } from 'pino';
import type { Pool, Tx } from '../db/plumbing/pool.ts';
import type { TravelTimes } from '../travel/open.ts';
import type { Crash } from './crashpoints.ts';
import type { Provider } from '#domain/pay/payment.ts';
import type { Mailer } from './notices/mail.ts';
import type { Gateway } from './payments/gateway.ts';

/** What a job's handler gets beside its payload. */
export interface WorkerContext {
	pool: Pool;
	log: Logger;
	crash: Crash;
	/** The database's time, in epoch ms; tests may move it. */
	now: () => number;
	/** Tracking links are derived from it. */
	appSecret: string;
	/** Start of the links, without a slash at the end. */
	publicUrl: string;
	/** By provider; empty without keys. */
	gateways: ReadonlyMap<Provider, Gateway>;
	/** Undefined without a mail server: the manager reads the messages on a page. */
	mailer: Mailer | undefined;
	/** Travel times; in a transaction only those that are `known`. */
	travel: TravelTimes;
	/** The folder for the seals of closed days; undefined for none. */
	sealDir: string | undefined;
}

/**
 * Runs the job in the transaction that also marks it as done: the effect happens once, however often the
 * handler runs. It contains nothing but SQL. A job with an effect outside the database, such as a mail,
 * stores its intent here and returns that effect.
 */
export type Handler<Payload> = (
	tx: Tx,
	payload: Payload,
	ctx: WorkerContext
) => Promise<OutsideEffect | undefined | void>;

/**
 * Runs before the transaction of a job, once for each attempt: a question to another service, which no
 * transaction may wait for. It changes nothing in the database.
 */
export type Before<Payload> = (payload: Payload, ctx: WorkerContext) => Promise<void>;

/** An effect outside the database, which no rollback undoes. Its intent is committed before. */
export interface OutsideEffect {
	/** Performs it, within 9 seconds. May run more than once, so it carries a stable key. */
	perform(): Promise<void>;
	/** Records that it has happened, in the transaction that ends the job. */
	confirm(tx: Tx): Promise<void>;
	/** Records that it will never happen: the last attempt failed. */
	abandon(tx: Tx): Promise<void>;
}

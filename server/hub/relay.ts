import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderState } from '#domain/order/order.ts';
import type { Logger } from 'pino';
import { entryOfNudge, latestSeqs, preparePulls, readSince } from '../../db/reads/shop-log.ts';
import type { KnownWords, LogEntry } from '../../db/reads/shop-log.ts';
import { createPool } from '../../db/plumbing/pool.ts';
import type { Pool, Tx } from '../../db/plumbing/pool.ts';
import { allOpenStates } from '../../db/reads/order-states.ts';
import type { HubHealth } from './health.ts';

/**
 * Follow-up reads after a nudge. When several transactions commit together only one of them nudges;
 * these reads find the others. Without concurrent writers the first follow-up is skipped; after a
 * nudge that carried its row only the last one runs.
 */
const FOLLOW_UP_MS = [5, 30, 100];
const LAST_FOLLOW_UP = FOLLOW_UP_MS.length - 1;
const ROWS_A_SHOP = 500;
const RETRY_MS = 200;
const STATEMENT_MS = 2000;

export interface RelayOptions {
	databaseUrl: string;
	/** Interval of the sweep: the longest delay after a lost nudge. */
	sweepMs: number;
	/**
	 * Called at the start, and again when Postgres has gone back (a restore) behind what was already
	 * read.
	 */
	onStart(states: readonly OrderState[], first: boolean): void;
	/** The texts of an open order, as they were last delivered. */
	wordsOf(orderId: string): KnownWords | undefined;
	deliver(entries: readonly LogEntry[]): void;
	/** Gets the result of every read. */
	health: Pick<HubHealth, 'readSucceeded' | 'readFailed'>;
	log: Pick<Logger, 'warn'>;
}

/**
 * Reads the shop log from its last position, on its own connection, and delivers entries in order.
 */
export class Relay {
	readonly #options: RelayOptions;
	readonly #pool: Pool;
	readonly #sweep: NodeJS.Timeout;
	/** A pending timer is not restarted: a steady stream of changes would postpone it for ever. */
	readonly #followUps: { isPending: boolean; timer: NodeJS.Timeout }[];
	readonly #started = Promise.withResolvers<true>();
	#connection: Tx | undefined;
	/** Last delivered seq of each shop; undefined until the first read. */
	#lastSeqs: Map<string, number> | undefined;
	/** Whether this connection was checked against a Postgres that went back in time. */
	#isChecked = false;
	#isFailing = false;
	#isClosed = false;
	#isPulling = false;
	/** A read was requested while one was running: read again. */
	#mustReadAgain = false;
	/** The running read was requested by a nudge: schedule follow-ups after it. */
	#isNudged = false;

	constructor(options: RelayOptions) {
		this.#options = options;
		const name = 'passe-plat-hub-log';
		this.#pool = createPool(options.databaseUrl, { name, max: 1, statementMs: STATEMENT_MS });
		// Timers are reused: cheaper than creating new ones at each change.
		this.#followUps = FOLLOW_UP_MS.map((ms) => {
			const followUp = {
				isPending: true,
				timer: setTimeout(() => {
					followUp.isPending = false;
					void this.#pull();
				}, ms)
			};
			return followUp;
		});
		this.#sweep = setInterval(() => void this.#pull(), options.sweepMs);
		void this.#pull();
	}

	/** Handles a notification; `copy` may hold a copy of the log row. */
	nudge(copy: string): void {
		if (this.#deliverCopy(copy)) return;
		this.#isNudged = true;
		void this.#pull();
	}

	/** The listener has reconnected: read now, and check that Postgres has not gone back in time. */
	resync(): void {
		this.#isChecked = false;
		void this.#pull();
	}

	/** The last delivered seq of a shop; 0 if none. */
	seqOf(shop: string): number {
		return this.#lastSeqs?.get(shop) ?? 0;
	}

	/** The last delivered seq of every shop. */
	seqs(): Record<string, number> {
		return Object.fromEntries(this.#lastSeqs ?? []);
	}

	/** Resolves to true after the first read; to false if that takes longer than `limitMs`. */
	async hasStarted(limitMs: number): Promise<boolean> {
		if (this.#lastSeqs) return true;
		const limit = new AbortController();
		const late = sleep(limitMs, false as const, { signal: limit.signal, ref: false });
		late.catch(() => undefined);
		return Promise.race([this.#started.promise, late]).finally(() => limit.abort());
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		clearInterval(this.#sweep);
		for (const followUp of this.#followUps) clearTimeout(followUp.timer);
		this.#connection?.release(true);
		this.#connection = undefined;
		await this.#pool.end();
	}

	async #pull(): Promise<void> {
		this.#mustReadAgain = true;
		if (this.#isPulling || this.#isClosed) return;
		this.#isPulling = true;
		try {
			while (this.#mustReadAgain && !this.#isClosed) {
				this.#mustReadAgain = false;
				const db = this.#connection ?? (await this.#connect());
				const seen = await this.#begin(db);
				this.#handleRead(await readSince(db, seen, ROWS_A_SHOP));
			}
		} catch (error) {
			this.#fail(error);
		} finally {
			this.#isPulling = false;
		}
	}

	/**
	 * Delivers a change from the copy in its nudge, which saves a query. Only the next entry of its
	 * shop is accepted, and only while no read runs. Returns false when the log must be read.
	 */
	#deliverCopy(text: string): boolean {
		if (this.#isPulling || this.#isClosed || !this.#isChecked || this.#isFailing) return false;
		try {
			const entry = entryOfNudge(text, this.#options.wordsOf);
			const ahead = entry ? entry.seq - this.seqOf(entry.shop) : Infinity;
			if (!entry || !(ahead <= 1)) return false;
			if (ahead === 1) this.#deliver([entry]);
			this.#scheduleFollowUps(LAST_FOLLOW_UP);
			return true;
		} catch (error) {
			this.#options.log.warn({ err: error }, 'a nudge could not be read');
			return false;
		}
	}

	#handleRead(entries: LogEntry[]): void {
		if (entries.length > 0) this.#deliver(entries);
		const isQuiet = entries.length > 0 && !entries.at(-1)?.isCrowded;
		if (this.#isNudged || entries.length > 0) this.#scheduleFollowUps(isQuiet ? 1 : 0);
		this.#isNudged = false;
		if (entries.length >= ROWS_A_SHOP) this.#mustReadAgain = true;
		this.#sweep.refresh();
		this.#isFailing = false;
		this.#options.health.readSucceeded();
	}

	#deliver(entries: readonly LogEntry[]): void {
		for (const entry of entries) this.#lastSeqs?.set(entry.shop, entry.seq);
		this.#options.deliver(entries);
	}

	/**
	 * Sets the position in the log: at the first read, and again after a restore that lost commits.
	 */
	async #begin(db: Tx): Promise<Map<string, number>> {
		const known = this.#lastSeqs;
		if (known && this.#isChecked) return known;
		const latest = await latestSeqs(db);
		const hasGoneBack = known && [...known].some(([shop, seq]) => seq > (latest.get(shop) ?? 0));
		let seen = known;
		if (!seen || hasGoneBack) {
			const states = await allOpenStates(db);
			seen = this.#lastSeqs = latest;
			this.#options.onStart(states, !known);
			this.#started.resolve(true);
		}
		this.#isChecked = true;
		return seen;
	}

	async #connect(): Promise<Tx> {
		const fresh = await this.#pool.connect();
		this.#connection = fresh;
		fresh.on('error', (error) => this.#drop(error));
		if (this.#isClosed) this.#drop(new Error('closed before it was connected'));
		await preparePulls(fresh);
		return fresh;
	}

	#drop(error: Error): void {
		const broken = this.#connection;
		this.#connection = undefined;
		broken?.release(error);
	}

	#fail(error: unknown): void {
		if (this.#isClosed) return;
		this.#drop(error instanceof Error ? error : new Error(String(error)));
		this.#isChecked = false;
		if (!this.#isFailing) this.#options.log.warn({ err: error }, 'the shop log cannot be read');
		this.#isFailing = true;
		this.#options.health.readFailed();
		setTimeout(() => void this.#pull(), RETRY_MS).unref();
	}

	#scheduleFollowUps(from: number): void {
		for (const followUp of this.#isClosed ? [] : this.#followUps.slice(from)) {
			if (!followUp.isPending) followUp.timer.refresh();
			followUp.isPending = true;
		}
	}
}

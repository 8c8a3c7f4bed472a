import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderState } from '#domain/order/order.ts';
import type { Logger } from 'pino';
import { entryOfNudge, latestSeqs, preparePulls, readSince } from '../../db/log.ts';
import type { LogEntry } from '../../db/log.ts';
import { createPool } from '../../db/pool.ts';
import type { Pool, Tx } from '../../db/pool.ts';
import { allOpenStates } from '../../db/snapshots.ts';
import type { HubHealth } from './health.ts';

/**
 * After a nudge: of many committers at once only one nudges, the others are seen by looking again.
 * The first look is spared when nobody else was writing; a nudge with a copy of its row, which comes
 * at quiet times, asks for the last one only.
 */
const TRAILING_MS = [5, 30, 100];
const LAST_LOOK = TRAILING_MS.length - 1;
const ROWS_A_SHOP = 500;
const RETRY_MS = 200;
const STATEMENT_MS = 2000;

export interface RelayOptions {
	databaseUrl: string;
	/** How often to look without a nudge: what a lost nudge costs at most. */
	sweepMs: number;
	/** At the start, and again if Postgres turns out to be older than what we have read of it. */
	onStart(states: readonly OrderState[], first: boolean): void;
	/** An open order as it was last delivered. */
	stateOf(orderId: string): OrderState | undefined;
	deliver(entries: readonly LogEntry[]): void;
	/** Hears whether reading works. */
	health: Pick<HubHealth, 'hasRead' | 'cannotRead'>;
	log: Pick<Logger, 'warn'>;
}

/** Reads the shop log from where it stopped, on a connection of its own, and delivers in order. */
export class Relay {
	readonly #options: RelayOptions;
	readonly #pool: Pool;
	readonly #sweep: NodeJS.Timeout;
	/** A running one is left to run, or a stream of changes would put it off for ever. */
	readonly #looks: { isDue: boolean; timer: NodeJS.Timeout }[];
	readonly #started = Promise.withResolvers<true>();
	#connection: Tx | undefined;
	/** The last seq delivered of each shop; undefined before it is known where to begin. */
	#seen: Map<string, number> | undefined;
	/** That Postgres has not gone back in time since this connection is ours. */
	#isChecked = false;
	#isFailing = false;
	#isClosed = false;
	#isPulling = false;
	/** Asked for while a reading was under way: read once more. */
	#isWanted = false;
	/** The reading under way was asked for by a nudge: look again after it. */
	#isNudged = false;

	constructor(options: RelayOptions) {
		this.#options = options;
		const name = 'passe-plat-hub-log';
		this.#pool = createPool(options.databaseUrl, { name, max: 1, statementMs: STATEMENT_MS });
		// Timers are reused, which is cheaper than new ones at each change.
		this.#looks = TRAILING_MS.map((ms) => {
			const look = {
				isDue: true,
				timer: setTimeout(() => {
					look.isDue = false;
					void this.#pull();
				}, ms)
			};
			return look;
		});
		this.#sweep = setInterval(() => void this.#pull(), options.sweepMs);
		void this.#pull();
	}

	/** Something was committed; the text may hold a copy of its row. */
	nudge(copy: string): void {
		if (this.#takeCopy(copy)) return;
		this.#isNudged = true;
		void this.#pull();
	}

	/** The listener is new: look now, and check that Postgres has not gone back in time. */
	resync(): void {
		this.#isChecked = false;
		void this.#pull();
	}

	/** Everything of this shop up to here has been delivered. */
	seqOf(shop: string): number {
		return this.#seen?.get(shop) ?? 0;
	}

	/** The same of every shop. */
	seqs(): Record<string, number> {
		return Object.fromEntries(this.#seen ?? []);
	}

	/** Resolves once it knows where it begins; false when that takes longer. */
	async hasStarted(limitMs: number): Promise<boolean> {
		if (this.#seen) return true;
		const limit = new AbortController();
		const late = sleep(limitMs, false as const, { signal: limit.signal, ref: false });
		late.catch(() => undefined);
		return Promise.race([this.#started.promise, late]).finally(() => limit.abort());
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		clearInterval(this.#sweep);
		for (const look of this.#looks) clearTimeout(look.timer);
		this.#connection?.release(true);
		this.#connection = undefined;
		await this.#pool.end();
	}

	async #pull(): Promise<void> {
		this.#isWanted = true;
		if (this.#isPulling || this.#isClosed) return;
		this.#isPulling = true;
		try {
			while (this.#isWanted && !this.#isClosed) {
				this.#isWanted = false;
				const db = this.#connection ?? (await this.#connect());
				const seen = await this.#begin(db);
				this.#take(await readSince(db, seen, ROWS_A_SHOP));
			}
		} catch (error) {
			this.#fail(error);
		} finally {
			this.#isPulling = false;
		}
	}

	/**
	 * Delivers a change from its copy in the nudge, which spares a query: only the next one of its shop,
	 * and only while nothing is being read. False when the log has to be asked.
	 */
	#takeCopy(text: string): boolean {
		if (this.#isPulling || this.#isClosed || !this.#isChecked || this.#isFailing) return false;
		try {
			const entry = entryOfNudge(text, this.#options.stateOf);
			const ahead = entry ? entry.seq - this.seqOf(entry.shop) : Infinity;
			if (!entry || !(ahead <= 1)) return false;
			if (ahead === 1) this.#deliver([entry]);
			this.#lookAgain(LAST_LOOK);
			return true;
		} catch (error) {
			this.#options.log.warn({ err: error }, 'a nudge could not be read');
			return false;
		}
	}

	#take(entries: LogEntry[]): void {
		if (entries.length > 0) this.#deliver(entries);
		const isQuiet = entries.length > 0 && !entries.at(-1)?.isCrowded;
		if (this.#isNudged || entries.length > 0) this.#lookAgain(isQuiet ? 1 : 0);
		this.#isNudged = false;
		if (entries.length >= ROWS_A_SHOP) this.#isWanted = true;
		this.#sweep.refresh();
		this.#isFailing = false;
		this.#options.health.hasRead();
	}

	#deliver(entries: readonly LogEntry[]): void {
		for (const entry of entries) this.#seen?.set(entry.shop, entry.seq);
		this.#options.deliver(entries);
	}

	/** The first time, and after a restore that forgot commits, begins from what is there now. */
	async #begin(db: Tx): Promise<Map<string, number>> {
		const known = this.#seen;
		if (known && this.#isChecked) return known;
		const latest = await latestSeqs(db);
		const hasGoneBack = known && [...known].some(([shop, seq]) => seq > (latest.get(shop) ?? 0));
		let seen = known;
		if (!seen || hasGoneBack) {
			const states = await allOpenStates(db);
			seen = this.#seen = latest;
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
		this.#options.health.cannotRead();
		setTimeout(() => void this.#pull(), RETRY_MS).unref();
	}

	#lookAgain(from: number): void {
		for (const look of this.#isClosed ? [] : this.#looks.slice(from)) {
			if (!look.isDue) look.timer.refresh();
			look.isDue = true;
		}
	}
}

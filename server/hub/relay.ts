import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderState } from '#domain/order.ts';
import type { Logger } from 'pino';
import { entryOfNudge, latestSeqs, preparePulls, pullSince } from '../../db/log.ts';
import type { LogEntry } from '../../db/log.ts';
import { createPool } from '../../db/pool.ts';
import type { Tx } from '../../db/pool.ts';
import { allOpenStates } from '../../db/snapshots.ts';

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
/** How late a sweep may be before we are no longer sure: it adds to the age of what screens show. */
const LATE_MS = 500;

export interface RelayOptions {
	databaseUrl: string;
	/** How often to look without a nudge: what a lost nudge costs at most. */
	sweepMs: number;
	/** At the start, and again if Postgres turns out to be older than what we have read of it. */
	onStart(states: readonly OrderState[], first: boolean): void;
	/** An open order as it was last delivered. */
	stateOf(orderId: string): OrderState | undefined;
	deliver(entries: readonly LogEntry[]): void;
	/** Reading began or ceased to work. */
	onHealth(): void;
	log: Pick<Logger, 'warn'>;
}

export interface Relay {
	/** Something was committed; the text may hold a copy of its row. */
	nudge(copy: string): void;
	/** The listener is new: look now, and check that Postgres has not gone back in time. */
	resync(): void;
	/** Everything of this shop up to here has been delivered. */
	seqOf(shop: string): number;
	seqs(): ReadonlyMap<string, number>;
	/** Resolves once it knows where it begins; false when that takes longer. */
	hasStarted(limitMs: number): Promise<boolean>;
	/** Whether the last reading worked, and was a moment ago. */
	isCurrent(): boolean;
	/** Milliseconds since the epoch; undefined before the first. */
	lastPullAt(): number | undefined;
	close(): Promise<void>;
}

/** Reads the shop log from where it stopped, on a connection of its own, and delivers in order. */
export function createRelay(options: RelayOptions): Relay {
	const name = 'passe-plat-hub-log';
	const pool = createPool(options.databaseUrl, { name, max: 1, statementMs: STATEMENT_MS });
	let seen = new Map<string, number>();
	let started = false;
	const firstStart = Promise.withResolvers<true>();
	let checked = false;
	let failing = false;
	let closed = false;
	let isPulling = false;
	let isWanted = false;
	let isNudged = false;
	let lastPull: { mono: number; at: number } | undefined;
	let connection: Tx | undefined;

	const seqOf = (shop: string) => seen.get(shop) ?? 0;

	async function pull(): Promise<void> {
		isWanted = true;
		if (isPulling || closed) return;
		isPulling = true;
		try {
			while (isWanted && !closed) {
				isWanted = false;
				const db = connection ?? (await connect());
				if (!checked) await start(db);
				take(await pullSince(db, seen, ROWS_A_SHOP));
			}
		} catch (error) {
			fail(error);
		} finally {
			isPulling = false;
		}
	}

	/**
	 * Delivers a change from its copy in the nudge, which spares a query: only the next one of its shop,
	 * and only while nothing is being read. False when the log has to be asked.
	 */
	function takeCopy(text: string): boolean {
		if (isPulling || closed || !checked || failing) return false;
		try {
			const entry = entryOfNudge(text, options.stateOf);
			const ahead = entry ? entry.seq - seqOf(entry.shop) : Infinity;
			if (!entry || !(ahead <= 1)) return false;
			if (ahead === 1) deliver([entry]);
			lookAgain(LAST_LOOK);
			return true;
		} catch (error) {
			options.log.warn({ err: error }, 'a nudge could not be read');
			return false;
		}
	}

	function take(entries: LogEntry[]): void {
		if (entries.length > 0) deliver(entries);
		const isQuiet = entries.length > 0 && !entries.at(-1)?.isCrowded;
		if (isNudged || entries.length > 0) lookAgain(isQuiet ? 1 : 0);
		isNudged = false;
		if (entries.length >= ROWS_A_SHOP) isWanted = true;
		lastPull = { mono: performance.now(), at: Date.now() };
		sweep.refresh();
		setFailing(false);
	}

	function deliver(entries: readonly LogEntry[]): void {
		for (const entry of entries) seen.set(entry.shop, entry.seq);
		options.deliver(entries);
	}

	/** The first time, and after a restore that forgot commits, begin from what is there now. */
	async function start(db: Tx): Promise<void> {
		const latest = await latestSeqs(db);
		const hasGoneBack = [...seen].some(([shop, seq]) => seq > (latest.get(shop) ?? 0));
		if (!started || hasGoneBack) {
			const states = await allOpenStates(db);
			seen = latest;
			options.onStart(states, !started);
			started = true;
			firstStart.resolve(true);
			options.onHealth();
		}
		checked = true;
	}

	async function connect(): Promise<Tx> {
		const fresh = await pool.connect();
		connection = fresh;
		fresh.on('error', drop);
		if (closed) drop(new Error('closed meanwhile'));
		await preparePulls(fresh);
		return fresh;
	}

	function drop(error: Error): void {
		const broken = connection;
		connection = undefined;
		broken?.release(error);
	}

	function fail(error: unknown): void {
		if (closed) return;
		drop(error instanceof Error ? error : new Error(String(error)));
		checked = false;
		if (!failing) options.log.warn({ err: error }, 'the shop log cannot be read');
		setFailing(true);
		setTimeout(() => void pull(), RETRY_MS).unref();
	}

	function setFailing(next: boolean): void {
		if (failing === next) return;
		failing = next;
		options.onHealth();
	}

	// Timers are reused, which is cheaper than new ones at each change. A running one is left to run,
	// or a stream of changes would put it off for ever.
	const looks = TRAILING_MS.map((ms) => {
		const look = {
			isDue: true,
			timer: setTimeout(() => {
				look.isDue = false;
				void pull();
			}, ms)
		};
		return look;
	});

	function lookAgain(from: number): void {
		for (const look of closed ? [] : looks.slice(from)) {
			if (!look.isDue) look.timer.refresh();
			look.isDue = true;
		}
	}

	const sweep = setInterval(() => void pull(), options.sweepMs);
	void pull();

	return {
		nudge: (copy) => {
			if (takeCopy(copy)) return;
			isNudged = true;
			void pull();
		},
		resync: () => {
			checked = false;
			void pull();
		},
		seqOf,
		seqs: () => seen,
		hasStarted: async (limitMs) => {
			if (started) return true;
			const limit = new AbortController();
			const late = sleep(limitMs, false as const, { signal: limit.signal, ref: false });
			late.catch(() => undefined);
			return Promise.race([firstStart.promise, late]).finally(() => limit.abort());
		},
		isCurrent: () =>
			started &&
			!failing &&
			lastPull !== undefined &&
			performance.now() - lastPull.mono < options.sweepMs + LATE_MS,
		lastPullAt: () => lastPull?.at,
		close: async () => {
			closed = true;
			clearInterval(sweep);
			for (const look of looks) clearTimeout(look.timer);
			connection?.release(true);
			connection = undefined;
			await pool.end();
		}
	};
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from './pool.ts';

const MEASURE_EVERY_MS = 5000;
/** A slower answer is not used: it says too little about the time. */
const SLOW_MS = 1000;
/** Above this difference the clock of the machine is reported as wrong. */
export const APART_MS = 5000;

/** The database's time, epoch ms. */
export async function databaseNow(db: Db): Promise<number> {
	const { rows } = await db.query<{ at: number }>({
		name: 'clock-now',
		text: 'select extract(epoch from clock_timestamp())::float8 * 1000 as at'
	});
	return rows[0]?.at ?? Date.now();
}

/** The database's time as one process knows it. All promises, slots and due times use it. */
export interface DatabaseClock {
	/** The database's time now, epoch ms; the process's own before the first measurement. */
	now(): number;
	/** How far the process's own clock is ahead of the database's, ms; undefined before the first measurement. */
	aheadMs(): number | undefined;
	/** Measures once; throws when Postgres does not answer. */
	measure(): Promise<void>;
	close(): void;
}

export interface ClockOptions {
	everyMs?: number;
	/** Called when the clocks differ by more than 5 s, and when they agree again. */
	onApart?: (isApart: boolean, aheadMs: number) => void;
}

/**
 * Asks the database for its time at intervals, and counts on with the process's monotonic clock in between.
 * So a machine whose clock is wrong, or is set, promises the same times as the others.
 */
export function followClock(db: Db, options: ClockOptions = {}): DatabaseClock {
	const closing = new AbortController();
	let last: { database: number; mono: number } | undefined;
	let wasApart = false;

	const now = () =>
		last === undefined ? Date.now() : last.database + (performance.now() - last.mono);
	const aheadMs = () => (last === undefined ? undefined : Date.now() - now());

	async function measure(): Promise<void> {
		const sent = performance.now();
		const database = await databaseNow(db);
		const received = performance.now();
		if (last && received - sent > SLOW_MS) return;
		// The time was read at some point between our question and its answer.
		last = { database, mono: (sent + received) / 2 };
		tell();
	}

	function tell(): void {
		const ahead = aheadMs() ?? 0;
		const isApart = Math.abs(ahead) > APART_MS;
		if (isApart === wasApart) return;
		wasApart = isApart;
		options.onApart?.(isApart, ahead);
	}

	async function run(): Promise<void> {
		while (!closing.signal.aborted) {
			// Postgres is unreachable: count on with our own clock until it is back.
			await measure().catch(() => undefined);
			await sleep(options.everyMs ?? MEASURE_EVERY_MS, undefined, {
				signal: closing.signal,
				ref: false
			}).catch(() => undefined);
		}
	}
	void run();

	return { now, aheadMs, measure, close: () => closing.abort() };
}

/** For the person on duty; undefined while the clocks agree. */
export function clockFault(aheadMs: number | undefined): string | undefined {
	if (aheadMs === undefined || Math.abs(aheadMs) <= APART_MS) return undefined;
	const seconds = Math.round(Math.abs(aheadMs) / 1000);
	const way = aheadMs > 0 ? 'ahead of' : 'behind';
	return `The clock of this machine is ${seconds} s ${way} the database's: set it (NTP). Times are reckoned by the database's.`;
}

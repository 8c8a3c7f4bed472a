import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type pg from 'pg';
import { longTasksDuring } from './long-tasks.ts';
import type { LongTask } from './long-tasks.ts';
import { begin, clockOffset, collect, now } from './paint-watch.ts';

/** Makes a visible change to one order; returns its new version. */
export type ChangeOrder = (db: pg.Pool, id: string, turn: number) => Promise<number>;

export interface Schedule {
	ids: readonly string[];
	/**
	 * Changes per second, over all orders in turn. Each is delayed by up to 20 ms at random, to avoid
	 * a fixed phase relative to the frames.
	 */
	rate: number;
	count: number;
}

export interface Painting {
	/** Latency from the statement to the end of the frame, ms. */
	latencies: number[];
	/** The same from the acknowledgement of the commit. */
	sinceCommit: number[];
	/** Changes that the page never painted. */
	lost: number;
	long: LongTask[];
	/** Uncertainty of the clock comparison, ms. */
	within: number;
}

const JITTER_MS = 20;
const QUIET_MS = 1500;

interface Made {
	id: string;
	version: number;
	sent: number;
	acked: number;
}

/** Commits the changes on schedule, then waits until the page is quiet. */
async function play(
	db: pg.Pool,
	change: ChangeOrder,
	{ ids, rate, count }: Schedule
): Promise<Made[]> {
	const made: Made[] = [];
	const pending: Promise<void>[] = [];
	const first = now();
	for (let index = 0; index < count; index++) {
		const due = first + (index * 1000) / rate + Math.random() * JITTER_MS;
		await sleep(Math.max(0, due - now()));
		const id = ids[index % ids.length]!;
		const sent = now();
		const turn = Math.floor(index / ids.length);
		pending.push(
			change(db, id, turn).then((version) => void made.push({ id, version, sent, acked: now() }))
		);
	}
	await Promise.all(pending);
	await sleep(QUIET_MS);
	return made;
}

/** Commits the changes and matches them with the page's paints. */
export async function measurePaints(
	db: pg.Pool,
	page: Page,
	change: ChangeOrder,
	schedule: Schedule
): Promise<Painting> {
	const offset = await clockOffset(page);
	await begin(page);
	// Transferring the record is itself a task of tens of ms, so it is done after the measurement.
	const { done: made, long } = await longTasksDuring(page, () => play(db, change, schedule));

	const seen = await collect(page);
	const shown = made.map(({ id, version, sent, acked }) => {
		const own = seen.filter((one) => one.id === id && one.version >= version);
		return { sent, acked, at: Math.min(...own.map((one) => one.at)) + offset.ms };
	});
	const painted = shown.filter(({ at }) => Number.isFinite(at));
	return {
		latencies: painted.map(({ sent, at }) => at - sent),
		sinceCommit: painted.map(({ acked, at }) => at - acked),
		lost: shown.length - painted.length,
		long,
		within: offset.within
	};
}

/**
 * Moves the order between make line and oven, or shifts its promise by a minute: both are visible.
 */
export const changeTicket: ChangeOrder = async (db, id, turn) => {
	const sign = turn % 2 === 0 ? 1 : -1;
	const { rows } = await db.query<{ version: number }>({
		name: 'change-ticket',
		text: `update orders set
				status = case when number % 2 = 0 then status
					when status = 'making' then 'in_oven' else 'making' end,
				promised_at = promised_at
					+ case when number % 2 = 0 then $2 * interval '1 minute' else interval '0' end
			where id = $1 returning version::int`,
		values: [id, sign]
	});
	return rows[0]!.version;
};

export const changeBaseline: ChangeOrder = async (db, id) => {
	const { rows } = await db.query<{ version: number }>({
		name: 'change-floor',
		text: 'update floor_orders set version = version + 1 where id = $1 returning version',
		values: [id]
	});
	return rows[0]!.version;
};

/** A minimal table with a version and a NOTIFY trigger. */
export async function createBaselineTable(db: pg.Pool, ids: readonly string[]): Promise<void> {
	await db.query('create table floor_orders (id uuid primary key, version int not null default 1)');
	await db.query('insert into floor_orders (id) select unnest($1::uuid[])', [ids]);
	await db.query(`create function notify_floor() returns trigger language plpgsql as $$
		begin
			perform pg_notify('floor', json_build_object('id', new.id, 'version', new.version)::text);
			return new;
		end $$`);
	await db.query(`create trigger floor before update on floor_orders
		for each row execute function notify_floor()`);
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { mulberry32 } from '../../../simulation/random.ts';
import { SQLSTATE, sqlState } from '../../../db/plumbing/errors.ts';
import { latestSeqs, readSince, type LogEntry } from '../../../db/reads/shop-log.ts';
import { createPool, type Pool } from '../../../db/plumbing/pool.ts';
import { insertOrder, insertShop, move, type OrderRow } from '../house/rows.ts';

/** Reads the log entries after `seen`: the reader under test. */
export type Read = (pool: Pool, seen: ReadonlyMap<string, number>) => Promise<LogEntry[]>;

export interface Drill {
	databaseUrl: string;
	/** Transactions with at least one change that were committed. */
	commits: number;
	writers?: number;
	read?: Read;
}

export interface DrillReport {
	/** Violated guarantees of the log, as text; empty when it kept them all. */
	faults: string[];
	commits: number;
	rolledBack: number;
	deadlocks: number;
	/** Changes that the writers have committed. */
	written: number;
	received: number;
	reads: number;
	nudges: number;
}

const SHOPS = 5;
const ORDERS_A_SHOP = 12;

/**
 * Concurrent writers on five shops, with short, long, mixed, nested and rolled-back transactions,
 * while a reader follows the log. The reader's record is then compared with the writers' record.
 */
export async function drill(plan: Drill): Promise<DrillReport> {
	const pool = createPool(impatient(plan.databaseUrl), {
		name: 'log drill',
		max: 14,
		statementMs: 30_000
	});
	const orders = await prepare(pool);
	const follower = await follow(plan.databaseUrl, pool, plan.read ?? readSince);
	const writing = newTally();
	try {
		await Promise.all(
			Array.from({ length: plan.writers ?? 8 }, async (_, index) => {
				const random = mulberry32(index + 1);
				while (writing.commits < plan.commits) await writeOnce(pool, orders, random, writing);
			})
		);
		await follower.finish();
		const faults = [...follower.faults, ...(await compare(pool, follower, writing.written))];
		return { ...writing, ...follower.counts(), faults };
	} finally {
		await follower.close();
		await pool.end();
	}
}

/** A short deadlock timeout, because the writers cause many deadlocks. */
function impatient(databaseUrl: string): string {
	const url = new URL(databaseUrl);
	url.searchParams.set('options', '-c deadlock_timeout=20ms');
	return url.href;
}

async function prepare(pool: Pool): Promise<Target[]> {
	const targets: Target[] = [];
	for (let shop = 1; shop <= SHOPS; shop++) {
		const id = await insertShop(pool, `drill-${shop}`);
		for (let i = 0; i < ORDERS_A_SHOP; i++) {
			const order = await insertOrder(pool, id);
			await move(pool, order.id, 'accepted', 'making', 'in_oven');
			targets.push({ ...order, shop: id });
		}
	}
	return targets;
}

type Target = OrderRow & { shop: string };

interface Tally {
	commits: number;
	written: number;
	rolledBack: number;
	deadlocks: number;
}
const newTally = (): Tally => ({ commits: 0, written: 0, rolledBack: 0, deadlocks: 0 });

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T =>
	from[Math.floor(random() * from.length)] as T;

const CYCLE = `update orders set status = case status when 'in_oven' then 'boxed' else 'in_oven' end where id = $1`;
const STRIKE = `update order_line set struck_at = case when struck_at is null then clock_timestamp() end where id = $1`;

/** One transaction of a random shape; its number of changes is known before the commit. */
async function writeOnce(
	pool: Pool,
	orders: readonly Target[],
	random: Random,
	tally: Tally
): Promise<void> {
	const dice = random();
	const tx = await pool.connect();
	try {
		if (dice < 0.55) {
			await tx.query(CYCLE, [pick(random, orders).id]);
			return commit(tally, 1);
		}
		await tx.query('begin');
		const changes = await changesOf(tx, orders, random, dice);
		if (random() < 0.4) await sleep(random() * 6);
		if (dice > 0.9) {
			await tx.query('rollback');
			tally.rolledBack++;
			return;
		}
		await tx.query('commit');
		commit(tally, changes);
	} catch (error) {
		await tx.query('rollback');
		if (sqlState(error) !== SQLSTATE.deadlock) throw error;
		tally.deadlocks++;
	} finally {
		tx.release();
	}
}

function commit(tally: Tally, changes: number): void {
	tally.commits++;
	tally.written += changes;
}

async function changesOf(
	tx: pg.PoolClient,
	orders: readonly Target[],
	random: Random,
	dice: number
): Promise<number> {
	if (dice < 0.7) {
		await tx.query(STRIKE, [pick(random, pick(random, orders).lines)]);
		return 1;
	}
	if (dice < 0.76) {
		// A part is rolled back (savepoint): it must not leave a gap in the seqs.
		const order = pick(random, orders);
		await tx.query(CYCLE, [order.id]);
		await tx.query('savepoint half');
		await tx.query(STRIKE, [pick(random, order.lines)]);
		await tx.query('rollback to savepoint half');
		await tx.query(STRIKE, [pick(random, order.lines)]);
		return 2;
	}
	// Several orders, sometimes of several shops, in random order: some of these transactions
	// deadlock.
	const count = 2 + Math.floor(random() * 3);
	for (let i = 0; i < count; i++) await tx.query(CYCLE, [pick(random, orders).id]);
	return count;
}

/** A reader that runs at every nudge and every few milliseconds, and records what it got. */
async function follow(databaseUrl: string, pool: Pool, read: Read) {
	const seen = await latestSeqs(pool);
	const first = new Map(seen);
	const book = new Map<string, Set<number>>();
	const faults: string[] = [];
	const count = { reads: 0, received: 0, nudges: 0 };
	let isOpen = true;

	const listener = new pg.Client({ connectionString: databaseUrl });
	await listener.connect();
	let wake = () => {};
	listener.on('notification', () => {
		count.nudges++;
		wake();
	});
	await listener.query('listen shop_log');

	async function readOnce(): Promise<number> {
		const entries = await read(pool, seen);
		count.reads++;
		for (const entry of entries) note(entry);
		return entries.length;
	}

	function note({ shop, seq, id, version }: LogEntry): void {
		count.received++;
		const last = seen.get(shop) ?? 0;
		if (seq > last + 1) faults.push(`hole: ${shop} goes from ${last} to ${seq}`);
		if (seq <= last) faults.push(`backwards: ${shop} goes from ${last} to ${seq}`);
		seen.set(shop, Math.max(seq, last));
		const versions = book.get(id) ?? new Set<number>();
		if (versions.has(version)) faults.push(`twice: version ${version} of ${id}`);
		if (versions.size > 0 && !versions.has(version - 1))
			faults.push(`leap: ${id} comes to version ${version}`);
		book.set(id, versions.add(version));
	}

	async function run(): Promise<void> {
		while (isOpen) {
			await readOnce();
			await Promise.race([sleep(4), new Promise<void>((resolve) => (wake = resolve))]);
		}
	}
	const running = run();

	return {
		book,
		first,
		faults,
		counts: () => ({ ...count }),
		async finish() {
			isOpen = false;
			await running;
			while ((await readOnce()) > 0);
		},
		async close() {
			isOpen = false;
			await listener.end();
		}
	};
}

/** Compares the reader's record with the tables and with the writers' commits. */
async function compare(
	pool: Pool,
	follower: { book: Map<string, Set<number>>; first: Map<string, number> },
	written: number
): Promise<string[]> {
	const faults: string[] = [];
	const { rows } = await pool.query<{ id: string; version: number; rows: number }>(
		`select o.id, o.version, (select count(*) from shop_log where subject_id = o.id::text) as rows
		from orders o where o.shop_id like 'drill-%'`
	);
	let told = 0;
	for (const row of rows) {
		const versions = follower.book.get(row.id) ?? new Set();
		told += versions.size;
		// Versions 1 to 4, up to the oven, were made before the reader started.
		for (let version = 5; version <= row.version; version++)
			if (!versions.has(version)) faults.push(`missed: version ${version} of ${row.id}`);
		if (row.rows !== row.version)
			faults.push(`log: ${row.rows} rows for ${row.version} versions of ${row.id}`);
	}
	if (told !== written) faults.push(`count: ${told} told, ${written} written`);
	const holes = await pool.query<{ shop_id: string }>(
		'select shop_id from shop_log group by shop_id having count(*) <> max(seq) or min(seq) <> 1'
	);
	faults.push(...holes.rows.map((row) => `hole at rest: ${row.shop_id}`));
	return faults;
}

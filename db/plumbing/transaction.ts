import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { isRetryable, TooLate } from './errors.ts';
import { inTime, Lanes, type Deadline } from './lanes.ts';
import type { Pool, Tx } from './pool.ts';

/** The actor, as the log has it: `staff:<id>`, `customer`, `timer`, `worker`. */
export type Actor = `staff:${string}` | 'customer' | 'timer' | 'worker' | 'setup';

const TRIES = 5;

/** Thrown to undo a transaction and to return a value from `inTransaction`. */
export class Rollback<T> extends Error {
	readonly value: T;
	constructor(value: T) {
		super('rolled back on purpose');
		this.value = value;
	}
}

/** Limits on the transactions of a request. */
export interface Pace {
	/** The shop that they change: it gets a share of the pool only. */
	shop?: string | undefined;
	/** Time limit for the wait for a connection and all statements together. */
	deadline?: Deadline;
}

const paces = new AsyncLocalStorage<Pace>();

/** Applies these limits to every transaction that `work` makes. */
export function paced<T>(pace: Pace, work: () => T): T {
	return paces.run(pace, work);
}

/**
 * Four of ten connections: the transactions of a shop commit one after another, so more would only wait.
 */
const SHARE_OF_A_SHOP = 0.4;
const lanes = new WeakMap<Pool, Lanes>();

function lanesOf(pool: Pool): Lanes {
	const known = lanes.get(pool);
	const made =
		known ?? new Lanes(Math.max(1, Math.floor((pool.options.max ?? 10) * SHARE_OF_A_SHOP)));
	lanes.set(pool, made);
	return made;
}

/**
 * Runs `work` in one transaction as `actor`: a new one on a pool, a savepoint in a transaction that
 * already runs. `throw new Rollback(value)` undoes what `work` did, alone, and returns the value; any
 * other error undoes the whole transaction.
 *
 * On a pool, a deadlock or a serialization failure runs `work` again, five times at most, so `work`
 * must do nothing but SQL. Throws `TooLate` at the deadline of its pace, if there is one.
 */
export async function inTransaction<T>(
	db: Pool | Tx,
	actor: Actor,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	if (!(db instanceof pg.Pool)) return inSavepoint(db, actor, work);
	const { shop, deadline } = paces.getStore() ?? {};
	if (shop === undefined) return attempts(db, deadline, (tx) => run(tx, actor, work));
	const shops = lanesOf(db);
	const leave = await shops.enter(shop, deadline);
	return shops.during(shop, leave, () => attempts(db, deadline, (tx) => run(tx, actor, work)));
}

async function run<T>(tx: Tx, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
	await tx.query('begin');
	await setActor(tx, actor);
	const value = await work(tx);
	await tx.query('commit');
	return value;
}

async function attempts<T>(
	pool: Pool,
	deadline: Deadline,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const tx = await connect(pool, deadline);
		let broken: Error | undefined;
		try {
			return await inTime(deadline, work(tx));
		} catch (error) {
			// The connection may still run a statement: close it.
			broken = error instanceof TooLate ? error : await rollBack(tx);
			if (error instanceof Rollback) return error.value as T;
			if (!isRetryable(error) || attempt >= TRIES) throw error;
		} finally {
			tx.release(broken);
		}
	}
}

async function connect(pool: Pool, deadline: Deadline): Promise<Tx> {
	const connecting = pool.connect();
	try {
		return await inTime(deadline, connecting);
	} catch (error) {
		if (error instanceof TooLate)
			connecting.then(
				(tx) => tx.release(),
				() => undefined
			);
		throw error;
	}
}

/** How many savepoints of `inSavepoint` are open in a transaction. */
const depths = new WeakMap<Tx, number>();

async function inSavepoint<T>(tx: Tx, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
	// One name a depth: a savepoint that an error left open inside is never taken for this one.
	const depth = (depths.get(tx) ?? 0) + 1;
	const savepoint = `part_${depth}`;
	depths.set(tx, depth);
	await tx.query(`savepoint ${savepoint}`);
	try {
		await setActor(tx, actor);
		const value = await work(tx);
		await tx.query(`release savepoint ${savepoint}`);
		return value;
	} catch (error) {
		if (!(error instanceof Rollback)) throw error;
		await tx.query(`rollback to savepoint ${savepoint}`);
		return error.value as T;
	} finally {
		depths.set(tx, depth - 1);
	}
}

async function rollBack(tx: Tx): Promise<Error | undefined> {
	try {
		await tx.query('rollback');
		return undefined;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

async function setActor(tx: Tx, actor: Actor): Promise<void> {
	await tx.query({
		name: 'set-actor',
		text: `select set_config('app.actor', $1, true), set_config('app.action', '', true)`,
		values: [actor]
	});
}

/** Sets the action of the following changes in this transaction, for the log and the guard. */
export async function setAction(tx: Tx, action: string): Promise<void> {
	await tx.query({
		name: 'set-action',
		text: `select set_config('app.action', $1, true)`,
		values: [action]
	});
}

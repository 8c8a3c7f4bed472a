import { AsyncLocalStorage } from 'node:async_hooks';
import { isRetryable } from './errors.ts';
import type { Pool, Tx } from './pool.ts';

/** Who acts, as the log writes it: `staff:<id>`, `customer`, `timer`, `worker`. */
export type Actor = `staff:${string}` | 'customer' | 'timer' | 'worker' | 'setup';

const TRIES = 5;

/** Thrown to undo everything and hand a value back to the caller of `transact`. */
export class Rollback<T> extends Error {
	readonly value: T;
	constructor(value: T) {
		super('rolled back on purpose');
		this.value = value;
	}
}

/**
 * Runs `work` in one transaction as `actor`. A deadlock or a serialization failure runs it again,
 * five times at most, so `work` must do nothing but SQL. `throw new Rollback(value)` undoes it all
 * and returns the value.
 */
export async function transact<T>(
	pool: Pool,
	actor: Actor,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	const outer = around.getStore();
	if (outer) return within(outer, actor, work);
	for (let attempt = 1; ; attempt++) {
		const tx = await pool.connect();
		let broken: Error | undefined;
		try {
			await tx.query('begin');
			await setActor(tx, actor);
			const value = await work(tx);
			await tx.query('commit');
			return value;
		} catch (error) {
			broken = await rollBack(tx);
			if (error instanceof Rollback) return error.value as T;
			if (!isRetryable(error) || attempt >= TRIES) throw error;
		} finally {
			tx.release(broken);
		}
	}
}

const around = new AsyncLocalStorage<Tx>();

/** The same, and whatever `work` itself transacts is part of it: all of it happens, or nothing. */
export async function together<T>(
	pool: Pool,
	actor: Actor,
	work: (tx: Tx) => Promise<T>
): Promise<T> {
	return transact(pool, actor, (tx) => around.run(tx, () => work(tx)));
}

/** A transaction inside another: its `Rollback` undoes it alone, any other error undoes both. */
async function within<T>(tx: Tx, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
	await tx.query('savepoint part');
	try {
		await setActor(tx, actor);
		const value = await work(tx);
		await tx.query('release savepoint part');
		return value;
	} catch (error) {
		if (!(error instanceof Rollback)) throw error;
		await tx.query('rollback to savepoint part');
		return error.value as T;
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

/** Names what the following changes of this transaction are, for the log and the guard. */
export async function setAction(tx: Tx, action: string): Promise<void> {
	await tx.query({
		name: 'set-action',
		text: `select set_config('app.action', $1, true)`,
		values: [action]
	});
}

/** The Idempotency-Keys of commands, each with the first answer that was given to it. */

import { createHash } from 'node:crypto';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Db, Pool, Tx } from './pool.ts';
import { inTransaction, Rollback, type Actor } from './transaction.ts';

/** The first answer to a command. */
export interface Answer {
	status: number;
	body: unknown;
}

export interface CommandKey {
	/** The caller and the command of the key, so that two callers never collide. */
	scope: string;
	key: string;
	fingerprint: string;
}

/** A hash of the request. The same key with another hash is another request. */
export function fingerprint(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

export interface Once {
	command: CommandKey;
	actor: Actor;
	/**
	 * `kept`: a refusal is the answer of the key too. `undone`: it is undone with all that `run` did, and
	 * the key stays free for a corrected request.
	 */
	refusals: 'kept' | 'undone';
	/** The answer to store: no secret may be in it. */
	answer(result: Result<unknown>): Answer;
}

/**
 * Runs a command once for its key and returns the first answer to every repetition. Key, effect and answer
 * are one transaction: a repetition that comes while the first one runs waits for it, and if the first one
 * fails without an answer, nothing has happened. Refused with `key_reused` when the key came with another
 * request before. `run` does nothing but SQL, in the transaction that it gets.
 */
export async function once(
	pool: Pool,
	{ command, actor, refusals, answer }: Once,
	run: (tx: Tx) => Promise<Result<unknown>>
): Promise<Result<Answer>> {
	return inTransaction(pool, actor, async (tx) => {
		if (!(await claim(tx, command))) return (await find(tx, command)) ?? refuse('key_reused');
		const result = await run(tx);
		if (!result.ok && refusals === 'undone') throw new Rollback(result);
		const first = answer(result);
		await settle(tx, command, first);
		return done(first);
	});
}

/**
 * The answer that was committed for this key, looked up without writing; `key_reused` when the key came
 * with another request, undefined when it is new.
 */
export async function find(db: Db, command: CommandKey): Promise<Result<Answer> | undefined> {
	const { rows } = await db.query<Answer & { fingerprint: string }>(
		'select status, body, fingerprint from command where scope = $1 and key = $2',
		[command.scope, command.key]
	);
	const found = rows[0];
	if (!found) return undefined;
	if (found.fingerprint !== command.fingerprint) return refuse('key_reused');
	return done({ status: found.status, body: found.body });
}

/** True for the first caller of a key; a second one waits here until the first has committed. */
async function claim(tx: Tx, { scope, key, fingerprint }: CommandKey): Promise<boolean> {
	const inserted = await tx.query(
		`insert into command (scope, key, fingerprint, status, body) values ($1, $2, $3, 0, 'null'::json)
		on conflict do nothing`,
		[scope, key, fingerprint]
	);
	return inserted.rowCount === 1;
}

async function settle(tx: Tx, { scope, key }: CommandKey, answer: Answer): Promise<void> {
	await tx.query('update command set status = $3, body = $4 where scope = $1 and key = $2', [
		scope,
		key,
		answer.status,
		JSON.stringify(answer.body)
	]);
}

/** Deletes answers older than this many hours; returns how many. */
export async function forget(tx: Tx, olderThanHours: number): Promise<number> {
	const deleted = await tx.query(
		`delete from command where at < now() - make_interval(hours => $1)`,
		[olderThanHours]
	);
	return deleted.rowCount ?? 0;
}

import { createHash } from 'node:crypto';
import type { Db, Tx } from './pool.ts';

/** The first answer to a command. */
export interface Answer {
	status: number;
	body: unknown;
}

export interface CommandKey {
	/** Who and what the key belongs to, so that two callers' keys never meet. */
	scope: string;
	key: string;
	fingerprint: string;
}

/** A digest of what was asked: the same key with another one is another request. */
export function fingerprint(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

/**
 * Claims a key inside the command's own transaction. A second caller waits here until the first
 * has committed, then gets its answer; `reused` when the key came with another request.
 */
export async function claim(
	tx: Tx,
	command: CommandKey
): Promise<{ kind: 'first' } | { kind: 'again'; answer: Answer } | { kind: 'reused' }> {
	const { scope, key } = command;
	const inserted = await tx.query(
		`insert into command (scope, key, fingerprint, status, body) values ($1, $2, $3, 0, 'null'::json)
		on conflict do nothing`,
		[scope, key, command.fingerprint]
	);
	if (inserted.rowCount === 1) return { kind: 'first' };
	const found = await find(tx, command);
	if (found === undefined || found === 'reused') return { kind: 'reused' };
	return { kind: 'again', answer: found };
}

/** The answer that was committed for this key; `reused` when that was another request, undefined without. */
export async function find(db: Db, command: CommandKey): Promise<Answer | 'reused' | undefined> {
	const { rows } = await db.query<Answer & { fingerprint: string }>(
		'select status, body, fingerprint from command where scope = $1 and key = $2',
		[command.scope, command.key]
	);
	const found = rows[0];
	if (!found) return undefined;
	if (found.fingerprint !== command.fingerprint) return 'reused';
	return { status: found.status, body: found.body };
}

/** Keeps the answer for when the same command is sent again. */
export async function settle(tx: Tx, command: CommandKey, answer: Answer): Promise<void> {
	await tx.query('update command set status = $3, body = $4 where scope = $1 and key = $2', [
		command.scope,
		command.key,
		answer.status,
		JSON.stringify(answer.body)
	]);
}

/** Forgets answers older than this many hours; returns how many. */
export async function forget(tx: Tx, olderThanHours: number): Promise<number> {
	const gone = await tx.query(`delete from command where at < now() - make_interval(hours => $1)`, [
		olderThanHours
	]);
	return gone.rowCount ?? 0;
}

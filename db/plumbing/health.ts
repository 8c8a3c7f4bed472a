import { randomUUID } from 'node:crypto';
import type { Pool, Tx } from './pool.ts';

const CHANNEL = 'passe_plat_health';

/**
 * Checks that Postgres commits a write and delivers a NOTIFY: sends one to itself and waits for it. Returns
 * the milliseconds; throws when it fails or takes longer than `limitMs`.
 */
export async function probe(pool: Pool, limitMs: number): Promise<number> {
	const started = performance.now();
	const client = await pool.connect();
	let failed: Error | undefined;
	try {
		const nonce = randomUUID();
		await Promise.all([hears(client, nonce, limitMs), exchange(client, nonce)]);
		return performance.now() - started;
	} catch (error) {
		failed = error instanceof Error ? error : new Error(String(error));
		throw failed;
	} finally {
		client.removeAllListeners('notification');
		if (!failed) await client.query(`unlisten ${CHANNEL}`).catch(() => undefined);
		client.release(failed);
	}
}

function hears(client: Tx, nonce: string, limitMs: number): Promise<void> {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	const limit = setTimeout(() => reject(new Error('no NOTIFY came back in time')), limitMs);
	client.on('notification', ({ payload }) => {
		if (payload === nonce) resolve();
	});
	return promise.finally(() => clearTimeout(limit));
}

async function exchange(client: Tx, nonce: string): Promise<void> {
	await client.query(`listen ${CHANNEL}`);
	await client.query(
		`with written as (
			insert into command (scope, key, fingerprint, status, body)
			values ('health', 'readyz', '', 200, 'null')
			on conflict (scope, key) do update set at = clock_timestamp() returning 1
		)
		select pg_notify('${CHANNEL}', $1) from written`,
		[nonce]
	);
}

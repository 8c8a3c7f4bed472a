/** What the commands of the terminal have in common. */

import { createPool, type Pool } from '../pool.ts';

/** Runs a command: what it throws is told in its own words, and the exit code is 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
	try {
		await main();
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}

/** Where the database is; throws with what to set when it was not told. */
export function givenDatabase(): string {
	const url = process.env.DATABASE_URL;
	if (!url) throw new Error('DATABASE_URL is missing: postgres://user:password@host:5432/database');
	return url;
}

/** Works on one connection, which is closed in the end; no statement takes longer than `statementMs`. */
export async function withPool<T>(
	options: { url: string; command: string; statementMs: number },
	work: (pool: Pool) => Promise<T>
): Promise<T> {
	const { url, command, statementMs } = options;
	const pool = createPool(url, { max: 1, name: `passe-plat ${command}`, statementMs });
	try {
		return await work(pool);
	} finally {
		await pool.end();
	}
}

/** Shared by the commands of the terminal. */

import { createPool, type Pool } from '../plumbing/pool.ts';

/** Runs a command. If it throws, prints the message and sets the exit code to 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
	try {
		await main();
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}

/** Works on one connection and closes it; no statement takes longer than `statementMs`. */
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

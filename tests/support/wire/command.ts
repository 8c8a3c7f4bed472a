import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** The output of a command (stdout and stderr together), and its exit code. */
export interface Ended {
	code: number;
	output: string;
}

/** Runs a command of db/cli to its end, without a terminal. */
export async function command(
	databaseUrl: string,
	script: string,
	args: string[],
	env: NodeJS.ProcessEnv = {}
): Promise<Ended> {
	const child = spawn(process.execPath, [`db/cli/${script}.ts`, ...args], {
		env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const [code] = (await once(child, 'close')) as [number];
	return { code, output };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { freePort } from '../../../launcher/os.ts';

/** A web process as in production, with the secret that it signs with. */
export interface ProductionWeb {
	url: string;
	secret: string;
	/** What it has logged so far. */
	log(): string;
	end(): void;
}

/** Starts one on this database; without the demo, the demo's passwords are refused. */
export async function startProduction(
	databaseUrl: string,
	demo: 'on' | 'off' = 'off'
): Promise<ProductionWeb> {
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const secret = randomUUID() + randomUUID();
	const child: ChildProcess = spawn(process.execPath, ['server/main.ts'], {
		env: {
			PATH: process.env.PATH,
			NODE_ENV: 'production',
			DEMO: demo,
			DATABASE_URL: databaseUrl,
			PORT: String(port),
			ORIGIN: url,
			APP_SECRET: secret,
			LOG_LEVEL: 'warn'
		},
		stdio: ['ignore', 'pipe', 'inherit', 'ipc']
	});
	let log = '';
	child.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
	await once(child, 'message');
	return { url, secret, log: () => log, end: () => void child.kill('SIGKILL') };
}

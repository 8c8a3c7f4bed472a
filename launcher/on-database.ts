/**
 * Runs a command of db/cli on the database of this installation: the one of DATABASE_URL, or the
 * embedded one of a `npm start` that is running in DATA_DIR.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLauncherConfig } from '../config/launcher.ts';
import { inProject } from '../config/paths.ts';
import { isRunning } from './os.ts';
import { NAME, readPostmaster, urlOf } from './postgres-server.ts';

const [script = '', ...args] = process.argv.slice(2);
const config = readLauncherConfig([]);
const url = config.databaseUrl ?? embeddedUrl(join(config.dataDir, 'postgres'));
if (url) process.exitCode = await run(url);
else {
	console.error('There is no database: start Passe-plat in another terminal (DEMO=off npm start),');
	console.error('or set DATABASE_URL.');
	process.exitCode = 1;
}

function embeddedUrl(home: string): string | undefined {
	const found = readPostmaster({ dir: join(home, 'cluster') });
	if (!found?.port || !isRunning(found.pid)) return undefined;
	return urlOf({ password: readFileSync(join(home, 'password'), 'utf8').trim() }, found.port, NAME);
}

async function run(databaseUrl: string): Promise<number> {
	const env = { ...config.inherited, DATABASE_URL: databaseUrl };
	const child = spawn(process.execPath, [inProject(script), ...args], { env, stdio: 'inherit' });
	const [code] = (await once(child, 'close')) as [number | null];
	return code ?? 1;
}

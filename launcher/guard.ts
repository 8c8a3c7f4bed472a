import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, isPortFree, isRunning, readIfThere, startOf } from './os.ts';

/** How long a predecessor that is closing may take. */
const patienceMs = 5000;

/**
 * Makes this launcher the only one on its data folder; returns the release.
 * Throws, in one sentence for the operator, when another one runs there.
 */
export async function claimFolder(dataDir: string): Promise<() => void> {
	mkdirSync(dataDir, { recursive: true });
	const file = join(dataDir, 'launcher.pid');
	if (await eventually(() => tryClaim(file), patienceMs, 100)) {
		return () => rmSync(file, { force: true });
	}
	throw new Error(
		`Passe-plat already runs on ${dataDir} (process ${holderOf(file)?.pid}); stop that one first, or set DATA_DIR to another folder.`
	);
}

function tryClaim(file: string): boolean {
	const holder = holderOf(file);
	if (holder && isRunning(holder.pid) && startOf(holder.pid) === holder.started) return false;
	rmSync(file, { force: true });
	try {
		const handle = openSync(file, 'wx');
		writeFileSync(handle, `${process.pid} ${startOf(process.pid)}`);
		closeSync(handle);
		return true;
	} catch {
		return false;
	}
}

function holderOf(file: string): { pid: number; started: string } | undefined {
	const [pid, started = ''] = readIfThere(file)?.split(' ') ?? [];
	return pid ? { pid: Number(pid), started } : undefined;
}

/** Throws, in one sentence for the operator, when somebody else listens on the port. */
export async function claimPort(port: number, host: string): Promise<void> {
	if (await eventually(() => isPortFree(port, host), patienceMs, 100)) return;
	throw new Error(
		`Port ${port} is taken by another program; stop that program, or choose another port with PORT=… npm start.`
	);
}

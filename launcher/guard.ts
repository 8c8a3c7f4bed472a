/** At most one launcher for each data folder, and for each port. */
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, isPortFree, isRunning, readIfThere, startOf } from './os.ts';

/** Wait so long for an earlier launcher that is closing. */
const patienceMs = 5000;

/**
 * Locks the data folder for this launcher; returns what unlocks it.
 * Throws, with one sentence for the operator, when another launcher holds the lock.
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

/** Throws, with one sentence for the operator, when another program listens on the port. */
export async function claimPort(port: number, host: string): Promise<void> {
	if (await eventually(() => isPortFree(port, host), patienceMs, 100)) return;
	throw new Error(
		`Port ${port} is taken by another program; stop that program, or choose another port with PORT=… npm start.`
	);
}

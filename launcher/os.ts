/** Processes, ports and small files of this machine. */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process runs. A zombie does not count: a container may have no init that reaps it. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
	return procStat(pid)?.state !== 'Z';
}

/** Start time of a process in clock ticks, to detect a reused process id. '' where unknown. */
export function startOf(pid: number): string {
	return procStat(pid)?.started ?? '';
}

/** Process id of the parent of a process; undefined without /proc. */
export function parentOf(pid: number): number | undefined {
	return procStat(pid)?.parent;
}

function procStat(pid: number): { state: string; parent: number; started: string } | undefined {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
		return { state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' };
	} catch {
		return undefined;
	}
}

/** Sends a signal. Does nothing when the process has ended. */
export function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** Polls until `condition` holds; resolves to false after `limitMs`. */
export async function eventually(
	condition: () => boolean | Promise<boolean>,
	limitMs: number,
	everyMs = 10
): Promise<boolean> {
	const end = performance.now() + limitMs;
	while (!(await condition())) {
		if (performance.now() > end) return false;
		await sleep(everyMs);
	}
	return true;
}

/** Waits for the end of a process, which may be no child of ours. False when it still runs after `limitMs`. */
export function waitForEnd(pid: number, limitMs: number): Promise<boolean> {
	return eventually(() => !isRunning(pid), limitMs);
}

/** Whether we could listen on this port now. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(false));
		probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
	});
}

/** A free port of 127.0.0.1. */
export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}

/** The port in `file` if it is free, so that addresses stay the same after a restart; else a new one. */
export async function rememberedPort(file: string): Promise<number> {
	const known = Number(readIfThere(file));
	if (Number.isInteger(known) && known > 0 && (await isPortFree(known))) return known;
	const port = await freePort();
	writeFileSync(file, String(port));
	return port;
}

/** The random secret in `file`, created at the first start; only its owner may read the file. */
export function rememberedSecret(file: string): string {
	const known = readIfThere(file)?.trim();
	if (known) return known;
	const secret = randomBytes(32).toString('base64url');
	writeFileSync(file, secret, { mode: 0o600 });
	return secret;
}

/** A file's text, or undefined when there is no such file. */
export function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process runs. A zombie does not: in a container nobody may be left to reap an orphan. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
	return procStat(pid)?.state !== 'Z';
}

/** When a process began, in clock ticks: tells it from a later one with the same id. '' where unknown. */
export function startOf(pid: number): string {
	return procStat(pid)?.started ?? '';
}

/** The process that started this one; undefined where the system does not tell. */
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

/** Sends a signal; a process that is already gone is no fault. */
export function signal(pid: number, name: NodeJS.Signals): void {
	try {
		process.kill(pid, name);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** Resolves as soon as `condition` holds: true; or false when `limitMs` have passed. */
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

/** Waits for a process that need not be our child. False when it still runs after `limitMs`. */
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

/** A port of 127.0.0.1 that nobody listens on. */
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

/** The port written in `file` while it is free, so that addresses outlive a restart; else a new one. */
export async function rememberedPort(file: string): Promise<number> {
	const known = Number(readIfThere(file));
	if (Number.isInteger(known) && known > 0 && (await isPortFree(known))) return known;
	const port = await freePort();
	writeFileSync(file, String(port));
	return port;
}

/** A random secret that stays the same for this installation, in a file only its owner reads. */
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

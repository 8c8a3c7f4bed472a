import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESERVE, spaceOf } from '../db/plumbing/disk-space.ts';

/** Below this the disk counts as full: PostgreSQL allocates its WAL in segments of 16 MiB. */
export const FULL_BYTES = 32 * 2 ** 20;
const CHECK_EVERY_MS = 500;
const PIECE_BYTES = 2 ** 20;

export interface ReserveOptions {
	/** Folder of the embedded database; created if missing. */
	dir: string;
	/** Size of the reserve; 0 for none. */
	bytes: number;
	/** The reserve is written only if so many per cent of the disk stay free. */
	minFreePercent: number;
	/** Receives a line when the reserve is removed, and when it is written again. */
	print(line: string): void;
}

/**
 * Keeps a reserve file beside the database. When the disk is full, the file is removed, so that open orders
 * can still be written; it is written again once there is enough room. Resolves after the first check, which
 * lets a database start on a full disk. `stop` ends the checks.
 */
export async function keepReserve(options: ReserveOptions): Promise<{ stop(): Promise<void> }> {
	const { dir, bytes, print } = options;
	const file = join(dir, RESERVE);
	const ended = new AbortController();
	if (bytes <= 0) {
		await rm(file, { force: true });
		return { stop: async () => {} };
	}
	mkdirSync(dir, { recursive: true });
	await freeWhenFull();
	const watching = watch();

	async function freeWhenFull(): Promise<void> {
		const { free } = await spaceOf(dir);
		if (free >= FULL_BYTES || !(await isThere())) return;
		await rm(file, { force: true });
		print(`The disk is full: its reserve of ${bytes / 2 ** 20} MiB is given back. Make room.`);
	}

	async function fillWhenRoom(wasThere: boolean): Promise<void> {
		const { free, total } = await spaceOf(dir);
		const enough = Math.max((total * options.minFreePercent) / 100, 2 * FULL_BYTES);
		if (free - bytes < enough) return;
		await write(`${file}.new`, bytes, ended.signal);
		await rename(`${file}.new`, file);
		if (wasThere) print('There is room on the disk again: the reserve is back.');
	}

	async function isThere(): Promise<boolean> {
		return (await stat(file).catch(() => undefined))?.size === bytes;
	}

	async function watch(): Promise<void> {
		let wasThere = await isThere();
		while (!ended.signal.aborted) {
			// After an error of the disk the next round tries again.
			await freeWhenFull().catch(() => {});
			if (await isThere()) wasThere = true;
			else await fillWhenRoom(wasThere).catch(() => rm(`${file}.new`, { force: true }));
			await sleep(CHECK_EVERY_MS, undefined, { signal: ended.signal }).catch(() => {});
		}
	}

	return {
		async stop() {
			ended.abort();
			await watching.catch(() => {});
		}
	};
}

/** Random bytes, because a file system may compress others. */
async function write(path: string, bytes: number, abort: AbortSignal): Promise<void> {
	const handle = await open(path, 'w', 0o600);
	try {
		for (let left = bytes; left > 0; left -= PIECE_BYTES) {
			abort.throwIfAborted();
			await handle.write(randomBytes(Math.min(left, PIECE_BYTES)));
		}
	} finally {
		await handle.close();
	}
}

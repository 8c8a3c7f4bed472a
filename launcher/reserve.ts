import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESERVE, spaceOf } from '../db/plumbing/disk-space.ts';

/** With less than this the disk is full: PostgreSQL takes 16 MiB at once for its journal. */
export const FULL_BYTES = 32 * 2 ** 20;
const LOOK_EVERY_MS = 500;
const PIECE_BYTES = 2 ** 20;

export interface ReserveOptions {
	/** The folder of the embedded database, made when missing. */
	dir: string;
	/** How large it is; 0 for none. */
	bytes: number;
	/** Written only where so many per cent stay free beside it. */
	minFreePercent: number;
	/** Hears when it is given back, and when it is there again. */
	say(line: string): void;
}

/**
 * Keeps a file beside the database that holds room for the day on which the disk is full: then it is removed,
 * so that what is under way can be written down, and written again once there is enough room. Resolves after
 * a first look, before which a database could not start on a full disk; returns what ends the watch.
 */
export async function keepReserve(options: ReserveOptions): Promise<{ stop(): Promise<void> }> {
	const { dir, bytes, say } = options;
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
		say(`The disk is full: its reserve of ${bytes / 2 ** 20} MiB is given back. Make room.`);
	}

	async function fillWhenRoom(wasThere: boolean): Promise<void> {
		const { free, total } = await spaceOf(dir);
		const enough = Math.max((total * options.minFreePercent) / 100, 2 * FULL_BYTES);
		if (free - bytes < enough) return;
		await write(`${file}.new`, bytes, ended.signal);
		await rename(`${file}.new`, file);
		if (wasThere) say('There is room on the disk again: the reserve is back.');
	}

	async function isThere(): Promise<boolean> {
		return (await stat(file).catch(() => undefined))?.size === bytes;
	}

	async function watch(): Promise<void> {
		let wasThere = await isThere();
		while (!ended.signal.aborted) {
			// A disk that cannot be asked or written now is looked at again.
			await freeWhenFull().catch(() => {});
			if (await isThere()) wasThere = true;
			else await fillWhenRoom(wasThere).catch(() => rm(`${file}.new`, { force: true }));
			await sleep(LOOK_EVERY_MS, undefined, { signal: ended.signal }).catch(() => {});
		}
	}

	return {
		async stop() {
			ended.abort();
			await watching.catch(() => {});
		}
	};
}

/** By chance, so that no file system stores it in less. */
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

import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { clockFault } from '../db/plumbing/clock.ts';
import type { Db } from '../db/plumbing/pool.ts';
import { current, type HouseFault } from '../db/tables/warnings.ts';
import { createDisk, type DiskOptions, type DiskRoom } from './disk.ts';

const READ_EVERY_MS = 2000;
const DISK_EVERY_MS = 1000;

export interface Warnings {
	/** All current faults, one for each part. */
	faults(): HouseFault[];
	/** Too little space for new orders; open orders go on. */
	isDiskLow(): boolean;
	/** Free space on the disks, in per cent. */
	room(): DiskRoom;
	close(): void;
}

export interface WarningsOptions {
	db: Db;
	aheadMs(): number | undefined;
	disk: DiskOptions;
	log: Logger;
}

/** Collects the faults of this machine, and those that other processes report in the database. */
export function watchWarnings({ db, aheadMs, log, ...options }: WarningsOptions): Warnings {
	const closing = new AbortController();
	const disk = createDisk(options.disk);
	let reported: HouseFault[] = [];
	let wasLow = false;

	async function readReports(): Promise<void> {
		// Without Postgres the last result stays.
		reported = await current(db).catch(() => reported);
	}

	async function checkDisk(): Promise<void> {
		await disk.look();
		const fault = disk.fault();
		if ((fault !== undefined) === wasLow) return;
		wasLow = !wasLow;
		log.warn(disk.room(), fault?.message ?? 'There is room on the disk again.');
	}

	async function every(ms: number, look: () => Promise<void>): Promise<void> {
		while (!closing.signal.aborted) {
			await look();
			await sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
		}
	}
	// Not in one go with the database: Postgres may hang because the disk is full.
	void every(READ_EVERY_MS, readReports);
	void every(DISK_EVERY_MS, checkDisk);

	return {
		faults() {
			const clock = clockFault(aheadMs());
			const room = disk.fault();
			const own: HouseFault[] = room ? [room] : [];
			if (clock) own.push({ part: 'clock', message: clock });
			return [...own, ...reported.filter(({ part }) => !own.some((fault) => fault.part === part))];
		},
		isDiskLow: () => disk.fault() !== undefined,
		room: disk.room,
		close: () => closing.abort()
	};
}

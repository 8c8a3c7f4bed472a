import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RESERVE, type MeasureSpace, type Space } from '../db/plumbing/disk-space.ts';
import type { HouseFault } from '../db/tables/warnings.ts';

/** Hysteresis, in points: otherwise orders would stop and start with every write. */
const BACK_POINTS = 1;

export interface DiskOptions {
	/** The folder of the database; undefined when it is on another machine. */
	databaseDir: string | undefined;
	filesDir: string;
	/** Size of the reserve file in `databaseDir`. What it lacks does not count as free. */
	reserveBytes: number;
	/** Limit of `low`, in per cent; 0 switches it off. */
	minFreePercent: number;
	measure: MeasureSpace;
}

/** Free space in per cent; null where this machine cannot measure it. */
export interface DiskRoom {
	database: number | null;
	files: number | null;
}

export interface Disk {
	look(): Promise<void>;
	room(): DiskRoom;
	/** A message for the person on duty while there is too little. */
	fault(): HouseFault | undefined;
}

/** Watches the free space for the database and for uploaded files. */
export function createDisk(options: DiskOptions): Disk {
	const { databaseDir, filesDir, minFreePercent, measure } = options;
	let room: DiskRoom = { database: null, files: null };
	let isLow = false;

	async function percentOf(folder: string | undefined, reservedBytes = 0): Promise<number | null> {
		if (folder === undefined) return null;
		const space: Space | undefined = await measure(folder).catch(() => undefined);
		if (!space || space.total <= 0) return null;
		return Math.max(0, (100 * (space.free - reservedBytes)) / space.total);
	}

	async function missingReserve(): Promise<number> {
		if (databaseDir === undefined) return 0;
		const there = await stat(join(databaseDir, RESERVE)).catch(() => ({ size: 0 }));
		return Math.max(0, options.reserveBytes - there.size);
	}

	function lowest(): number {
		return Math.min(room.database ?? 100, room.files ?? 100);
	}

	return {
		async look() {
			const [database, files] = await Promise.all([
				missingReserve().then((bytes) => percentOf(databaseDir, bytes)),
				percentOf(filesDir)
			]);
			room = { database, files };
			isLow = lowest() < minFreePercent + (isLow && minFreePercent > 0 ? BACK_POINTS : 0);
		},
		room: () => room,
		fault() {
			if (!isLow) return undefined;
			const free = lowest().toFixed(1);
			const message = `Only ${free} % of the disk is free: no new order is taken below ${minFreePercent} %. Make room.`;
			return { part: 'disk', message };
		}
	};
}

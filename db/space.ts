import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The room on the disk below a folder, in bytes, as anybody but root may use it. */
export interface Space {
	total: number;
	free: number;
}

export type MeasureSpace = (folder: string) => Promise<Space>;

/** The name of the file that keeps room free, in the folder of the embedded database. */
export const RESERVE = 'reserve';

/** What the launcher and the web process can both be told of it. */
export const spaceVariables = {
	DATABASE_DIR: {
		kind: 'text',
		about:
			'The folder of PostgreSQL where it is on this machine, to watch its disk; `npm start` tells its own.'
	},
	DISK_FREE_PERCENT: {
		kind: 'int',
		min: 0,
		max: 50,
		default: 10,
		about: 'Below so much free room on the disk no new order is taken; 0 for never.'
	},
	RESERVE_MB: {
		kind: 'int',
		min: 0,
		max: 10_000,
		default: 64,
		about: 'The reserve that `npm start` keeps beside its database; what lacks of it is not free.'
	}
} as const;

/** Measures where the folder is, or will be. Rejects when that cannot be told. */
export async function spaceOf(folder: string): Promise<Space> {
	try {
		const { bsize, blocks, bfree, bavail } = await statfs(folder);
		return { total: (blocks - bfree + bavail) * bsize, free: bavail * bsize };
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		if (!isMissing || dirname(folder) === folder) throw error;
		return spaceOf(dirname(folder));
	}
}

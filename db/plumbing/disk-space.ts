import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Space on the disk of a folder, in bytes, as a normal user can use it. */
export interface Space {
	total: number;
	free: number;
}

export type MeasureSpace = (folder: string) => Promise<Space>;

/** Name of the reserve file in the folder of the embedded database: deleted when the disk is full. */
export const RESERVE = 'reserve';

/** Measures the disk of a folder that exists or will exist. Rejects when it cannot be measured. */
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

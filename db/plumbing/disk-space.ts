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

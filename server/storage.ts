import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files that people upload. What is kept is named by its own content, so it never changes. */
export interface Storage {
	/** Keeps it, once however often it comes; gives its id, 64 hexadecimal digits. */
	put(bytes: Uint8Array): Promise<string>;
	/** Undefined when there is none of this id. */
	get(id: string): Promise<Buffer | undefined>;
	/** Takes it away; nothing happens when there is none of this id. */
	remove(id: string): Promise<void>;
}

const ID = /^[0-9a-f]{64}$/;

/** In a folder of this machine, which all web processes have to share. */
export function diskStorage(folder: string): Storage {
	const pathOf = (id: string) => join(folder, id.slice(0, 2), id);
	return {
		async put(bytes) {
			const id = createHash('sha256').update(bytes).digest('hex');
			const path = pathOf(id);
			if (!(await exists(path))) await write(path, bytes);
			return id;
		},
		async get(id) {
			if (!ID.test(id)) return undefined;
			try {
				return await readFile(pathOf(id));
			} catch (error) {
				if (isMissing(error)) return undefined;
				throw error;
			}
		},
		async remove(id) {
			if (ID.test(id)) await rm(pathOf(id), { force: true });
		}
	};
}

/** Written under another name first: a file that is found is complete, also after a crash. */
async function write(path: string, bytes: Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const draft = `${path}.${randomUUID()}`;
	const file = await open(draft, 'wx');
	try {
		await file.writeFile(bytes);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(draft, path);
}

async function exists(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isFile();
	} catch (error) {
		if (isMissing(error)) return false;
		throw error;
	}
}

const isMissing = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'ENOENT';

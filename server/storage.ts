import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Uploaded files. A file is named by a hash of its content, so it never changes. */
export interface Storage {
	/** Stores it, once for the same content; returns its id, 64 hexadecimal digits. */
	put(bytes: Uint8Array): Promise<string>;
	/** Undefined when there is no file with this id. */
	get(id: string): Promise<Buffer | undefined>;
	/** Deletes it, if there is a file with this id. */
	remove(id: string): Promise<void>;
}

const ID = /^[0-9a-f]{64}$/;

/** In a folder, which all web processes must share. */
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

/** Atomic: written under another name first, so that a file is complete also after a crash. */
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

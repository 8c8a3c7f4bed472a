import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Scene } from './scene.ts';

const SCENES = join(import.meta.dirname, '..', 'scenes');

/** A scene by its name, or by the path of a file. */
export async function readScene(name: string): Promise<Scene> {
	const isPath = name.endsWith('.json') || isAbsolute(name);
	const path = isPath ? resolve(name) : join(SCENES, `${name}.json`);
	return JSON.parse(await readFile(path, 'utf8')) as Scene;
}

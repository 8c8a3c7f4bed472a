import { join, resolve } from 'node:path';

/** The folder of the project. */
export const root = resolve(import.meta.dirname, '..');

/** A path inside the project. */
export function inProject(...parts: string[]): string {
	return join(root, ...parts);
}

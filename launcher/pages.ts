import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from '../config/paths.ts';
import { readIfThere } from './os.ts';

/** The sources of the pages: any change in them needs a new build. */
const sources = [
	'src',
	'static',
	'messages',
	'project.inlang/settings.json',
	'svelte.config.js',
	'vite.config.ts',
	'package-lock.json'
];
/** The build writes these files. */
const generated = inProject('src/lib/paraglide');
const stamp = inProject('build/.sources');

/**
 * Builds the pages when they are missing or older than their sources; returns whether it did.
 * Throws with the last output of a failed build. `abort` stops the build.
 */
export async function buildPages(env: NodeJS.ProcessEnv, abort?: AbortSignal): Promise<boolean> {
	const now = hashOfSources();
	if (readIfThere(stamp) === now) return false;
	await runBuild(env, abort);
	writeFileSync(stamp, now);
	return true;
}

async function runBuild(env: NodeJS.ProcessEnv, abort?: AbortSignal): Promise<void> {
	const child = spawn(process.execPath, [inProject('node_modules/vite/bin/vite.js'), 'build'], {
		cwd: inProject(),
		env: { ...env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
		stdio: ['ignore', 'pipe', 'pipe'],
		signal: abort
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-4000)));
	}
	const [code] = (await once(child, 'close')) as [number | null];
	if (code !== 0) throw new Error(`The pages could not be built:\n${output}`);
}

function hashOfSources(): string {
	const hash = createHash('sha256');
	for (const source of sources) addTo(hash, inProject(source));
	return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
	const found = statSync(path, { throwIfNoEntry: false });
	if (!found || path === generated) return;
	if (found.isDirectory()) {
		for (const name of readdirSync(path).sort()) addTo(hash, join(path, name));
		return;
	}
	if (/\.test\.ts$/.test(path)) return;
	hash.update(path.slice(inProject().length)).update('\0').update(readFileSync(path));
}

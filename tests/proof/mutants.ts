import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { inProject } from '../../config/paths.ts';

/**
 * Mutation testing with Stryker in the domain rules and the pure parts of database, server and
 * workers: unit tests must kill at least 85 % of the mutants. Surviving mutants are printed.
 *
 * `npm run proof -- mutants [files]`; it fails after 90 minutes.
 */
const LIMIT_MS = 90 * 60_000;

if (!existsSync(inProject('.svelte-kit/tsconfig.json')))
	execFileSync(process.execPath, [inProject('node_modules/@sveltejs/kit/svelte-kit.js'), 'sync']);

const files = process.argv.slice(2).filter((file) => !file.startsWith('-'));
const options = process.argv.slice(2).filter((option) => option.startsWith('-'));
const only = files.length > 0 ? ['--mutate', files.join(',')] : [];
const stryker = inProject('node_modules/@stryker-mutator/core/bin/stryker.js');
const child = spawn(
	process.execPath,
	[stryker, 'run', inProject('tests/mutants/stryker.config.js'), ...only, ...options],
	{ cwd: inProject(), stdio: 'inherit' }
);
const limit = setTimeout(() => {
	console.error(`Not through after ${LIMIT_MS / 60_000} minutes.`);
	child.kill('SIGTERM');
}, LIMIT_MS);
const [code] = (await once(child, 'exit')) as [number | null];
clearTimeout(limit);
process.exit(code ?? 1);

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../config/paths.ts';
import { buildPages } from '../launcher/pages.ts';
import { readPlaywright, readVitest } from './support/house/reports.ts';
import type { Sum } from './support/house/reports.ts';
import { startTestServers } from './support/house/servers.ts';
import { ensureTools } from './support/house/tools.ts';

/**
 * `npm test -- [unit|integration|fault|browser] [pattern]`: all tests, or a part of them, on
 * servers of their own. Its last line is the sum; the exit code is 0 only if tests ran and all passed.
 */
const kinds = ['unit', 'integration', 'fault', 'browser'];
const args = process.argv.slice(2);
const only = kinds.includes(args[0] ?? '') ? args.shift() : undefined;

const reports = mkdtempSync(join(tmpdir(), 'passe-plat-reports-'));
let stop = async (): Promise<void> => {};
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.once(name, () => void finish(130));
}

try {
	await finish(await runAll());
} catch (error) {
	console.error((error as Error).message);
	await finish(1);
}

function isIn(kind: string): boolean {
	return only === undefined || only === kind;
}

async function runAll(): Promise<number> {
	const env = {
		...process.env,
		...ensureTools({
			browser: isIn('browser'),
			redis: only !== 'unit',
			python: isIn('integration')
		})
	};
	if (await buildPages(env)) console.log('The pages are built.');
	if (only !== 'unit') {
		const servers = await startTestServers();
		stop = servers.stop;
		Object.assign(env, servers.env);
	}

	const sums: Sum[] = [];
	if (only !== 'browser') sums.push(await runVitest(env));
	if (isIn('browser')) sums.push(await runPlaywright(env));

	const passed = sums.reduce((total, sum) => total + sum.passed, 0);
	const failed = sums.reduce((total, sum) => total + sum.failed, 0);
	const skipped = sums.reduce((total, sum) => total + sum.skipped, 0);
	const isGood = passed > 0 && failed === 0 && sums.every((sum) => sum.code === 0);
	for (const { failures } of sums) for (const text of failures) console.log(`${text}\n`);
	for (const { name, code } of sums) if (code !== 0) console.log(`${name} ended with code ${code}`);
	if (skipped > 0) console.log(`${skipped} skipped`);
	console.log(`${passed} passed, ${failed} failed`);
	return isGood ? 0 : 1;
}

async function runVitest(env: NodeJS.ProcessEnv): Promise<Sum> {
	const file = join(reports, 'vitest.json');
	const projects = only ? ['--project', `${only}*`] : [];
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
	const script = 'node_modules/vitest/vitest.mjs';
	const code = await run([script, 'run', ...projects, ...reporters, ...args], env);
	return { name: 'vitest', code, ...readVitest(file) };
}

async function runPlaywright(env: NodeJS.ProcessEnv): Promise<Sum> {
	const file = join(reports, 'playwright.json');
	const script = 'node_modules/@playwright/test/cli.js';
	const code = await run([script, 'test', '--reporter=list,json', ...args], {
		...env,
		PLAYWRIGHT_JSON_OUTPUT_NAME: file
	});
	return { name: 'playwright', code, ...readPlaywright(file) };
}

async function run(command: string[], env: NodeJS.ProcessEnv): Promise<number> {
	const child = spawn(process.execPath, command, { cwd: inProject(), env, stdio: 'inherit' });
	const [code] = (await once(child, 'close')) as [number | null];
	return code ?? 1;
}

async function finish(code: number): Promise<void> {
	await stop();
	rmSync(reports, { recursive: true, force: true });
	process.exit(code);
}

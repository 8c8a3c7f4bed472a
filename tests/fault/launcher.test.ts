import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProject } from '../../config/paths.ts';
import { eventually, freePort } from '../../launcher/os.ts';

const main = inProject('launcher/main.ts');
let home: string;
let port: number;
let launchers: ChildProcess[];

beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'passe-plat-launcher-'));
	port = await freePort();
	launchers = [];
});

afterEach(async () => {
	for (const launcher of launchers) launcher.kill('SIGINT');
	const isQuiet = await eventually(() => ourProcesses().length === 0, 20_000, 100);
	if (!isQuiet) for (const pid of ourProcesses()) process.kill(pid, 'SIGKILL');
	rmSync(home, { recursive: true, force: true });
});

describe('npm start', () => {
	test('starts everything, prints where it runs, and leaves no process after Ctrl-C', async () => {
		const launcher = await startLauncher();

		expect(launcher.output()).toMatch(/Database: embedded PostgreSQL/);
		expect(launcher.output()).toMatch(/Queues: {3}on Redis, a private/);
		expect(launcher.output()).toContain(`http://localhost:${port}`);
		expect(await shopCount()).toBe(5);

		expect(await launcher.end('SIGINT')).toBe(0);
		expect(ourProcesses()).toEqual([]);
	});

	test('ends its processes when it is killed, and the next start works with all data', async () => {
		const begin = performance.now();
		const first = await startLauncher();
		const firstMs = performance.now() - begin;
		const password = readFileSync(join(home, 'postgres/password'), 'utf8');
		await first.end('SIGKILL');

		const again = performance.now();
		await startLauncher();

		// It waits for no lock or lease of the killed one; the first start also made the database.
		expect(performance.now() - again).toBeLessThan(firstMs * 2);
		expect(await shopCount()).toBe(5);
		expect(readFileSync(join(home, 'postgres/password'), 'utf8')).toBe(password);
	});

	test.each(['SIGTERM', 'SIGKILL'] as const)('ends when npm is ended by %s', async (name) => {
		const npm = await startLauncher({}, ['npm', 'start']);

		npm.kill(name);

		const isQuiet = await eventually(() => ourProcesses().length === 0, 20_000, 100);
		expect(isQuiet).toBe(true);
		expect(npm.output()).toMatch(/^Closed\.$/m);
	});

	test('restarts a web process and a database that were killed', async () => {
		await startLauncher();
		const lock = () =>
			Number(readFileSync(join(home, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0]);
		const before = lock();

		process.kill(before, 'SIGKILL');
		for (const pid of processesOf('server/main.ts')) process.kill(pid, 'SIGKILL');

		const isBack = await eventually(
			async () => (await shopCount().catch(() => 0)) === 5,
			60_000,
			200
		);
		expect(isBack).toBe(true);
		expect(lock()).not.toBe(before);
	});

	test('runs the queues on PostgreSQL when there is no Redis', async () => {
		const bin = join(home, 'bin');
		mkdirSync(bin);
		for (const name of ['unshare', 'setpriv', 'chown', 'true', 'sh']) linkInto(bin, name);

		const launcher = await startLauncher({ PATH: bin });

		expect(launcher.output()).toMatch(/Queues: {3}on PostgreSQL/);
		expect(await launcher.end('SIGTERM')).toBe(0);
		expect(ourProcesses()).toEqual([]);
	});

	test('says in one sentence that its port is taken', async () => {
		const other = createServer().listen(port, '127.0.0.1');
		await once(other, 'listening');

		const launcher = launch();
		const code = await launcher.ended;
		other.close();

		expect(code).toBe(1);
		expect(launcher.output().trim()).toMatch(new RegExp(`^Port ${port} is taken[^\n]*$`));
	});

	test('prints every fault of its configuration at once', async () => {
		const launcher = launch({ PORT: 'http', REDIS_URL: 'localhost' });

		expect(await launcher.ended).toBe(1);
		expect(launcher.output()).toMatch(/PORT.*\n.*REDIS_URL/);
	});
});

async function startLauncher(env: NodeJS.ProcessEnv = {}, command?: string[]) {
	const launcher = launch(env, command);
	await eventually(() => /^Ready/m.test(launcher.output()) || launcher.hasEnded(), 90_000, 50);
	expect(launcher.output()).toMatch(/^Ready/m);
	return launcher;
}

function launch(env: NodeJS.ProcessEnv = {}, command = [process.execPath, main]) {
	const [program = '', ...args] = command;
	const child = spawn(program, args, {
		cwd: inProject(),
		env: { PATH: process.env.PATH, DATA_DIR: home, PORT: String(port), ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	launchers.push(child);
	let text = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
	}
	const ended = once(child, 'close').then(([code]) => code as number | null);
	return {
		output: () => text,
		hasEnded: () => child.exitCode !== null,
		ended,
		kill: (name: NodeJS.Signals) => child.kill(name),
		end(name: NodeJS.Signals) {
			child.kill(name);
			return ended;
		}
	};
}

async function shopCount(): Promise<number> {
	const response = await fetch(`http://127.0.0.1:${port}/api/shops`);
	const body = (await response.json()) as { shops: unknown[] };
	return body.shops.length;
}

/** Every process with this test's data folder in its environment, children of the servers too. */
function ourProcesses(): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => readProc(name, 'environ').includes(`DATA_DIR=${home}\0`))
		.map(Number);
}

function processesOf(script: string): number[] {
	return ourProcesses().filter((pid) => readProc(String(pid), 'cmdline').includes(script));
}

function readProc(pid: string, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}

function linkInto(dir: string, name: string): void {
	const places = (process.env.PATH ?? '').split(delimiter).map((place) => join(place, name));
	const found = places.find((path) => existsSync(path));
	if (found) symlinkSync(found, join(dir, name));
}

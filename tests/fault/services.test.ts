import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createClient } from 'redis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRunning, waitForEnd } from '../../launcher/os.ts';
import { startPostgres } from '../../launcher/postgres.ts';
import { startRedis } from '../../launcher/redis.ts';

let home: string;
let stop: (() => Promise<void>) | undefined;

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'passe-plat-services-'));
	stop = undefined;
});

afterEach(async () => {
	await stop?.();
	rmSync(home, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
	test('is adopted with its data after its launcher was killed', async () => {
		const first = await start();
		await write(first.url, 'margherita');

		const second = await start();

		expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
		expect(await read(second.url)).toEqual(['margherita']);
	});

	test('restarts at the same address with all committed data after kill -9', async () => {
		const first = await start();
		await write(first.url, 'regina');
		await kill(first.pid);

		const second = await start();

		expect(second).toMatchObject({ adopted: false, url: first.url });
		expect(await read(second.url)).toEqual(['regina']);
	});

	test('starts although its lock file has the process id of another program', async () => {
		const first = await start();
		await write(first.url, 'calzone');
		const lock = readFileSync(join(home, 'cluster/postmaster.pid'), 'utf8');
		await kill(first.pid);
		writeFileSync(join(home, 'cluster/postmaster.pid'), lock.replace(/^\d+/, String(process.pid)));

		const second = await start();

		expect(await read(second.url)).toEqual(['calzone']);
	});

	test('leaves no process when it is stopped, also after it was adopted', async () => {
		const first = await start();
		const second = await start();

		await second.stop();

		expect(isRunning(first.pid)).toBe(false);
	});

	test('requires a password, in a file that only its owner can read', async () => {
		const { url, port } = await start();

		expect(statSync(join(home, 'password')).mode & 0o777).toBe(0o600);
		const stranger = new pg.Client({ connectionString: url.replace(/:[^:@]+@/, ':guess@') });
		await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
		expect(port).toBeGreaterThan(0);
	});

	async function start() {
		const server = await startPostgres({ dataDir: home });
		stop = server.stop;
		return server;
	}
});

describe('the private Redis', () => {
	test('is adopted with its data after its launcher was killed', async () => {
		const first = await start();
		await withRedis(first.url, (client) => client.set('job', 'bake'));

		const second = await start();

		expect(second).toMatchObject({ adopted: true, pid: first.pid, url: first.url });
		expect(await withRedis(second.url, (client) => client.get('job'))).toBe('bake');
	});

	test('keeps its data through a stop and its address through a restart', async () => {
		const first = await start();
		await withRedis(first.url, (client) => client.set('job', 'bake'));
		await first.stop();

		const second = await start();

		expect(second).toMatchObject({ adopted: false, url: first.url });
		expect(await withRedis(second.url, (client) => client.get('job'))).toBe('bake');
	});

	test('never evicts a job', async () => {
		const { url } = await start();

		const policy = await withRedis(url, (client) => client.configGet('maxmemory-policy'));

		expect(policy).toEqual({ 'maxmemory-policy': 'noeviction' });
	});

	async function start() {
		const server = await startRedis({ dataDir: home });
		if (!server) throw new Error('there is no redis-server');
		stop = server.stop;
		return server;
	}
});

async function kill(pid: number): Promise<void> {
	process.kill(pid, 'SIGKILL');
	await waitForEnd(pid, 5000);
}

async function write(url: string, name: string): Promise<void> {
	await query(url, `create table pizza as select '${name}' as name`);
}

async function read(url: string): Promise<string[]> {
	return (await query(url, 'select name from pizza')).map((row) => row.name);
}

async function query(url: string, text: string): Promise<{ name: string }[]> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {});
	await client.connect();
	try {
		return (await client.query<{ name: string }>(text)).rows;
	} finally {
		await client.end();
	}
}

async function withRedis<T>(
	url: string,
	use: (client: ReturnType<typeof createClient>) => Promise<T>
): Promise<T> {
	const client = createClient({ url });
	client.on('error', () => {});
	await client.connect();
	try {
		return await use(client as ReturnType<typeof createClient>);
	} finally {
		client.destroy();
	}
}

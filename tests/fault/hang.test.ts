import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProject } from '../../config/paths.ts';
import { eventually, freePort, parentOf, readIfThere } from '../../launcher/os.ts';
import { aRequest } from '../support/pages/orders.ts';

/** Long enough for a busy machine to answer, short enough for a test. */
const HANG_SECONDS = 6;
const PATIENCE_MS = 60_000;

let home: string;
let port: number;
let launcher: ChildProcess;
let output = '';

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'passe-plat-hang-'));
	port = await freePort();
	launcher = spawn(process.execPath, [inProject('launcher/main.ts')], {
		cwd: inProject(),
		env: {
			PATH: process.env.PATH,
			DATA_DIR: home,
			PORT: String(port),
			HANG_SECONDS: String(HANG_SECONDS)
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	for (const stream of [launcher.stdout, launcher.stderr])
		stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	expect(
		await eventually(() => /^Ready/m.test(output), 90_000, 50),
		`it did not start: ${output}`
	).toBe(true);
}, 100_000);

afterAll(async () => {
	const ended = once(launcher, 'exit');
	launcher.kill('SIGINT');
	const isOver = await eventually(() => launcher.exitCode !== null, 40_000, 50);
	if (!isOver) for (const pid of ours()) process.kill(pid, 'SIGKILL');
	await ended;
	rmSync(home, { recursive: true, force: true });
}, 60_000);

const ours = () =>
	readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((name) => read(name, 'environ').includes(`DATA_DIR=${home}\0`))
		.map(Number);

function read(pid: string, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return '';
	}
}

const running = (part: string) =>
	ours().filter((pid) => pid !== launcher.pid && read(String(pid), 'cmdline').includes(part));

/** Found by its folder, because Redis overwrites its environment with its process title. */
function redis(): number[] {
	const isThere = (pid: string) => {
		try {
			return readlinkSync(`/proc/${pid}/cwd`) === join(home, 'redis');
		} catch {
			return false;
		}
	};
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name) && isThere(name))
		.map(Number);
}

/** The postmaster and its child processes. */
function postgres(): number[] {
	const lock = readIfThere(join(home, 'postgres/cluster/postmaster.pid'));
	const first = Number(lock?.split('\n')[0] ?? 0);
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	return first > 0 ? [first, ...all.map(Number).filter((pid) => parentOf(pid) === first)] : [];
}

async function places(): Promise<boolean> {
	try {
		const answer = await fetch(`http://127.0.0.1:${port}/api/orders`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'idempotency-key': randomUUID(),
				origin: `http://localhost:${port}`
			},
			body: JSON.stringify(
				aRequest({
					fulfilment: 'collection',
					address: undefined,
					// A phone number may have only two open orders.
					customer: { name: 'Zoé', phone: `06 39 98 ${randomInt(10, 99)} ${randomInt(10, 99)}` }
				})
			),
			signal: AbortSignal.timeout(6000)
		});
		return answer.status === 201;
	} catch {
		return false;
	}
}

/** Whether all due jobs are done, the message for the newest order too. */
async function isDone(): Promise<boolean> {
	const password = readFileSync(join(home, 'postgres/password'), 'utf8').trim();
	const at = readFileSync(join(home, 'postgres/port'), 'utf8').trim();
	const client = new pg.Client({
		connectionString: `postgres://passe_plat:${password}@127.0.0.1:${at}/passe_plat`,
		connectionTimeoutMillis: 3000,
		query_timeout: 3000
	});
	client.on('error', () => {});
	try {
		await client.connect();
		const { rows } = await client.query<{ due: number }>(
			`select count(*)::int as due from outbox
			where done_at is null and run_at <= clock_timestamp()`
		);
		return rows[0]?.due === 0;
	} catch {
		return false;
	} finally {
		await client.end().catch(() => {});
	}
}

test.each([
	['the hub', () => running('server/main.ts')],
	['the worker', () => running('workers/main.ts')],
	['Redis', redis],
	['Postgres with all its sessions', postgres]
] as const)(
	'%s that hangs is replaced, and orders are placed again',
	async (_name, find) => {
		expect(await eventually(places, PATIENCE_MS, 200), 'an order before').toBe(true);
		const before = find();
		expect(before.length).toBeGreaterThan(0);
		for (const pid of before) process.kill(pid, 'SIGSTOP');

		const isNew = () => find().length > 0 && !before.includes(find()[0] ?? 0);
		expect(await eventually(isNew, PATIENCE_MS, 100), `not replaced: ${output}`).toBe(true);
		expect(await eventually(places, PATIENCE_MS, 200), 'an order after').toBe(true);
		expect(await eventually(isDone, PATIENCE_MS, 200), 'its jobs').toBe(true);
		// The hung process was killed, not left behind as a stopped one.
		const left = before.filter((pid) => read(String(pid), 'stat').includes(') T '));
		expect(left).toEqual([]);
	},
	4 * PATIENCE_MS
);

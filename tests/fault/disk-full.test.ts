import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
	existsSync,
	mkdtempSync,
	openSync,
	closeSync,
	rmSync,
	statfsSync,
	statSync,
	writeSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { inProject } from '../../config/paths.ts';
import { eventually, freePort } from '../../launcher/os.ts';
import { anOrder, send, signIn, type Fault } from '../support/house/server.ts';

/** `npm start` on a small disk that is filled to the last byte, and emptied again. */

const MIB = 2 ** 20;
const home = mkdtempSync(join(tmpdir(), 'passe-plat-disk-'));
const reserve = join(home, 'postgres/reserve');
const filler = join(home, 'filler');
const isMounted = mountSmallDisk();
let port: number;
let launcher: ChildProcess | undefined;
let output = '';

function mountSmallDisk(): boolean {
	try {
		const options = ['-t', 'tmpfs', '-o', 'size=600m', 'tmpfs', home];
		execFileSync('mount', options, { stdio: 'ignore' });
		return true;
	} catch {
		return false;
	}
}

beforeAll(async () => {
	if (!isMounted) return;
	port = await freePort();
	launcher = spawn(process.execPath, [inProject('launcher/main.ts')], {
		cwd: inProject(),
		env: {
			PATH: process.env.PATH,
			DATA_DIR: home,
			PORT: String(port),
			NODE_ENV: 'test',
			DEMO: 'on',
			RATE_LIMITS: 'off'
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	for (const stream of [launcher.stdout, launcher.stderr])
		stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	await eventually(() => /^Ready/m.test(output), 90_000, 50);
	expect(output).toMatch(/^Ready/m);
});
afterAll(async () => {
	if (launcher) {
		const ended = once(launcher, 'close');
		launcher.kill('SIGINT');
		await ended;
	}
	if (isMounted) execFileSync('umount', ['--lazy', home]);
	rmSync(home, { recursive: true, force: true });
});

const url = () => `http://127.0.0.1:${port}`;
let customers = 0;
/** Each time another customer, because a phone number may have only two open orders. */
const place = () =>
	send<PlacedAnswer & Fault>(`${url()}/api/orders`, 'POST', {
		body: anOrder({ customer: { name: 'Zoé Canari', phone: `06399${81000 + customers++}` } }),
		headers: { 'idempotency-key': randomUUID() }
	});
const warnings = async () =>
	(await send<{ warnings: { part: string }[] }>(`${url()}/readyz`, 'GET')).body.warnings;
const hasReserve = () => existsSync(reserve) && statSync(reserve).size === 64 * MIB;

/** Fills the disk, without the room of the reserve, which may be removed during the writing. */
function fillUp(): void {
	const { bavail, bsize } = statfsSync(home);
	const file = openSync(filler, 'w');
	const piece = Buffer.alloc(MIB, 1);
	try {
		for (let left = bavail * bsize; left > 0; left -= MIB)
			writeSync(file, piece, 0, Math.min(left, MIB));
	} catch (error) {
		expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
	} finally {
		closeSync(file);
	}
}

// Only root may mount a disk; `http-disk.test.ts` and `disk.test.ts` run everywhere.
test.skipIf(!isMounted)(
	'on a full disk new orders are refused, the reserve lets the kitchen work on, and both recover',
	async () => {
		const cookie = await signIn(url(), 'cuisine.gare');
		expect(await eventually(hasReserve, 10_000, 100)).toBe(true);
		const orders = [await place(), await place(), await place()];
		expect(orders.map(({ status }) => status)).toEqual([201, 201, 201]);

		fillUp();
		// The reserve is removed soon, and new orders do not use its room.
		expect(await eventually(() => !existsSync(reserve), 5000, 50)).toBe(true);
		expect(await eventually(async () => (await place()).status === 409, 20_000, 200)).toBe(true);
		expect((await place()).body.error.code).toBe('orders_paused');
		expect((await warnings()).map(({ part }) => part)).toContain('disk');
		for (const { body } of orders)
			for (const action of ['accept', 'start', 'bake', 'box']) {
				const path = `${url()}/api/orders/${body.order.id}/${action}`;
				const headers = { 'idempotency-key': randomUUID() };
				const step = () => send(path, 'POST', { cookie, body: {}, headers });
				expect(await eventually(async () => (await step()).status === 200, 20_000, 200)).toBe(true);
			}
		expect((await place()).status).toBe(409);
		expect(hasReserve()).toBe(false);

		rmSync(filler);
		expect(await eventually(hasReserve, 10_000, 100)).toBe(true);
		expect(await eventually(async () => (await place()).status === 201, 10_000, 200)).toBe(true);
		expect(await eventually(async () => (await warnings()).length === 0, 10_000, 200)).toBe(true);
		expect(output).toMatch(/reserve of 64 MiB is given back/);
		expect(output).toMatch(/the reserve is back/);
	}
);

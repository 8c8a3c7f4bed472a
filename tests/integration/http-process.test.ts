import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../launcher/os.ts';
import { freshDatabase } from '../support/postgres.ts';
import { send } from '../support/server.ts';

let databaseUrl: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
	databaseUrl = (await freshDatabase()).url;
});

afterEach(() => {
	for (const child of running.splice(0)) child.kill('SIGKILL');
});

interface Web {
	child: ChildProcess;
	port: number;
	output: () => string;
	ended: Promise<number | null>;
}

/** The web process as the launcher starts it. */
async function startWeb(env: Record<string, string> = {}): Promise<Web> {
	const port = await freePort();
	const child = spawn(process.execPath, ['server/main.ts'], {
		env: {
			PATH: process.env.PATH,
			NODE_ENV: 'test',
			DATABASE_URL: databaseUrl,
			PORT: String(port),
			LOG_LEVEL: 'info',
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe', 'ipc']
	});
	const { stdout, stderr } = child;
	if (!stdout || !stderr) throw new Error('it has no output');
	running.push(child);
	let output = '';
	for (const stream of [stdout, stderr])
		stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	// Not 'close', which never comes after `disconnect()`.
	const ends = [child, stdout, stderr].map((part, i) => once(part, i === 0 ? 'exit' : 'end'));
	const ended = Promise.all(ends).then(([exit]) => exit?.[0] as number | null);
	return { child, port, output: () => output, ended };
}

async function isReady({ child, ended }: Web): Promise<void> {
	const [message] = await Promise.race([
		once(child, 'message'),
		ended.then(() => ['ended before it was ready'])
	]);
	expect(message).toEqual({ ready: true });
}

test('tells when it is up, and on SIGTERM answers what is under way and ends well', async () => {
	const web = await startWeb();
	await isReady(web);
	const answered = await send(`http://localhost:${web.port}/api/shops`, 'GET');
	const slow = connect(web.port, '127.0.0.1');
	await once(slow, 'connect');
	// Signing in hashes for a while: the signal comes in the middle of it.
	const body = JSON.stringify({
		email: 'cuisine.gare@oc-pizza.example',
		password: 'passe-plat-demo'
	});
	slow.write(
		`POST /api/auth/sign-in/email HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n` +
			`Content-Length: ${body.length}\r\n\r\n${body}`
	);
	let received = '';
	slow.on('data', (chunk: Buffer) => (received += chunk.toString()));
	await new Promise((resolve) => setTimeout(resolve, 40));
	const started = performance.now();
	web.child.kill('SIGTERM');
	const code = await web.ended;

	expect(answered.status).toBe(200);
	expect(received).toContain('200 OK');
	expect(code).toBe(0);
	expect(performance.now() - started).toBeLessThan(5000);
});

test('ends by itself when whoever started it is gone', async () => {
	const web = await startWeb();
	await isReady(web);

	web.child.disconnect();

	expect(await web.ended).toBe(0);
});

test('goes on through malformed requests and cut connections, the same process', async () => {
	const web = await startWeb();
	await isReady(web);
	for (const junk of ['\x16\x03\x01', 'GET / HTTP/9.9\r\n\r\n', 'POST /api/orders HTTP/1.1\r\n']) {
		const socket = connect(web.port, '127.0.0.1');
		socket.on('error', () => {});
		await once(socket, 'connect');
		socket.write(junk);
		socket.resetAndDestroy();
	}
	const health = await send(`http://localhost:${web.port}/healthz`, 'GET');

	expect(health.status).toBe(200);
	expect(web.child.exitCode).toBeNull();
});

test('does not start on a schema that it does not know, and says what to do', async () => {
	const { url } = await freshDatabase();
	const db = new pg.Client({ connectionString: url });
	await db.connect();
	await db.query(`insert into schema_migration (name, run_on) values ('9999_future', now())`);
	await db.end();
	const web = await startWeb({ DATABASE_URL: url });

	expect(await web.ended).toBe(1);
	expect(web.output()).toContain('9999_future');
	expect(web.output()).not.toMatch(/^\s+at /m);
});

test('does not start without a database, nor on a port that is taken', async () => {
	const first = await startWeb();
	await isReady(first);
	const second = await startWeb({ PORT: String(first.port) });
	const lost = await startWeb({ DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/none' });

	expect(await second.ended).toBe(1);
	expect(await lost.ended).toBe(1);
	expect(second.output()).toContain('EADDRINUSE');
	expect(lost.output()).toContain('Postgres cannot be reached');
	expect(lost.output()).not.toContain('secret');
});

test('production refuses the secret that everybody knows', async () => {
	const web = await startWeb({ NODE_ENV: 'production', ORIGIN: 'https://pizza.example' });

	expect(await web.ended).toBe(1);
	expect(web.output()).toContain('APP_SECRET');
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../launcher/os.ts';
import { until } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { send } from '../support/house/server.ts';

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

/** Starts the web process as the launcher does. */
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
	// Not 'close', which is not emitted after `disconnect()`.
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

test('reports when it is ready; on SIGTERM it finishes running requests and exits with 0', async () => {
	const web = await startWeb();
	await isReady(web);
	const answered = await send(`http://localhost:${web.port}/api/shops`, 'GET');
	const slow = connect(web.port, '127.0.0.1');
	await once(slow, 'connect');
	// Hashing the password takes a while, so the signal arrives during the request.
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

/** An idle keep-alive connection after one answer. */
async function keptAlive(port: number): Promise<Kept> {
	const socket = connect(port, '127.0.0.1');
	let received = '';
	socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
	const closed = once(socket, 'close');
	await once(socket, 'connect');
	socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
	await until(() => received.includes('"ok":true'));
	return { socket, closed, received: () => received };
}

interface Kept {
	socket: Socket;
	closed: Promise<unknown>;
	received: () => string;
}

const upgrade = (path: string, headers = '') =>
	`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n${headers}\r\n`;

const WEBSOCKET =
	'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

test('an upgrade to an unknown path ends its connection, and no other', async () => {
	const web = await startWeb();
	await isReady(web);
	const bystander = await keptAlive(web.port);

	for (const headers of ['Upgrade: anything\r\n', WEBSOCKET, 'Upgrade: h2c\r\n'])
		for (const path of ['/', '/gare', '/api/shops', '/socket.iox', '/track/x%']) {
			const kept = await keptAlive(web.port);
			kept.socket.write(upgrade(path, headers));
			await Promise.race([kept.closed, tooLate(2000, `${path} ${headers}`)]);
		}
	bystander.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
	await until(() => bystander.received().split('"ok":true').length === 3);
	bystander.socket.destroy();
});

test('exits soon after SIGTERM, whatever state its upgraded connections are in', async () => {
	const web = await startWeb();
	await isReady(web);
	const peers = await Promise.all([keptAlive(web.port), keptAlive(web.port), keptAlive(web.port)]);
	const [silent, unspoken, odd] = peers.map((peer) => peer.socket);
	// A WebSocket that never answers our close frame, one that never signs in, and one to an unknown
	// path.
	silent!.write(upgrade('/socket.io/?EIO=4&transport=websocket', WEBSOCKET));
	await until(() => peers[0]!.received().includes('"sid"'));
	silent!.write(masked('40'));
	await until(() => peers[0]!.received().includes('40{'));
	unspoken!.write(upgrade('/socket.io/?EIO=4&transport=websocket', WEBSOCKET));
	await until(() => peers[1]!.received().includes('"sid"'));
	odd!.write(upgrade('/x', 'Upgrade: anything\r\n'));
	await new Promise((resolve) => setTimeout(resolve, 50));

	const started = performance.now();
	web.child.kill('SIGTERM');
	const code = await web.ended;

	expect(code).toBe(0);
	expect(performance.now() - started).toBeLessThan(5000);
});

const TOKEN = 'Zk3v9QmB1xT7wLr0pYc2dA';

test('no tracking token is logged, even from a malformed link', async () => {
	const web = await startWeb({ LOG_LEVEL: 'debug' });
	await isReady(web);
	const tails = [
		'',
		'%',
		'%E0%A4%A',
		'%00',
		'?x=%',
		'/__data.json%',
		'%/history',
		'\\',
		'"',
		'%22'
	];
	const heads = ['/track/', '/api/track/', '//track/', '/x/../track/', '/track%2f', '/gare/track/'];
	const paths = heads.flatMap((head) => tails.map((tail) => `${head}${TOKEN}${tail}`));
	const answers: string[] = [];
	for (const path of paths)
		for (const method of ['GET', 'POST']) {
			const socket = connect(web.port, '127.0.0.1');
			socket.on('error', () => {});
			let received = '';
			socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
			const closed = once(socket, 'close');
			socket.write(
				`${method} ${path} HTTP/1.1\r\nHost: localhost:${web.port}\r\nReferer: http://x/track/${TOKEN}%\r\n` +
					`Content-Length: 0\r\nConnection: close\r\n\r\n`
			);
			await closed;
			answers.push(received.slice(9, 12));
		}
	web.child.kill('SIGTERM');
	await web.ended;

	expect(web.output()).not.toContain(TOKEN.slice(0, 12));
	// A client error must not be logged as an error.
	expect(web.output()).not.toMatch(/"level":[56]0/);
	expect(answers.filter((status) => !/^[34]/.test(status))).toEqual([]);
	expect(web.output()).toMatch(/"route":"\/api\/track\/:token"/);
});

async function tooLate(ms: number, what: string): Promise<never> {
	await new Promise((resolve) => setTimeout(resolve, ms).unref());
	throw new Error(`${what} was still open after ${ms} ms`);
}

/** A short text frame, masked as clients must. */
function masked(text: string): Buffer {
	return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

test('exits when its parent process is gone', async () => {
	const web = await startWeb();
	await isReady(web);

	web.child.disconnect();

	expect(await web.ended).toBe(0);
});

test('survives malformed requests and broken connections', async () => {
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

test('refuses to start with an unknown schema, and prints what to do', async () => {
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

test('refuses to start without a database, or on a used port', async () => {
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

test('production refuses the default secret', async () => {
	const web = await startWeb({ NODE_ENV: 'production', ORIGIN: 'https://pizza.example' });

	expect(await web.ended).toBe(1);
	expect(web.output()).toContain('APP_SECRET');
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disconnected } from '../support/wire/hub.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';

/** Responses below the application layer, tested with raw bytes. */

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());

/** All bytes received on one connection after sending these. */
async function raw(bytes: string): Promise<string> {
	const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
	let received = '';
	socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
	socket.on('error', () => {});
	await once(socket, 'connect');
	socket.write(bytes);
	await once(socket, 'close');
	return received;
}

test.each([
	['GET / HTTP/9.9\r\n\r\n', 400],
	['\x16\x03\x01\r\n\r\n', 400],
	[`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
	['GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: the-moon\r\nConnection: close\r\n\r\n', 417],
	['GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
	['GET /socket.io/?EIO=9 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
	['GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 200]
])('%j is answered %i without content sniffing', async (bytes, status) => {
	const answer = await raw(bytes);

	expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
	expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
});

describe('metrics without a token', () => {
	const ask = (headers: Record<string, string>) => server.call('GET', '/metrics', { headers });

	test('are for callers on this machine', async () => {
		expect((await ask({})).status).toBe(200);
	});

	test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
		'are not for requests through a proxy (%s)',
		async (name) => {
			expect((await ask({ [name]: '203.0.113.7' })).status).toBe(401);
		}
	);
});

test('a session ends after seven days and disconnects its socket, but no other', async () => {
	const signIn = async () => {
		const cookie = await server.signIn('cuisine.gare');
		const socket = await server.connect(cookie);
		expect(await socket.join('kitchen:gare')).toMatchObject({ ok: true });
		return socket;
	};
	const old = await signIn();
	const { rows } = await server.db.query<{ id: string }>(
		'select id from auth_session order by created_at desc limit 1'
	);
	const young = await signIn();
	const ended = disconnected(old);
	await server.db.query(
		`update auth_session set created_at = now() - interval '7 days', expires_at = now() + interval '1 hour'
			where id = $1`,
		[rows[0]?.id]
	);

	await ended;
	expect(young.socket.connected).toBe(true);
	expect(await old.join('kitchen:gare')).toMatchObject({
		ok: false,
		error: { code: 'unauthenticated' }
	});
});

test('a server whose sockets have disconnected closes at once', async () => {
	const own = await startTestServer();
	const cookie = await own.signIn('cuisine.gare');
	for (let round = 0; round < 3; round++) {
		const { socket, join } = await own.connect(cookie);
		expect(await join('kitchen:gare')).toMatchObject({ ok: true });
		socket.disconnect();
	}

	const start = performance.now();
	await own.close();
	expect(performance.now() - start).toBeLessThan(5000);
});

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ORIGIN, startTestHub, until } from '../support/wire/hub.ts';
import type { TestHub } from '../support/wire/hub.ts';
import { freshDatabase } from '../support/house/postgres.ts';

/** Socket limits by address, and attempts to bypass them with many sockets. */

let url: string;
let db: pg.Client;
let hub: TestHub;
const open: WebSocket[] = [];

beforeAll(async () => {
	url = (await freshDatabase()).url;
	db = new pg.Client({ connectionString: url });
	db.on('error', () => {});
	await db.connect();
	hub = await startTestHub(url, { trustProxy: 1, socketsPerIp: 4 });
	await until(() => hub.hub.state().live, 20_000);
});

afterAll(async () => {
	for (const socket of open) socket.terminate();
	await hub.close();
	await db.end();
});

/** The status of a handshake from this address; 101 is an open connection. */
async function handshake(forwarded: string): Promise<number> {
	const socket = new WebSocket(`ws://127.0.0.1:${hub.port}/socket.io/?EIO=4&transport=websocket`, {
		headers: { origin: ORIGIN, 'x-forwarded-for': forwarded }
	});
	open.push(socket);
	socket.on('error', () => {});
	return new Promise((resolve) => {
		socket.once('open', () => resolve(101));
		socket.once('unexpected-response', (_req, res) => resolve(res.statusCode ?? 0));
	});
}

test('a /64 of IPv6 addresses counts as one caller, as for HTTP', async () => {
	const attempts = [1, 2, 3, 4, 5, 6].map((host) => `2001:db8:1:2:3:4:5:${host}`);
	const statuses: number[] = [];
	for (const address of attempts) statuses.push(await handshake(address));

	expect(statuses).toEqual([101, 101, 101, 101, 400, 400]);
	expect(await handshake('2001:DB8:0001:2::77')).toBe(400);
	// The next /64 and IPv4 addresses are not affected.
	expect(await handshake('2001:db8:1:3::1')).toBe(101);
	expect(await handshake('203.0.113.7')).toBe(101);
	expect(await handshake('203.0.113.8')).toBe(101);
});

test('only the address seen by the trusted proxy counts, not the ones that a client claims', async () => {
	const claims = ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4', '198.51.100.5'];
	const statuses: number[] = [];
	for (const claim of claims) statuses.push(await handshake(`${claim}, 192.0.2.9`));

	expect(statuses).toEqual([101, 101, 101, 101, 400]);
});

test('parallel guesses of tracking tokens are counted like sequential ones', async () => {
	const crowd = await startTestHub(url, { socketsPerIp: 100 });
	await until(() => crowd.hub.state().live, 20_000);
	const sockets = await Promise.all(Array.from({ length: 8 }, () => crowd.client()));
	const guess = () => `order:${randomBytes(16).toString('base64url')}`;

	const codes = await Promise.all(
		sockets.flatMap((socket) => Array.from({ length: 20 }, () => socket.refused(guess())))
	);
	await crowd.close();

	expect(codes.filter((code) => code === 'not_found')).toHaveLength(20);
	expect(codes.filter((code) => code === 'too_many')).toHaveLength(140);
});

/**
 * Baseline server: LISTEN, and each payload sent to every plain WebSocket. No sessions, queries or
 * catch-up.
 */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
await once(server, 'listening');

const listener = new pg.Client({ connectionString: process.env.DATABASE_URL });
await listener.connect();
listener.on('notification', ({ payload = '' }) => {
	for (const client of server.clients) client.send(payload);
});
await listener.query('listen floor');

process.on('disconnect', () => process.exit());
process.on('message', () => {
	process.send?.({ rss: process.memoryUsage.rss() });
});
process.send?.({ port: (server.address() as AddressInfo).port });

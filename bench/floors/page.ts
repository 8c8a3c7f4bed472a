/**
 * Baseline page: static HTML from memory, and one WebSocket that writes notifications into a text
 * node. No templates, components or sessions.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { WebSocketServer } from 'ws';

const pages = new Map<string, string>();
const server = createServer((request, response) => {
	const page = pages.get(request.url ?? '');
	response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
	response.end(page);
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

const listener = new pg.Client({ connectionString: process.env.DATABASE_URL });
await listener.connect();
listener.on('notification', ({ payload = '' }) => {
	for (const client of sockets.clients) client.send(payload);
});
await listener.query('listen floor');

process.on('disconnect', () => process.exit());
process.on('message', (given: Record<string, string>) => {
	for (const [path, html] of Object.entries(given)) pages.set(path, html);
	process.send?.({ pages: pages.size });
});
process.send?.({ port: (server.address() as AddressInfo).port });

/** The same baseline with Socket.io as in a tutorial: one room. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { Server } from 'socket.io';

const httpServer = createServer().listen(0, '127.0.0.1');
await once(httpServer, 'listening');
const io = new Server(httpServer, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => socket.join('room'));

const listener = new pg.Client({ connectionString: process.env.DATABASE_URL });
await listener.connect();
listener.on('notification', ({ payload = '{}' }) =>
	io.to('room').emit('change', JSON.parse(payload))
);
await listener.query('listen floor');

process.on('disconnect', () => process.exit());
process.on('message', () => {
	process.send?.({ rss: process.memoryUsage.rss() });
});
process.send?.({ port: (httpServer.address() as AddressInfo).port });

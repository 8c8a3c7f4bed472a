/** The complete hub on a bare HTTP server: sessions of cooks, shop log, presenters, rooms. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Principal } from '#domain/people/access.ts';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { createHub } from '../../server/hub/index.ts';

const httpServer = createServer().listen(0, '127.0.0.1');
await once(httpServer, 'listening');
const principal = JSON.parse(process.env.BENCH_PRINCIPAL ?? '') as Principal;
const hub = createHub({
	httpServer,
	databaseUrl: process.env.DATABASE_URL ?? '',
	config: { origins: ['http://bench'], sweepMs: 1000, rateLimits: false },
	log: pino({ level: 'warn' }),
	principalOf: () => Promise.resolve(principal),
	metrics: new Registry(),
	now: Date.now
});
while (!hub.state().live) await new Promise((resolve) => setTimeout(resolve, 10));

process.on('SIGINT', () => process.exit());
process.on('disconnect', () => process.exit());
process.on('message', () => {
	process.send?.({ rss: process.memoryUsage.rss() });
});
process.send?.({ port: (httpServer.address() as AddressInfo).port });

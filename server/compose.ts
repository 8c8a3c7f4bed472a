import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Geocoder } from '#domain/road/geocoder.ts';
import { clockFault, followClock } from '../db/plumbing/clock.ts';
import { createPool } from '../db/plumbing/pool.ts';
import { spaceOf, type MeasureSpace } from '../db/plumbing/disk-space.ts';
import { measureTravel } from '../travel/metrics.ts';
import { openTravel } from '../travel/open.ts';
import { createAuth } from './auth.ts';
import type { WebConfig } from '../config/web.ts';
import type { Context } from './context.ts';
import { createGeocoder } from './geocoder/index.ts';
import { createApp, type Pages } from './http.ts';
import { watchWarnings } from './warnings.ts';
import { createHub, type Hub, type HubConfig } from './hub/index.ts';
import { createMetrics } from './metrics.ts';
import { createPublicReads } from './public-reads.ts';
import { guardRawAnswers } from './raw-answers.ts';
import { diskStorage } from './storage.ts';
import { guardUpgrades } from './upgrades.ts';

const DRAIN_MS = 10_000;
/** Connections of the sign-in of sockets, which uses no others. */
const SOCKETS_POOL = 3;
/** Connections of menus and shops for visitors, so that a burst of visitors takes none from orders. */
const VISITORS_POOL = 2;
const SWEEP_MS = 50;
/** Time limit for the headers and the body of a request. */
const SLOW_HEADERS_MS = 10_000;
const SLOW_REQUEST_MS = 20_000;
/** How often the time limit is checked. */
const LOOK_MS = 5000;
/** Longer than the idle time of a proxy before us: otherwise it would reuse a connection that we close. */
const KEEP_ALIVE_MS = 75_000;

export interface ServerParts {
	log: Logger;
	pages?: Pages;
	/** Shorter beats and checks, for tests. */
	hub?: Partial<HubConfig>;
	now?: () => number;
	/** Measures the disk below a folder; tests replace it. */
	measure?: MeasureSpace;
	/** Replaces the geocoder of the configuration. */
	geocoder?: Geocoder;
}

export interface RunningServer {
	app: Express;
	httpServer: HttpServer;
	hub: Hub;
	/** The port in use: the configuration may say 0. */
	port: number;
	/** Whether the group waits for its first run; false when the database does not answer. */
	isEmpty(): Promise<boolean>;
	/** Accepts nothing more, closes sockets, lets requests finish for at most 10 s, closes the pools. */
	close(): Promise<void>;
}

/** Builds the web process and listens. */
export async function startServer(config: WebConfig, parts: ServerParts): Promise<RunningServer> {
	const { log } = parts;
	const { pool, sockets, visitors } = openPools(config, log);
	const clock = followClock(sockets, {
		onApart: (_isApart, aheadMs) =>
			log.warn({ aheadMs: Math.round(aheadMs) }, clockFault(aheadMs) ?? 'The clocks agree again.')
	});
	const now = parts.now ?? clock.now;
	const warnings = watchWarnings({
		db: sockets,
		aheadMs: clock.aheadMs,
		log,
		disk: { ...config.disk, filesDir: config.filesDir, measure: parts.measure ?? spaceOf }
	});
	const metrics = createMetrics(clock.aheadMs, warnings);
	const travel = openTravel({ config: config.travel, log });
	measureTravel(metrics.registry, travel);
	const auth = await createAuth(pool, config, clock.aheadMs);
	const context: Context = {
		config,
		pool,
		publicReads: createPublicReads(visitors, log),
		log,
		auth,
		metrics,
		geocoder: parts.geocoder ?? (await createGeocoder(config.geocoder)),
		travel,
		storage: diskStorage(config.filesDir),
		hubHealth: () => undefined,
		now,
		warnings
	};
	const app = createApp(context, parts.pages);
	const httpServer = openHttpServer(app);
	const upgrades = guardUpgrades(httpServer);
	const hub = createHub({
		httpServer,
		databaseUrl: config.databaseUrl,
		config: {
			origins: config.origins,
			sweepMs: config.sweepMs,
			trustProxy: config.trustProxy,
			rateLimits: config.rateLimits,
			...parts.hub
		},
		log,
		principalOf: (await createAuth(sockets, config, clock.aheadMs)).principalOf,
		metrics: metrics.registry,
		now: clock.now,
		warnings: () => warnings.faults().map(({ part }) => part)
	});
	// After engine.io, which prepends its own listener.
	guardRawAnswers(httpServer);
	context.hubHealth = () => hub.state();
	const close = async () => {
		const drained = drain(httpServer);
		await hub.close();
		await upgrades.end();
		await drained;
		travel.close();
		clock.close();
		warnings.close();
		await Promise.all([pool.end(), sockets.end(), visitors.end()]);
	};
	try {
		// Without Postgres the process starts too, and answers `unavailable`.
		await clock.measure().catch(() => undefined);
		httpServer.listen(config.port, config.host);
		await once(httpServer, 'listening');
	} catch (error) {
		await close();
		throw error;
	}
	const isEmpty = () =>
		context.publicReads.group().then(
			({ isSetUp }) => !isSetUp,
			() => false
		);
	return { app, httpServer, hub, port: (httpServer.address() as AddressInfo).port, isEmpty, close };
}

/** Separate pools: staff can reconnect, and orders be placed, while visitors use up theirs. */
function openPools(config: WebConfig, log: Logger) {
	const open = (name: string, max: number) =>
		createPool(config.databaseUrl, { max, name }, (error) =>
			log.warn({ err: { message: error.message } }, 'a database connection was lost')
		);
	return {
		pool: open('passe-plat-http', config.databasePool),
		sockets: open('passe-plat-sockets', SOCKETS_POOL),
		visitors: open('passe-plat-visitors', VISITORS_POOL)
	};
}

function openHttpServer(app: Express): HttpServer {
	return createServer(
		{
			headersTimeout: SLOW_HEADERS_MS,
			connectionsCheckingInterval: LOOK_MS,
			requestTimeout: SLOW_REQUEST_MS,
			keepAliveTimeout: KEEP_ALIVE_MS
		},
		app
	);
}

/** Accepts no new connection; requests finish, idle connections are closed now. */
async function drain(httpServer: HttpServer): Promise<void> {
	if (!httpServer.listening) return;
	const closed = once(httpServer, 'close');
	httpServer.close();
	// Its connection stays open for another request, which will not come.
	const sweep = setInterval(() => httpServer.closeIdleConnections(), SWEEP_MS);
	const limit = setTimeout(() => httpServer.closeAllConnections(), DRAIN_MS);
	await closed;
	clearTimeout(limit);
	clearInterval(sweep);
}

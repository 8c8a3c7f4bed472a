/**
 * The hub: listens to Postgres, reads the shop log, presents each change once per feed and sends it
 * to the sockets that joined. It holds no state that other hubs need, so any number of hubs may
 * run.
 */

import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http';
import type { Principal } from '#domain/people/access.ts';
import type { SystemWarning } from '#domain/wire/contract.ts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createPool } from '../../db/plumbing/pool.ts';
import { factsOf, type ShopFacts } from '../../db/reads/order-states.ts';
import type { Sources } from '../feeds/feed.ts';
import { skipInto } from '../presented.ts';
import type { Skip } from '../presented.ts';
import { createBroadcast } from './broadcast.ts';
import { createFanout } from './fanout.ts';
import { createHandlers } from './handlers.ts';
import { HubHealth } from './health.ts';
import { keepKitchenSeen } from './kitchen-seen.ts';
import { createJoins } from './joins.ts';
import { watchChannel } from './listener.ts';
import type { ListenerState } from './listener.ts';
import { ForecastSender } from './forecasts.ts';
import { createGauges, createMetrics } from './metrics.ts';
import { OpenOrders } from './open-orders.ts';
import { guardPackets } from './packets.ts';
import { Positions } from './positions.ts';
import { startBeats } from './beats.ts';
import { Relay } from './relay.ts';
import { watchSessions } from './revocation.ts';
import { Rooms } from './rooms.ts';
import { createSnapshots } from './snapshot-reader.ts';
import { createSocketServer } from './sockets.ts';

const CHANNEL = 'shop_log';
/**
 * Positions of all drivers are stored in one statement: a lock on one driver's row must not delay
 * the others.
 */
const POSITIONS_LOCK_MS = 250;

export interface HubConfig {
	origins: readonly string[];
	/** Interval of the sweep: the read that finds changes whose nudge was lost. */
	sweepMs: number;
	/** Number of proxies in front of us that append to X-Forwarded-For; 0 by default. */
	trustProxy?: number;
	/** On by default; off only in tests and simulations. */
	rateLimits?: boolean;
	socketsPerIp?: number;
	heartbeatMs?: number;
	heartbeatLimitMs?: number;
	beatMs?: number;
	sessionCheckMs?: number;
	/**
	 * URL of the listener's connection; `databaseUrl` by default. Tests use it to cut only the
	 * listener.
	 */
	listenUrl?: string;
}

export interface HubOptions {
	httpServer: HttpServer;
	databaseUrl: string;
	config: HubConfig;
	log: Logger;
	/**
	 * Resolves the person behind the headers of a handshake; rejects when the database cannot be
	 * asked.
	 */
	principalOf(headers: IncomingHttpHeaders): Promise<Principal>;
	metrics: Registry;
	/** The database's clock, epoch ms. */
	now(): number;
	/** Current warnings about the system itself, for the manager's screens; none by default. */
	warnings?: () => SystemWarning[];
}

export interface HubState {
	listener: ListenerState;
	/** Whether the hub has read everything that Postgres has committed; part of every beat. */
	live: boolean;
	/** Epoch ms of the last read of the log. */
	lastPullAt: number | undefined;
	/** The last delivered seq of each shop. */
	shops: Record<string, number>;
	sockets: number;
}

export interface Hub {
	state(): HubState;
	seqOf(shop: string): number;
	/** Names of all events that a client may send. */
	readonly events: readonly string[];
	/**
	 * Disconnects all sockets (clients reconnect to another hub) and closes everything that the hub
	 * opened.
	 */
	close(): Promise<void>;
}

/** Attaches a hub to the HTTP server. It starts in the background and reconnects by itself. */
export function createHub(options: HubOptions): Hub {
	const { config, log, databaseUrl, now, warnings = () => [] } = options;
	const limits = config.rateLimits ?? true;
	const db = createPool(databaseUrl, { name: 'passe-plat-hub', max: 4 });
	const tracks = createPool(databaseUrl, {
		name: 'passe-plat-hub-positions',
		max: 1,
		lockMs: POSITIONS_LOCK_MS
	});
	const open = new OpenOrders();
	const shops = new Map<string, ShopFacts>();
	const shopOf = (shop: string) => shops.get(shop);
	const loadShop = async (shop: string) => {
		if (shops.has(shop)) return;
		const facts = await factsOf(db, shop);
		if (facts) shops.set(shop, facts);
	};

	const metrics = createMetrics(options.metrics);
	const report = skipInto(log);
	const skip: Skip = (error, what) => {
		metrics.skipped.inc();
		report(error, what);
	};

	const socketServer = createSocketServer({
		httpServer: options.httpServer,
		origins: config.origins,
		socketsPerIp: limits ? (config.socketsPerIp ?? 50) : null,
		trustProxy: config.trustProxy ?? 0,
		principalOf: options.principalOf,
		metrics,
		log
	});
	const { io } = socketServer;
	const rooms = new Rooms(io);
	const broadcast = createBroadcast(io);

	const health = new HubHealth(config.sweepMs);
	const relay = new Relay({
		databaseUrl,
		sweepMs: config.sweepMs,
		onStart: (states, isFirst) => {
			open.reset(states);
			if (isFirst) return;
			log.error('Postgres is older than what was read of it: every screen starts again');
			for (const socket of io.of('/').sockets.values()) {
				metrics.cut.inc({ reason: 'rewind' });
				socket.conn.close();
			}
		},
		wordsOf: (orderId) => open.wordsOf(orderId),
		deliver: createFanout({ broadcast, rooms, open, shopOf, metrics, skip, now }),
		health,
		log
	});
	const listener = watchChannel({
		databaseUrl: config.listenUrl ?? databaseUrl,
		channel: CHANNEL,
		onNudge: (copy) => relay.nudge(copy),
		onResync: () => relay.resync(),
		onState: (state) => health.setListener(state),
		log,
		heartbeatMs: config.heartbeatMs,
		heartbeatLimitMs: config.heartbeatLimitMs
	});
	createGauges(options.metrics, { rooms, health, connected: () => io.of('/').sockets.size });

	const sources: Sources = {
		db,
		shopOf: async (shop) => shopOf(shop),
		nextDropoffOf: (driver) => open.nextDropoffOf(driver),
		skip
	};
	const snapshot = createSnapshots({ sources, relay, now });
	const onJoined = keepKitchenSeen(db, log);
	const joins = createJoins({ db, rooms, snapshot, relay, health, onJoined, loadShop, limits });
	const positions = new Positions({ broadcast, db: tracks, rooms, open, log, now });
	const forecasts = new ForecastSender({ broadcast, db, rooms, open, log });
	const handlers = createHandlers({ db, joins, open, positions, metrics });
	io.on('connection', (socket) => guardPackets(socket, { handlers, metrics, log, limits }));
	const beatMs = config.beatMs ?? 3000;
	const beats = startBeats({ rooms, broadcast, relay, health, beatMs, now, warnings });
	const everyMs = config.sessionCheckMs ?? 2000;
	const sessions = watchSessions({ io, db, everyMs, metrics, log });

	return {
		state: () => ({
			listener: health.listener,
			live: health.isLive,
			lastPullAt: health.lastReadAt,
			shops: relay.seqs(),
			sockets: io.of('/').sockets.size
		}),
		seqOf: (shop) => relay.seqOf(shop),
		events: Object.keys(handlers),
		close: async () => {
			socketServer.refuseNew();
			beats.close();
			sessions.close();
			positions.close();
			forecasts.close();
			io.engine.close();
			await Promise.all([listener.close(), relay.close()]);
			await Promise.all([db.end(), tracks.end()]);
		}
	};
}

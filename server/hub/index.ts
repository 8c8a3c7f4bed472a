/**
 * The hub: it listens to Postgres, reads the shop log, presents each change once for every feed and
 * sends it to the sockets that joined. It holds nothing that another hub would miss.
 */

import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http';
import type { Principal } from '#domain/people/access.ts';
import type { HouseWarning } from '#domain/wire/contract.ts';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createPool } from '../../db/pool.ts';
import { allShops, type ShopFacts } from '../../db/snapshots.ts';
import type { Sources } from '../feeds/feed.ts';
import { skipInto } from '../presented.ts';
import type { Skip } from '../presented.ts';
import { createBroadcast } from './broadcast.ts';
import { createFanout } from './fanout.ts';
import { createHandlers } from './handlers.ts';
import { HubHealth } from './health.ts';
import { createJoins } from './joins.ts';
import { watchChannel } from './listener.ts';
import type { ListenerState } from './listener.ts';
import { createGauges, createMetrics } from './metrics.ts';
import { OpenOrders } from './open-orders.ts';
import { guardPackets } from './packets.ts';
import { Positions } from './positions.ts';
import { startPulse } from './pulse.ts';
import { Relay } from './relay.ts';
import { watchSessions } from './revocation.ts';
import { Rooms } from './rooms.ts';
import { createSnapshots } from './snapshots.ts';
import { openDoor } from './sockets.ts';

const CHANNEL = 'shop_log';
/** All drivers' positions are stored together: a row that one of them has locked must not delay the others. */
const POSITIONS_LOCK_MS = 250;

export interface HubConfig {
	origins: readonly string[];
	/** How often to look for changes whose nudge was lost. */
	sweepMs: number;
	/** How many proxies before us add to X-Forwarded-For; none unless told. */
	trustProxy?: number;
	/** Off only where tests and simulations run. */
	rateLimits?: boolean;
	socketsPerIp?: number;
	heartbeatMs?: number;
	heartbeatLimitMs?: number;
	beatMs?: number;
	sessionCheckMs?: number;
	/** The listener's own connection, when it is not `databaseUrl`; tests cut it alone. */
	listenUrl?: string;
}

export interface HubOptions {
	httpServer: HttpServer;
	databaseUrl: string;
	config: HubConfig;
	log: Logger;
	/** Who the headers of a handshake say it is; rejects when that cannot be known now. */
	principalOf(headers: IncomingHttpHeaders): Promise<Principal>;
	metrics: Registry;
	/** The database's time, epoch ms. */
	now(): number;
	/** What is wrong with the house itself now, for the managers; nothing unless told. */
	warnings?: () => HouseWarning[];
}

export interface HubState {
	listener: ListenerState;
	/** Sure to know what Postgres knows; said in every beat. */
	live: boolean;
	/** The last time the log was read, in ms since the epoch. */
	lastPullAt: number | undefined;
	/** The seq up to which each shop's changes were delivered. */
	shops: Record<string, number>;
	sockets: number;
}

export interface Hub {
	state(): HubState;
	seqOf(shop: string): number;
	/** The names of all events that a client may send. */
	readonly events: readonly string[];
	/** Lets every socket go (they come back elsewhere) and closes what the hub opened. */
	close(): Promise<void>;
}

/** Attaches a hub to the server. It starts by itself and mends itself; nothing has to be awaited. */
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
	const learnShop = async (shop: string) => {
		if (shops.has(shop)) return;
		for (const facts of await allShops(db)) shops.set(facts.id, facts);
	};

	const metrics = createMetrics(options.metrics);
	const report = skipInto(log);
	const skip: Skip = (error, what) => {
		metrics.skipped.inc();
		report(error, what);
	};

	const door = openDoor({
		httpServer: options.httpServer,
		origins: config.origins,
		socketsPerIp: limits ? (config.socketsPerIp ?? 50) : null,
		trustProxy: config.trustProxy ?? 0,
		principalOf: options.principalOf,
		metrics,
		log
	});
	const { io } = door;
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
		stateOf: (orderId) => open.stateOf(orderId),
		deliver: createFanout({ broadcast, rooms, open, shopOf, metrics, skip, now }),
		health,
		log
	});
	const listener = watchChannel({
		databaseUrl: config.listenUrl ?? databaseUrl,
		channel: CHANNEL,
		onNudge: (copy) => relay.nudge(copy),
		onResync: () => relay.resync(),
		onState: (state) => health.listens(state),
		log,
		heartbeatMs: config.heartbeatMs,
		heartbeatLimitMs: config.heartbeatLimitMs
	});
	createGauges(options.metrics, { rooms, health, connected: () => io.of('/').sockets.size });

	const sources: Sources = {
		db,
		shopOf: async (shop) => shopOf(shop),
		legOf: (driver) => open.legOf(driver),
		skip
	};
	const snapshot = createSnapshots({ sources, relay, now });
	const joins = createJoins({ db, rooms, snapshot, relay, health, learnShop, limits });
	const positions = new Positions({ broadcast, db: tracks, rooms, open, log, now });
	const handlers = createHandlers({ db, joins, open, positions, metrics });
	io.on('connection', (socket) => guardPackets(socket, { handlers, metrics, log, limits }));
	const beatMs = config.beatMs ?? 3000;
	const pulse = startPulse({ rooms, broadcast, relay, health, beatMs, now, warnings });
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
			door.shut();
			pulse.close();
			sessions.close();
			positions.close();
			io.engine.close();
			await Promise.all([listener.close(), relay.close()]);
			await Promise.all([db.end(), tracks.end()]);
		}
	};
}

import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer } from 'node:http';
import type { Principal } from '#domain/people/access.ts';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { netOf } from '../caller.ts';
import { languageOf } from '../language.ts';
import type { HubMetrics } from './metrics.ts';
import { disconnectSlowReader } from './slow-readers.ts';
import type { HubServer, HubSocket, SocketData } from './types.ts';

const PACKET_BYTES = 16_384;

export interface SocketServerOptions {
	httpServer: HttpServer;
	/** Exact origins: no suffixes, no `null`, no other port. */
	origins: readonly string[];
	/** Limit of connections per caller (an IPv4 address or an IPv6 /64); null for no limit. */
	socketsPerIp: number | null;
	/** Number of proxies in front of us that append to X-Forwarded-For. */
	trustProxy: number;
	principalOf(headers: IncomingHttpHeaders): Promise<Principal>;
	metrics: Pick<HubMetrics, 'cut'>;
	log: Pick<Logger, 'warn'>;
}

export interface SocketServer {
	io: HubServer;
	/** Refuses all new connections. */
	refuseNew(): void;
}

/** The WebSocket server: decides who may connect and with which rights. */
export function createSocketServer(options: SocketServerOptions): SocketServer {
	const connections = new Map<string, number>();
	let isClosing = false;

	// Socket.io's `cors` option is not used: browsers do not apply CORS to WebSockets.
	const refusal = (req: IncomingMessage): string | undefined => {
		if (isClosing) return 'closing';
		if (!isAllowedOrigin(req, options.origins)) return 'bad_origin';
		const held = connections.get(callerOf(req, options.trustProxy)) ?? 0;
		if (options.socketsPerIp !== null && held >= options.socketsPerIp) return 'too_many';
		return undefined;
	};

	const io: HubServer = new Server(options.httpServer, {
		// WebSocket only: long polling would need sticky sessions with several hubs.
		transports: ['websocket'],
		allowUpgrades: false,
		serveClient: false,
		// Compression costs 245 kB per client and prevents one frame for the whole room.
		perMessageDeflate: false,
		maxHttpBufferSize: PACKET_BYTES,
		pingInterval: 4000,
		pingTimeout: 4000,
		connectTimeout: 10_000,
		// The web process rejects upgrades of other paths; engine.io would leave some of them open for
		// ever.
		destroyUpgrade: false,
		allowRequest: (req, decide) => {
			const reason = refusal(req);
			decide(reason, reason === undefined);
		}
	});

	io.engine.on('connection', (conn: HubSocket['conn']) => {
		const caller = callerOf(conn.request, options.trustProxy);
		connections.set(caller, (connections.get(caller) ?? 0) + 1);
		disconnectSlowReader(conn, options.metrics);
		conn.on('close', () => {
			const left = (connections.get(caller) ?? 1) - 1;
			if (left > 0) connections.set(caller, left);
			else connections.delete(caller);
		});
	});

	io.use((socket, next) => {
		signIn(socket, options).then(
			() => next(),
			(error: unknown) => {
				options.log.warn({ err: error }, 'a socket could not sign in');
				// Not next(error): the client would not reconnect after it.
				socket.conn.close();
			}
		);
	});

	return { io, refuseNew: () => (isClosing = true) };
}

/**
 * A browser always sends its Origin header. A request without one is not a browser and may connect,
 * unless it carries a cookie, which a page could have made a browser send.
 */
function isAllowedOrigin(req: IncomingMessage, origins: readonly string[]): boolean {
	const { origin, cookie } = req.headers;
	return origin === undefined ? cookie === undefined : origins.includes(origin);
}

async function signIn(socket: HubSocket, options: SocketServerOptions): Promise<void> {
	const { conn } = socket;
	const { headers } = conn.request;
	const data: SocketData = {
		principal: await options.principalOf(headers),
		language: languageOf(headers),
		caller: callerOf(conn.request, options.trustProxy),
		joined: [],
		packets: undefined,
		fixes: undefined
	};
	Object.assign(socket.data, data);
	// Frees the request, as Socket.io's documentation advises: it is a large part of an idle socket's
	// memory.
	Object.assign(conn, { request: null });
}

/** Key of the caller for limits: the address seen by the last trusted proxy, as for HTTP. */
export function callerOf(req: IncomingMessage, trustProxy: number): string {
	const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',');
	const chain = [req.socket.remoteAddress ?? '', ...forwarded.reverse().map((hop) => hop.trim())];
	const known = chain.filter(Boolean);
	return netOf(known[Math.min(trustProxy, known.length - 1)] ?? '');
}

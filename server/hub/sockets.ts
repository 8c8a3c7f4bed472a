import type { IncomingHttpHeaders, IncomingMessage, Server as HttpServer } from 'node:http';
import type { Principal } from '#domain/people/access.ts';
import type { Logger } from 'pino';
import { Server } from 'socket.io';
import { netOf } from '../caller.ts';
import { languageOf } from '../language.ts';
import type { HubMetrics } from './metrics.ts';
import { cutSlowReader } from './slow-readers.ts';
import type { HubServer, HubSocket, SocketData } from './types.ts';

const PACKET_BYTES = 16_384;

export interface DoorOptions {
	httpServer: HttpServer;
	/** Exactly these; a suffix, `null` or another port is somebody else. */
	origins: readonly string[];
	/** How many connections one caller (an IPv4 address, a /64 of IPv6) may hold; null for no limit. */
	socketsPerIp: number | null;
	/** How many proxies before us add to X-Forwarded-For. */
	trustProxy: number;
	principalOf(headers: IncomingHttpHeaders): Promise<Principal>;
	metrics: Pick<HubMetrics, 'cut'>;
	log: Pick<Logger, 'warn'>;
}

export interface Door {
	io: HubServer;
	/** Refuses everybody from now on. */
	shut(): void;
}

/** The websocket server: who may connect, and with which rights. */
export function openDoor(options: DoorOptions): Door {
	const connections = new Map<string, number>();
	let isShut = false;

	// Not socket.io's `cors`: browsers do not apply it to websockets.
	const refusal = (req: IncomingMessage): string | undefined => {
		if (isShut) return 'closing';
		if (!mayCall(req, options.origins)) return 'bad_origin';
		const held = connections.get(callerOf(req, options.trustProxy)) ?? 0;
		if (options.socketsPerIp !== null && held >= options.socketsPerIp) return 'too_many';
		return undefined;
	};

	const io: HubServer = new Server(options.httpServer, {
		// Websocket alone needs no sticky sessions before several hubs.
		transports: ['websocket'],
		allowUpgrades: false,
		serveClient: false,
		// Costs 245 kB a client, and the one frame that a whole room shares.
		perMessageDeflate: false,
		maxHttpBufferSize: PACKET_BYTES,
		pingInterval: 4000,
		pingTimeout: 4000,
		connectTimeout: 10_000,
		// The web process cuts upgrades to other addresses: engine.io leaves some of them open for ever.
		destroyUpgrade: false,
		allowRequest: (req, decide) => {
			const reason = refusal(req);
			decide(reason, reason === undefined);
		}
	});

	io.engine.on('connection', (conn: HubSocket['conn']) => {
		const caller = callerOf(conn.request, options.trustProxy);
		connections.set(caller, (connections.get(caller) ?? 0) + 1);
		cutSlowReader(conn, options.metrics);
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
				// Not next(error): its client would never try again.
				socket.conn.close();
			}
		);
	});

	return { io, shut: () => (isShut = true) };
}

/**
 * A browser names its origin and cannot help it. What names none is no browser, and may come as
 * long as it carries no session that a page could have lent it.
 */
function mayCall(req: IncomingMessage, origins: readonly string[]): boolean {
	const { origin, cookie } = req.headers;
	return origin === undefined ? cookie === undefined : origins.includes(origin);
}

async function signIn(socket: HubSocket, options: DoorOptions): Promise<void> {
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
	// As Socket.io's documentation says: the request is a good part of what an idle socket holds in memory.
	Object.assign(conn, { request: null });
}

/** Who counts for the limits, by the address that the last trusted proxy saw; the same rule as for HTTP. */
export function callerOf(req: IncomingMessage, trustProxy: number): string {
	const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',');
	const chain = [req.socket.remoteAddress ?? '', ...forwarded.reverse().map((hop) => hop.trim())];
	const known = chain.filter(Boolean);
	return netOf(known[Math.min(trustProxy, known.length - 1)] ?? '');
}

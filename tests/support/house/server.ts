import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import pg from 'pg';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import type {
	ActionAnswer,
	Beat,
	Change,
	JoinAck,
	Moved,
	PlacedAnswer,
	PlaceOrder,
	WireError
} from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { Geocoder } from '#domain/road/geocoder.ts';
import type { MeasureSpace } from '../../../db/plumbing/disk-space.ts';
import { DEMO_PASSWORD } from '../../../db/demo/seed.ts';
import { startServer } from '../../../server/compose.ts';
import { developmentSecret } from '../../../config/common.ts';
import type { WebConfig } from '../../../config/web.ts';
import type { Hub, HubConfig } from '../../../server/hub/index.ts';
import { until } from '../wire/hub.ts';
import { doorFields } from '../pages/orders.ts';
import { freshDatabase } from './postgres.ts';

export const ORIGIN = 'http://pizza.example';

export interface TestServerOptions {
	databaseUrl?: string;
	config?: Partial<WebConfig>;
	hub?: Partial<HubConfig>;
	/** Replaces the clock of the HTTP side. */
	now?: () => number;
	/** Replaces the measurement of free disk space. */
	measure?: MeasureSpace;
	/** Replaces the geocoder of the demo town. */
	geocoder?: Geocoder;
	/** Called with every log line. */
	onLog?: (line: string) => void;
}

export interface Answer<Body = unknown> {
	status: number;
	headers: Headers;
	body: Body;
}

export interface CallOptions {
	cookie?: string | undefined;
	body?: unknown;
	/** Sent unchanged, instead of `body`. */
	raw?: string | Uint8Array<ArrayBuffer>;
	headers?: Record<string, string>;
}

export interface TestServer {
	url: string;
	databaseUrl: string;
	app: Express;
	hub: Hub;
	/** A separate database connection, for plain SQL as in psql. */
	db: pg.Client;
	call<Body = unknown>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>>;
	/** Signs in a demo person (`cuisine.gare`); returns the cookie. */
	signIn(mailbox: string, password?: string): Promise<string>;
	/** Places an order of one margherita for collection at `gare`, with these changes. */
	placeOrder(changes?: Partial<PlaceOrder>, key?: string): Promise<PlacedAnswer>;
	act(
		cookie: string,
		id: string,
		action: Action,
		version?: number
	): Promise<Answer<ActionAnswer & Fault>>;
	/** A connected socket, with this cookie or anonymous. */
	connect(cookie?: string): Promise<TestSocket>;
	close(): Promise<void>;
}

export interface Fault {
	error: WireError;
}

export interface TestSocket {
	socket: Socket;
	changes: Change[];
	beats: Beat[];
	moved: Moved[];
	join(feed: string): Promise<JoinAck>;
	/** Sends any packet and returns its ack. */
	ask(event: string, body: unknown): Promise<{ ok: boolean; error?: WireError }>;
}

/** One margherita for collection: the smallest order that any open shop accepts. */
export function anOrder(changes: Partial<PlaceOrder> = {}): PlaceOrder {
	return {
		shop: 'gare',
		fulfilment: 'collection',
		customer: { name: 'Zoé Canari', phone: '06 39 98 12 34' },
		lines: [{ product: 'margherita', size: 'm', quantity: 1 }],
		...changes
	};
}

/** The real web process without its pages, inside this process, with its own database. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
	const databaseUrl = options.databaseUrl ?? (await freshDatabase()).url;
	const server = await startServer(configOf(databaseUrl, options.config), {
		log: logOf(options.onLog),
		hub: { beatMs: 500, sessionCheckMs: 500, ...options.hub },
		...(options.now && { now: options.now }),
		...(options.geocoder && { geocoder: options.geocoder }),
		...(options.measure && { measure: options.measure })
	});
	const db = new pg.Client({ connectionString: databaseUrl });
	db.on('error', () => {});
	await db.connect();
	const url = `http://127.0.0.1:${server.port}`;
	const sockets: TestSocket[] = [];
	const call = <Body>(method: string, path: string, how: CallOptions = {}) =>
		send<Body>(`${url}${path}`, method, how);
	await until(() => server.hub.state().live, 10_000, 'a live hub');

	return {
		url,
		databaseUrl,
		app: server.app,
		hub: server.hub,
		db,
		call,
		signIn: (mailbox, password) => signIn(url, mailbox, password),
		async placeOrder(changes = {}, key = randomUUID()) {
			const placed = await call<PlacedAnswer & Fault>('POST', '/api/orders', {
				body: anOrder(changes),
				headers: { 'idempotency-key': key }
			});
			if (placed.status !== 201) throw new Error(`not placed: ${JSON.stringify(placed.body)}`);
			return placed.body;
		},
		act: (cookie, id, action, version) =>
			call('POST', `/api/orders/${id}/${action}`, {
				cookie,
				body: { ...(version !== undefined && { version }), ...doorFields(action) }
			}),
		async connect(cookie) {
			const made = await connect(url, cookie);
			sockets.push(made);
			return made;
		},
		async close() {
			for (const { socket } of sockets) socket.disconnect();
			await db.end();
			await server.close();
		}
	};
}

function configOf(databaseUrl: string, changes: Partial<WebConfig> = {}): WebConfig {
	return {
		nodeEnv: 'test',
		isProduction: false,
		port: 0,
		host: '127.0.0.1',
		origins: [ORIGIN],
		databaseUrl,
		databasePool: 10,
		appSecret: developmentSecret,
		logLevel: 'info',
		trustProxy: 0,
		metricsToken: undefined,
		filesDir: join(tmpdir(), 'passe-plat-test-files'),
		sweepMs: 500,
		mapStyleUrl: undefined,
		travel: undefined,
		geocoder: 'demo-town',
		disk: { databaseDir: undefined, minFreePercent: 10, reserveBytes: 0 },
		rateLimits: false,
		isDemo: false,
		paymentMethods: ['door'],
		stripeElement: undefined,
		webhooks: { stripeSecrets: [], paypalWebhookId: undefined, doubleUrl: undefined },
		...changes
	};
}

function logOf(onLog: ((line: string) => void) | undefined) {
	if (!onLog) return pino({ level: 'silent' });
	return pino({ level: 'debug', base: null }, { write: onLog });
}

/** Sends one request as our pages do; JSON in both directions. */
export async function send<Body>(
	url: string,
	method: string,
	{ cookie, body, raw, headers = {} }: CallOptions = {}
): Promise<Answer<Body>> {
	const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
	const answer = await fetch(url, {
		method,
		redirect: 'manual',
		headers: {
			...(payload !== undefined && { 'content-type': 'application/json' }),
			...(cookie && { cookie }),
			...headers
		},
		...(payload !== undefined && { body: payload })
	});
	const text = await answer.text();
	const isJson = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
	// The caller declares the expected shape; its assertions check it.
	const read = (isJson ? JSON.parse(text) : text) as Body;
	return { status: answer.status, headers: answer.headers, body: read };
}

/** Signs in a demo person and returns the session cookie, without the device cookie. */
export async function signIn(
	url: string,
	mailbox: string,
	password: string = DEMO_PASSWORD
): Promise<string> {
	const answer = await send(`${url}/api/auth/sign-in/email`, 'POST', {
		body: { email: `${mailbox}@oc-pizza.example`, password }
	});
	if (answer.status !== 200)
		throw new Error(
			`${mailbox} could not sign in: ${answer.status} ${JSON.stringify(answer.body)}`
		);
	return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** A client connected to a real server, with a session cookie or anonymous. */
export async function connect(url: string, cookie?: string): Promise<TestSocket> {
	const socket = io(url, {
		transports: ['websocket'],
		forceNew: true,
		reconnectionDelay: 50,
		reconnectionDelayMax: 200,
		extraHeaders: { origin: ORIGIN, ...(cookie && { cookie }) }
	});
	const made: TestSocket = {
		socket,
		changes: [],
		beats: [],
		moved: [],
		join: (feed) => socket.timeout(5000).emitWithAck('join', { feed }),
		ask: (event, body) => socket.timeout(5000).emitWithAck(event, body)
	};
	socket.on('change', (change: Change) => made.changes.push(change));
	socket.on('beat', (beat: Beat) => made.beats.push(beat));
	socket.on('moved', (moved: Moved) => made.moved.push(moved));
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve);
		socket.once('connect_error', reject);
	});
	return made;
}

import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '#domain/people/access.ts';
import type { Principal } from '#domain/people/access.ts';
import type {
	Beat,
	Change,
	ForecastFrame,
	JoinAck,
	Moved,
	Snapshots
} from '#domain/wire/contract.ts';
import type { Role } from '#domain/order/lifecycle.ts';
import type { Status } from '#domain/order/order.ts';
import pg from 'pg';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { createHub } from '../../../server/hub/index.ts';
import type { Hub, HubConfig } from '../../../server/hub/index.ts';

export const ORIGIN = 'http://pizza.example';

export interface TestHub {
	hub: Hub;
	port: number;
	metrics: Registry;
	/** A connected client, with this session or anonymous. */
	client(session?: string): Promise<TestClient>;
	close(): Promise<void>;
}

/** A hub on a bare HTTP server, with the given database. */
export async function startTestHub(
	databaseUrl: string,
	config: Partial<HubConfig> = {}
): Promise<TestHub> {
	const httpServer = createServer((_req, res) => res.end());
	httpServer.listen(0, '127.0.0.1');
	await once(httpServer, 'listening');
	const { port } = httpServer.address() as AddressInfo;
	const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
	pool.on('error', () => {});
	const metrics = new Registry();
	const hub = createHub({
		httpServer,
		databaseUrl,
		config: { origins: [ORIGIN], sweepMs: 1000, ...config },
		log: pino({ level: process.env.HUB_LOG ?? 'silent' }),
		principalOf: (headers) => principalOf(pool, headers),
		metrics,
		now: Date.now
	});
	const clients: TestClient[] = [];
	return {
		hub,
		port,
		metrics,
		client: async (session) => {
			const made = await connect(port, session);
			clients.push(made);
			return made;
		},
		close: async () => {
			for (const one of clients) one.socket.disconnect();
			await hub.close();
			httpServer.closeAllConnections();
			httpServer.close();
			await pool.end();
		}
	};
}

/** Reads `session=<id>` from the cookie, and the person's roles from the database. */
async function principalOf(pool: pg.Pool, headers: IncomingHttpHeaders): Promise<Principal> {
	const sessionId = /session=([\w-]+)/.exec(headers.cookie ?? '')?.[1];
	if (!sessionId) return ANONYMOUS;
	const { rows } = await pool.query<{ id: string; name: string; shop: string; role: Role }>(
		`select t.id, t.name, r.shop_id as shop, r.role from auth_session s
			join staff t on t.id = s.staff_id join staff_role r on r.staff_id = t.id
			where s.id = $1 and s.expires_at > now() and t.disabled_at is null`,
		[sessionId]
	);
	const [first] = rows;
	if (!first) return ANONYMOUS;
	const roles = rows.map(({ shop, role }) => ({ shop, role }));
	return { kind: 'staff', id: first.id, name: first.name, sessionId, roles };
}

export type JoinedFeed<Kind extends keyof Snapshots> = Extract<JoinAck, { ok: true }> & {
	snapshot: Snapshots[Kind];
};

export interface TestClient {
	socket: Socket;
	changes: Change[];
	beats: Beat[];
	moved: Moved[];
	forecasts: ForecastFrame[];
	join<Kind extends keyof Snapshots>(feed: string): Promise<JoinedFeed<Kind>>;
	/** The fault code of a refused join. */
	refused(feed: string): Promise<string>;
	/** Sends any packet and returns its ack. */
	ask(event: string, ...args: unknown[]): Promise<{ ok: boolean; error?: { code: string } }>;
}

export async function connect(port: number, session?: string): Promise<TestClient> {
	const headers: Record<string, string> = { origin: ORIGIN };
	if (session) headers.cookie = `session=${session}`;
	const socket = io(`http://127.0.0.1:${port}`, {
		transports: ['websocket'],
		forceNew: true,
		reconnectionDelay: 50,
		reconnectionDelayMax: 200,
		extraHeaders: headers
	});
	const client: TestClient = {
		socket,
		changes: [],
		beats: [],
		moved: [],
		forecasts: [],
		ask: (event, ...args) => socket.timeout(5000).emitWithAck(event, ...args),
		join: async (feed) => {
			const answer: JoinAck = await socket.timeout(5000).emitWithAck('join', { feed });
			if (!answer.ok) throw new Error(`join ${feed}: ${answer.error.code}`);
			return answer as never;
		},
		refused: async (feed) => {
			const answer: JoinAck = await socket.timeout(5000).emitWithAck('join', { feed });
			if (answer.ok) throw new Error(`join ${feed} was let in`);
			return answer.error.code;
		}
	};
	socket.on('change', (change: Change) => client.changes.push(change));
	socket.on('beat', (beat: Beat) => client.beats.push(beat));
	socket.on('forecast', (frame: ForecastFrame) => client.forecasts.push(frame));
	socket.on('moved', (moved: Moved) => client.moved.push(moved));
	await new Promise<void>((resolve, reject) => {
		socket.once('connect', resolve);
		socket.once('connect_error', (error) => {
			// A refused client would reconnect by itself and take the place of the next one.
			socket.disconnect();
			reject(error);
		});
	});
	return client;
}

/** A session of a new person with this role, without a password. */
export async function signedIn(
	db: Pick<pg.ClientBase, 'query'>,
	shop: string,
	role: Role
): Promise<{ session: string; id: string }> {
	const id = `test-${randomUUID()}`;
	const session = randomUUID();
	await db.query('insert into staff (id, name, email) values ($1, $2, $3)', [
		id,
		'Camille Testeur',
		`${id}@pizza.example`
	]);
	await db.query('insert into staff_role (staff_id, shop_id, role) values ($1, $2, $3)', [
		id,
		shop,
		role
	]);
	if (role === 'driver')
		await db.query(`insert into driver (id, shop_id, phone) values ($1, $2, '0600000000')`, [
			id,
			shop
		]);
	await db.query(
		`insert into auth_session (id, token, staff_id, expires_at)
			values ($1, $2, $3, now() + interval '1 hour')`,
		[session, randomUUID(), id]
	);
	return { session, id };
}

export interface NewOrder {
	shop: string;
	fulfilment?: 'delivery' | 'collection';
	lines?: number;
	name?: string;
}

/** Inserts an order in the application's sequence: its parts first, the order last. */
export async function insertOrder(
	db: Pick<pg.ClientBase, 'query'>,
	{ shop, fulfilment = 'delivery', lines = 3, name = 'Zoé Canari' }: NewOrder
): Promise<string> {
	const id = randomUUID();
	const customer = randomUUID();
	await db.query('begin');
	await db.query(
		`insert into customer (id, name, phone, email, address, note)
			values ($1, $2, '0611223344', 'zoe@canari.example', $3, 'sans couper')`,
		[
			customer,
			name,
			{ street: '3 rue du Four', city: 'Villeneuve-sur-Oc', postcode: '34999', doorCode: '47Z11' }
		]
	);
	await db.query(
		`insert into order_line (order_id, position, product_id, size_id, quantity, unit_minor,
				total_minor, vat, vat_minor, frozen)
			select $1, n, p.id, 'm', 1, 1250, 1250, 100, 114, $3
			from generate_series(1, $2) n, (select id from product order by kind <> 'pizza', id limit 1) p`,
		[id, lines, FROZEN]
	);
	await db.query(
		`update customer set line_notes =
			(select jsonb_object_agg(id, 'bien cuite') from order_line where order_id = $2)
			where id = $1`,
		[customer, id]
	);
	await db.query(
		`insert into payment (order_id, method, status, amount_minor, currency)
			values ($1, 'door', 'due', $2, 'EUR')`,
		[id, 1250 * lines]
	);
	await db.query(
		`insert into orders (id, shop_id, business_day, number, customer_id, status, fulfilment, language,
				total_minor, vat_minor, currency, promised_at, quote_from, quote_to)
			values ($1, $2, current_date, $6, $3, 'placed', $4, 'fr', $5, 100,
				'EUR', now() + interval '40 min', now() + interval '30 min', now() + interval '45 min')`,
		[id, shop, customer, fulfilment, 1250 * lines, randomInt(1e9)]
	);
	await db.query('commit');
	return id;
}

const FROZEN = {
	name: { fr: 'Margherita', en: 'Margherita' },
	sizeName: { fr: 'Moyenne', en: 'Medium' },
	halves: [],
	options: [
		{ id: 'olives', kind: 'added', name: { fr: 'Olives noires', en: 'Black olives' } },
		{ id: 'basil', kind: 'removed', name: { fr: 'Basilic', en: 'Basil' } }
	],
	bundle: null,
	allergens: ['gluten', 'milk']
};

/** Moves an order with plain SQL, as in psql. */
export async function move(
	db: Pick<pg.ClientBase, 'query'>,
	order: string,
	...path: Status[]
): Promise<void> {
	for (const status of path)
		await db.query('update orders set status = $2 where id = $1', [order, status]);
}

/** Assigns the order to a driver, who is put on shift if necessary; returns the run. */
export async function giveTo(
	db: Pick<pg.ClientBase, 'query'>,
	order: string,
	driver: string
): Promise<string> {
	await db.query(
		`insert into shift (driver_id, shop_id) select id, shop_id from driver where id = $1
			on conflict do nothing`,
		[driver]
	);
	const { rows } = await db.query<{ id: string }>(
		`insert into run (shop_id, driver_id, status, created_by)
			select shop_id, id, 'accepted', 'test' from driver where id = $1 returning id`,
		[driver]
	);
	const run = rows[0]!.id;
	await db.query('insert into stop (run_id, order_id, position) values ($1, $2, 1)', [run, order]);
	return run;
}

/**
 * Resolves with the reason of the disconnect; throws after the limit. Call it before the action
 * that disconnects, so that the event is not missed.
 */
export function disconnected(
	{ socket }: { socket: Pick<Socket, 'once'> },
	limitMs = 8000
): Promise<string> {
	const { promise, resolve, reject } = Promise.withResolvers<string>();
	const late = () => reject(new Error(`the end of the connection did not happen in ${limitMs} ms`));
	const limit = setTimeout(late, limitMs);
	socket.once('disconnect', (reason: string) => resolve(reason));
	const ended = promise.finally(() => clearTimeout(limit));
	ended.catch(() => undefined);
	return ended;
}

/** Polls every few ms until the condition holds; throws after the limit. */
export async function until(
	holds: () => boolean | Promise<boolean>,
	limitMs = 5000,
	what = 'it'
): Promise<number> {
	const start = performance.now();
	while (!(await holds())) {
		if (performance.now() - start > limitMs)
			throw new Error(`${what} did not happen in ${limitMs} ms`);
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
	return performance.now() - start;
}

import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inherited } from '../../config/launcher.ts';
import { startPostgres } from '../../launcher/postgres.ts';
import { startStack } from '../../launcher/processes.ts';
import type { Program } from '../../launcher/processes.ts';
import { startRedis } from '../../launcher/redis.ts';
import { closeOnCtrlC } from '../../simulation/ending.ts';
import { tokenHash } from '../../server/session-tokens.ts';
import { migrateAndSeed } from '../../tests/support/house/databases.ts';
import { raisePriority } from '../floors/machine.ts';

const SECRET = 'a-secret-for-the-bench-0123456789abcdef';
const POSTGRES_VERSION = 'show server_version';

/** The application's real processes on separate servers, without rate limits. */
export interface House {
	url: string;
	port: number;
	db: pg.Pool;
	databaseUrl: string;
	/** Restarted automatically when it is killed. */
	web: Program;
	worker: Program | undefined;
	postmaster: number;
	redis: number | undefined;
	postgresVersion: string;
	/** The cookie of a session, without the slow password check. */
	cookieOf(token: string): string;
	/** Kills the web process and waits for the next one. */
	renewWeb(): Promise<void>;
	close(): Promise<void>;
}

export interface HouseOptions {
	workers: 0 | 1;
	/** Whether commits wait for the disk (fsync). */
	durable: boolean;
}

export async function openHouse({ workers, durable }: HouseOptions): Promise<House> {
	const home = mkdtempSync(join(tmpdir(), 'passe-plat-bench-'));
	raisePriority(process.pid);
	const postgres = await startPostgres({ dataDir: join(home, 'postgres'), durable });
	const redis = workers > 0 ? await startRedis({ dataDir: join(home, 'redis') }) : undefined;
	await migrateAndSeed(postgres.url);
	const port = await lowPort();
	const url = `http://localhost:${port}`;
	const stack = startStack({
		databaseUrl: postgres.url,
		redisUrl: redis?.url,
		ports: [port],
		workers,
		env: {
			...inherited(),
			NODE_ENV: 'test',
			LOG_LEVEL: 'warn',
			RATE_LIMITS: 'off',
			GEOCODER: 'demo-town',
			APP_SECRET: SECRET,
			ORIGIN: url,
			PUBLIC_URL: url
		},
		onLine: (name, line) => console.error(`${name} | ${line}`)
	});
	const db = new pg.Pool({ connectionString: postgres.url, max: 8 });
	db.on('error', () => {});
	const close = async () => {
		await db.end();
		await stack.stop();
		await Promise.all([postgres.stop(), redis?.stop()]);
		rmSync(home, { recursive: true, force: true });
	};
	closeOnCtrlC(close);
	try {
		await stack.ready();
	} catch (error) {
		await close();
		throw error;
	}
	const { rows } = await db.query<{ server_version: string }>(POSTGRES_VERSION);
	const web = stack.webs[0]!;
	for (const program of [...stack.webs, ...stack.workers]) raisePriority(program.pid ?? 0);
	return {
		url,
		port,
		db,
		databaseUrl: postgres.url,
		web,
		worker: stack.workers[0],
		postmaster: postgres.pid,
		redis: redis?.pid,
		postgresVersion: rows[0]?.server_version ?? '',
		cookieOf: (token) => `passe-plat=${encodeURIComponent(`${token}.${signatureOf(token)}`)}`,
		renewWeb: async () => {
			const before = web.pid;
			web.kill();
			while (!web.pid || web.pid === before) await sleep(5);
			// At once: on a busy machine its start would be slowed down by other programs.
			raisePriority(web.pid);
			await web.ready();
		},
		close
	};
}

const signatureOf = (token: string) => createHmac('sha256', SECRET).update(token).digest('base64');

/** A port below the range of outgoing connections, of which there will be thousands. */
async function lowPort(): Promise<number> {
	for (;;) {
		const port = 20_000 + (randomBytes(2).readUInt16BE() % 12_000);
		const isFree = await new Promise<boolean>((resolve) => {
			const probe = createServer();
			probe.once('error', () => resolve(false));
			probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
		});
		if (isFree) return port;
	}
}

/** Resident memory in bytes, as reported by the system. */
export function residentOf(pid: number): number {
	const text = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) * 1024;
}

export interface Person {
	id: string;
	shop: string;
	cookie: string;
}

/** Drivers on shift, spread over these shops (all by default), each with a session. */
export async function addDrivers(
	house: House,
	count: number,
	ofThese?: readonly string[]
): Promise<Person[]> {
	const shops = ofThese ?? (await shopsOf(house));
	const people = Array.from({ length: count }, (_, index) => ({
		id: `bench-driver-${randomUUID()}`,
		shop: shops[index % shops.length]!,
		token: randomBytes(24).toString('base64url')
	}));
	const ids = people.map(({ id }) => id);
	const ofShops = people.map(({ shop }) => shop);
	await house.db.query(
		`insert into staff (id, name, email)
			select id, 'Camille Testeur', id || '@pizza.example' from unnest($1::text[]) id`,
		[ids]
	);
	for (const statement of [
		`insert into staff_role (staff_id, shop_id, role)
			select id, shop, 'driver' from unnest($1::text[], $2::text[]) as t (id, shop)`,
		`insert into driver (id, shop_id, phone)
			select id, shop, '0600000000' from unnest($1::text[], $2::text[]) as t (id, shop)`,
		`insert into shift (driver_id, shop_id)
			select id, shop from unnest($1::text[], $2::text[]) as t (id, shop)`
	])
		await house.db.query(statement, [ids, ofShops]);
	await addSessions(house, people);
	return people.map(({ id, shop, token }) => ({ id, shop, cookie: house.cookieOf(token) }));
}

/** A session of a demo person, by mailbox. */
export async function demoCookie(house: House, mailbox: string): Promise<string> {
	const { rows } = await house.db.query<{ id: string }>('select id from staff where email = $1', [
		`${mailbox}@oc-pizza.example`
	]);
	const token = randomBytes(24).toString('base64url');
	await addSessions(house, [{ id: rows[0]!.id, token }]);
	return house.cookieOf(token);
}

async function addSessions(house: House, people: { id: string; token: string }[]): Promise<void> {
	await house.db.query(
		`insert into auth_session (id, token, staff_id, expires_at)
			select gen_random_uuid(), token, id, now() + interval '1 hour'
			from unnest($1::text[], $2::text[]) as t (id, token)`,
		[people.map(({ id }) => id), people.map(({ token }) => tokenHash(token))]
	);
}

export async function shopsOf(house: House): Promise<string[]> {
	const { rows } = await house.db.query<{ id: string }>('select id from shop order by id');
	return rows.map(({ id }) => id);
}

/**
 * Memory of an idle client: hub against plain WebSocket server, in the same run. Resident memory
 * with the clients minus without them, per client; no garbage collection is forced. Each server
 * runs with its production Node flags: the hub with those of the launcher.
 *
 * `npm run bench -- idle [--quick]`
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Principal } from '#domain/people/access.ts';
import pg from 'pg';
import { startPostgres } from '../launcher/postgres.ts';
import { migrateAndSeed } from '../tests/support/house/databases.ts';
import { signedIn } from '../tests/support/wire/hub.ts';
import { start } from './floors/children.ts';
import { describeMachine, median } from './floors/machine.ts';

const isQuick = process.argv.includes('--quick');
const CLIENTS = isQuick ? 1000 : 4000;
const ROUNDS = isQuick ? 1 : 3;
const LAUNCHED = ['--max-semi-space-size=16'];
const LIMIT_KB = 20;
const LIMIT_RATIO = 2.5;

const SYSTEMS = [
	{ name: 'bare ws', program: 'bare', protocol: 'ws', feed: false, flags: [] },
	{ name: 'Socket.io', program: 'plain', protocol: 'socketio', feed: false, flags: [] },
	{ name: 'hub, connected', program: 'hub', protocol: 'socketio', feed: false, flags: LAUNCHED },
	{ name: 'hub, joined', program: 'hub', protocol: 'socketio', feed: true, flags: LAUNCHED }
] as const;
type System = (typeof SYSTEMS)[number];

const home = mkdtempSync(join(tmpdir(), 'passe-plat-idle-'));
const postgres = await startPostgres({ dataDir: home, durable: false });
try {
	await main();
} finally {
	await postgres.stop();
	rmSync(home, { recursive: true, force: true });
}
process.exit();

async function main(): Promise<void> {
	const { env, feed, version } = await prepare();
	const costs = new Map<string, number[]>(SYSTEMS.map(({ name }) => [name, []]));
	for (let round = 0; round < ROUNDS; round++)
		for (const system of SYSTEMS) costs.get(system.name)?.push(await costOf(system, env, feed));

	const of = (name: string) => median(costs.get(name) ?? []);
	const ratio = of('hub, joined') / of('bare ws');
	const holds = of('hub, joined') <= LIMIT_KB && ratio <= LIMIT_RATIO;
	const machine = describeMachine(version);
	console.log(
		`\n${machine}; ${CLIENTS} clients, ${ROUNDS} rounds, median (rounds), KB of RSS a client`
	);
	for (const [name, all] of costs)
		console.log(
			`  ${name.padEnd(16)} ${median(all).toFixed(1).padStart(6)}  (${all.map((one) => one.toFixed(1)).join(' ')})`
		);
	console.log(
		`  G10: ${of('hub, joined').toFixed(1)} <= ${LIMIT_KB} KB and ${ratio.toFixed(2)} <= ${LIMIT_RATIO} × ws: ${holds ? 'holds' : 'missed'}`
	);
	console.log(`\nJSON ${JSON.stringify({ machine, CLIENTS, costs: Object.fromEntries(costs) })}`);
	process.exitCode = holds ? 0 : 1;
}

async function prepare() {
	await migrateAndSeed(postgres.url);
	const db = new pg.Client({ connectionString: postgres.url });
	await db.connect();
	const shop = (await db.query<{ id: string }>('select id from shop order by id')).rows[0]!.id;
	const cook = await signedIn(db, shop, 'cook');
	const version = (await db.query<{ server_version: string }>('show server_version')).rows[0]!;
	await db.end();
	const principal: Principal = {
		kind: 'staff',
		id: cook.id,
		name: 'Bench',
		sessionId: cook.session,
		roles: [{ shop, role: 'cook' }]
	};
	const env = { DATABASE_URL: postgres.url, BENCH_PRINCIPAL: JSON.stringify(principal) };
	return { env, feed: `kitchen:${shop}`, version: version.server_version };
}

/** Resident memory per client, in KB. */
async function costOf(system: System, env: Record<string, string>, feed: string): Promise<number> {
	const server = start(system.program, env, [...system.flags]);
	const { port } = await server.receive<{ port: number }>();
	const sink = start('sink', env);
	const { protocol } = system;
	const join = system.feed ? { feed } : {};
	const before = await settled();
	const answer = await sink.ask<{ ok: boolean; error?: string }>({
		do: 'connect',
		count: CLIENTS,
		port,
		protocol,
		...join
	});
	if (!answer.ok) throw new Error(answer.error);
	const after = await settled();
	await sink.stop();
	await server.stop();
	return (after - before) / CLIENTS / 1024;

	async function settled(): Promise<number> {
		await new Promise((resolve) => setTimeout(resolve, 3000));
		return (await server.ask<{ rss: number }>({})).rss;
	}
}

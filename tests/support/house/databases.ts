import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import pg from 'pg';
import { seedDemo } from '../../../db/demo/seed.ts';
import { migrate } from '../../../db/plumbing/migrate.ts';

const TEMPLATE = 'passe_plat_template';

/** A database for one test file. */
export interface TestDatabase {
	name: string;
	url: string;
	/** Drops it and ends all its connections. */
	drop(): Promise<void>;
}

/**
 * The newest schema and the demo group, as `npm start` creates them (`size` is DEMO_SIZE), except
 * one limit: tests and benches place many orders as one person. The test of that limit sets it
 * itself.
 */
export async function migrateAndSeed(url: string, size = 1): Promise<void> {
	await migrate(url);
	await seedDemo(url, hashPassword, size);
	await run(url, 'update shop set open_per_phone = null');
}

/** An empty database without a schema, as in a new installation. */
export async function createEmpty(serverUrl: string): Promise<TestDatabase> {
	const name = `test_${randomBytes(5).toString('hex')}`;
	await run(serverUrl, `create database ${name}`);
	return {
		name,
		url: withDatabase(serverUrl, name),
		drop: () => run(serverUrl, `drop database if exists ${name} with (force)`)
	};
}

/** Creates the template database that all others are cloned from. */
export async function createTemplate(serverUrl: string): Promise<void> {
	await run(serverUrl, `create database ${TEMPLATE}`);
	await migrateAndSeed(withDatabase(serverUrl, TEMPLATE));
}

/** Drops it, to create it from another schema. */
export async function dropTemplate(serverUrl: string): Promise<void> {
	await run(serverUrl, `drop database if exists ${TEMPLATE} with (force)`);
}

/** Clones the template: the newest schema with the demo group, in about 50 ms. */
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

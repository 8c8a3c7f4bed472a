import { afterAll, afterEach } from 'vitest';
import { cloneTemplate, createEmpty } from './databases.ts';
import type { TestDatabase } from './databases.ts';

export { migrateAndSeed } from './databases.ts';
export type { TestDatabase } from './databases.ts';

const open: TestDatabase[] = [];
let hasFailed = false;

/**
 * A migrated database with the demo group for the calling test file. It is dropped after the file;
 * if a test failed, it is kept and its name is printed.
 */
export async function freshDatabase(): Promise<TestDatabase> {
	return keep(cloneTemplate(serverUrl()));
}

/** The same without a schema. */
export async function emptyDatabase(): Promise<TestDatabase> {
	return keep(createEmpty(serverUrl()));
}

function serverUrl(): string {
	const server = process.env.TEST_DATABASE_URL;
	if (!server) throw new Error('TEST_DATABASE_URL is missing: is this the integration project?');
	return server;
}

async function keep(made: Promise<TestDatabase>): Promise<TestDatabase> {
	const database = await made;
	open.push(database);
	return database;
}

afterEach(({ task }) => {
	if (task.result?.state === 'fail') hasFailed = true;
});

afterAll(async () => {
	if (hasFailed) {
		for (const { name } of open) console.log(`A test failed: its database ${name} is kept.`);
		return;
	}
	await Promise.all(open.map((database) => database.drop()));
});

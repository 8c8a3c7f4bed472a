/**
 * Searches all stored data of an installation for a word: every column of every table, and Redis.
 */

import type pg from 'pg';
import { createClient } from 'redis';

type Sql = Pick<pg.ClientBase, 'query'>;

/** The columns, as `table.column`, that contain any of these words, for any column type. */
export async function columnsWith(db: Sql, words: readonly string[]): Promise<string[]> {
	const rows = await allColumns(db);
	const found: string[] = [];
	for (const { schema, table, column } of rows) {
		const hit = await db.query(
			`select 1 from "${schema}"."${table}"
				where lower("${column}"::text) like any ($1) limit 1`,
			[words.map((word) => `%${word.toLowerCase()}%`)]
		);
		if (hit.rowCount !== 0) found.push(`${table}.${column}`);
	}
	return found;
}

export interface Column {
	schema: string;
	table: string;
	column: string;
}

/** Every column of every table, of the queues' tables too. */
export async function allColumns(db: Sql): Promise<Column[]> {
	const { rows } = await db.query<Column>(
		`select c.table_schema as schema, c.table_name as table, c.column_name as column
		from information_schema.columns c join information_schema.tables t
			on t.table_schema = c.table_schema and t.table_name = c.table_name
		where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
		order by 1, 2, 3`
	);
	if (rows.length < 100) throw new Error(`only ${rows.length} columns were looked at`);
	return rows;
}

/** All keys and values of this Redis database as one text, and the number of keys. */
export async function everythingIn(redisUrl: string): Promise<{ keys: number; text: string }> {
	const client = clientOf(redisUrl);
	client.on('error', () => {});
	await client.connect();
	try {
		const keys = await client.keys('*');
		const values = await Promise.all(keys.map((key) => valueOf(client, key)));
		return { keys: keys.length, text: JSON.stringify([keys, values]) };
	} finally {
		client.destroy();
	}
}

const clientOf = (url: string) => createClient({ url });

async function valueOf(client: ReturnType<typeof clientOf>, key: string): Promise<unknown> {
	switch (await client.type(key)) {
		case 'string':
			return client.get(key);
		case 'hash':
			return client.hGetAll(key);
		case 'list':
			return client.lRange(key, 0, -1);
		case 'set':
			return client.sMembers(key);
		case 'zset':
			return client.zRange(key, 0, -1);
		case 'stream':
			return client.xRange(key, '-', '+');
		case 'none':
			return null;
		default:
			throw new Error(`${key} is of a kind that is not looked at`);
	}
}

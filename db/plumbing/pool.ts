import pg from 'pg';

// Bigints as numbers: counters and versions stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A date stays a string: it is a business day, not an instant in the zone of this process.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

export type Pool = pg.Pool;
export type Tx = pg.PoolClient;
/** Anything that runs a query: a pool, or a transaction's client. */
export type Db = Pick<pg.ClientBase, 'query'> | pg.Pool;

export interface PoolOptions {
	max?: number;
	/** Shown in pg_stat_activity. */
	name: string;
	/** Statement timeout; 5 s by default. */
	statementMs?: number;
	/** Lock timeout; 2 s by default, 0 for none. */
	lockMs?: number;
}

/** A pool. A lost connection does not end the process; `onError` gets it. */
export function createPool(
	databaseUrl: string,
	options: PoolOptions,
	onError: (error: Error) => void = () => {}
): Pool {
	const pool = new pg.Pool({
		connectionString: databaseUrl,
		max: options.max ?? 10,
		application_name: options.name,
		connectionTimeoutMillis: 3000,
		statement_timeout: options.statementMs ?? 5000,
		lock_timeout: options.lockMs ?? 2000,
		query_timeout: (options.statementMs ?? 5000) + 2000,
		idle_in_transaction_session_timeout: 10_000,
		keepAlive: true
	});
	pool.on('error', onError);
	// While a client is in use, the pool does not listen to its errors, and an unhandled one would end the
	// process. The query rejects in any case.
	pool.on('connect', (client) => client.on('error', () => {}));
	return pool;
}

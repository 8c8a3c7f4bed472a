import pg from 'pg';

// Counters and versions stay far below 2^53; as numbers they compare without surprises.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A date is a business day, not an instant of this process's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

export type Pool = pg.Pool;
export type Tx = pg.PoolClient;
/** Anything that runs a query: a pool, or a transaction's client. */
export type Db = Pick<pg.ClientBase, 'query'> | pg.Pool;

export interface PoolOptions {
	max?: number;
	/** Shown in pg_stat_activity. */
	name: string;
	/** A statement over this is ended by the server; 5 s unless told. */
	statementMs?: number;
	/** For how long a statement waits for what another transaction holds; 2 s unless told, 0 for ever. */
	lockMs?: number;
}

/** A pool whose lost connections never end the process; `onError` hears of them. */
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
	// While a client is lent out the pool does not hear it, and an error that nobody hears ends the
	// process. Its query rejects in any case.
	pool.on('connect', (client) => client.on('error', () => {}));
	return pool;
}

import pg from 'pg';

/** The only place that reads SQLSTATE. */
export const SQLSTATE = {
	illegalMove: 'PZ001',
	appendOnly: 'PZ002',
	fixedColumn: 'PZ003',
	uniqueViolation: '23505',
	foreignKey: '23503',
	check: '23514',
	/** Also our statement timeout: the server was too busy. */
	queryCanceled: '57014',
	/** Our lock timeout: another transaction holds the lock. */
	lockNotAvailable: '55P03',
	deadlock: '40P01',
	serialization: '40001'
} as const;

export function sqlState(error: unknown): string | undefined {
	return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Name of the constraint that refused. */
export function constraintOf(error: unknown): string | undefined {
	return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

/** Whether a retry of the transaction may succeed. */
export function isRetryable(error: unknown): boolean {
	const state = sqlState(error);
	return state === SQLSTATE.deadlock || state === SQLSTATE.serialization;
}

/** Whether the lock timeout ended it. */
export function isLockedOut(error: unknown): boolean {
	return sqlState(error) === SQLSTATE.lockNotAvailable;
}

/** Deadline exceeded: no connection, or the work was not done in time. */
export class TooLate extends Error {
	constructor() {
		super('the deadline has passed');
	}
}

const CONNECTION_STATES = ['08', '57P', '53', SQLSTATE.queryCanceled, SQLSTATE.lockNotAvailable];

/** Whether Postgres is unreachable, starting, full, locked or too busy: the caller should retry. */
export function isOutage(error: unknown): boolean {
	if (error instanceof TooLate) return true;
	const state = sqlState(error);
	if (state) return CONNECTION_STATES.some((prefix) => state.startsWith(prefix));
	if (!(error instanceof Error)) return false;
	if ('code' in error && typeof error.code === 'string')
		return ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOENT'].includes(error.code);
	return /Connection terminated|timeout exceeded|Query read timeout|Client has encountered/i.test(
		error.message
	);
}

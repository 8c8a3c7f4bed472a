import pg from 'pg';

/** The only place that reads SQLSTATE. */
export const SQLSTATE = {
	illegalMove: 'PZ001',
	appendOnly: 'PZ002',
	fixedColumn: 'PZ003',
	uniqueViolation: '23505',
	foreignKey: '23503',
	check: '23514',
	/** Also by our own statement timeout: the server was too busy to be in time. */
	queryCanceled: '57014',
	/** By our own lock timeout: another transaction holds what this one has to change. */
	lockNotAvailable: '55P03',
	deadlock: '40P01',
	serialization: '40001'
} as const;

export function sqlState(error: unknown): string | undefined {
	return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Which unique or foreign key constraint refused, by name. */
export function constraintOf(error: unknown): string | undefined {
	return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

/** The same transaction may succeed when tried again. */
export function isRetryable(error: unknown): boolean {
	const state = sqlState(error);
	return state === SQLSTATE.deadlock || state === SQLSTATE.serialization;
}

/** Waited for a lock for as long as a command may. */
export function isLockedOut(error: unknown): boolean {
	return sqlState(error) === SQLSTATE.lockNotAvailable;
}

/** There was no connection, or no end of the work, by the deadline. */
export class TooLate extends Error {
	constructor() {
		super('the deadline has passed');
	}
}

const CONNECTION_STATES = ['08', '57P', '53', SQLSTATE.queryCanceled, SQLSTATE.lockNotAvailable];

/** Postgres is away, starting, full, locked, cut off or far too busy: the caller should come again. */
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

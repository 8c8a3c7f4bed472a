import pg from 'pg';
import { expect, test } from 'vitest';
import { constraintOf, isLockedOut, isOutage, isRetryable, sqlState, TooLate } from './errors.ts';

function refused(code: string): pg.DatabaseError {
	return Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code });
}

test('a server that is away, full or too busy to be in time is an outage: come again', () => {
	for (const code of ['08006', '53300', '57P01', '57P03', '57014'])
		expect(isOutage(refused(code)), code).toBe(true);
	expect(isOutage(new Error('timeout exceeded when trying to connect'))).toBe(true);
	expect(isOutage(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))).toBe(true);
});

test('what is wrong with the statement itself is none', () => {
	for (const code of ['23505', 'PZ001', '22P02']) expect(isOutage(refused(code)), code).toBe(false);
	expect(isOutage(new Error('a bug'))).toBe(false);
	expect(isRetryable(refused('40P01'))).toBe(true);
	expect(isRetryable(refused('57014'))).toBe(false);
});

test('each way in which a connection ends is an outage, and nothing that only looks so', () => {
	for (const code of ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOENT'])
		expect(isOutage(Object.assign(new Error('x'), { code })), code).toBe(true);
	expect(isOutage(Object.assign(new Error('x'), { code: 'EACCES' }))).toBe(false);
	expect(isOutage(Object.assign(new Error('Connection terminated'), { code: 7 }))).toBe(true);
	expect(isOutage(new TooLate())).toBe(true);
	expect(new TooLate().message).toBe('the deadline has passed');
	for (const thrown of [undefined, null, 'timeout exceeded', { message: 'timeout exceeded' }])
		expect(isOutage(thrown)).toBe(false);
});

test('a lock waited for in vain is told from every other refusal', () => {
	expect(isLockedOut(refused('55P03'))).toBe(true);
	expect(isLockedOut(refused('40P01'))).toBe(false);
	expect(isLockedOut(new TooLate())).toBe(false);
	expect(isRetryable(refused('40001'))).toBe(true);
});

test('the constraint that refused is known by its name', () => {
	const error = Object.assign(refused('23505'), { constraint: 'run_active' });

	expect([constraintOf(error), sqlState(error)]).toEqual(['run_active', '23505']);
	expect([constraintOf(new Error('x')), sqlState(new Error('x'))]).toEqual([undefined, undefined]);
});

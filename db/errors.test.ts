import pg from 'pg';
import { expect, test } from 'vitest';
import { isOutage, isRetryable } from './errors.ts';

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

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPool, type Pool, type Tx } from '../../db/plumbing/pool.ts';
import { inTransaction, Rollback } from '../../db/plumbing/transaction.ts';
import { freshDatabase } from '../support/house/postgres.ts';

let pool: Pool;

beforeAll(async () => {
	pool = createPool((await freshDatabase()).url, { name: 'transactions test' });
	await pool.query('create table written (what text)');
});
beforeEach(() => pool.query('delete from written'));
afterAll(() => pool.end());

const write = (tx: Tx, what: string) => tx.query('insert into written values ($1)', [what]);
const written = async () => {
	const { rows } = await pool.query<{ what: string }>('select what from written order by what');
	return rows.map((row) => row.what);
};

test('a rollback inside undoes the inner part alone', async () => {
	const inner = await inTransaction(pool, 'setup', async (tx) => {
		await write(tx, 'outer');
		const value = await inTransaction(tx, 'worker', async (same) => {
			await write(same, 'inner');
			throw new Rollback('refused');
		});
		await write(tx, 'after');
		return value;
	});

	expect(inner).toBe('refused');
	expect(await written()).toEqual(['after', 'outer']);
});

test('a rollback undoes its whole part after an error that was caught inside', async () => {
	await inTransaction(pool, 'setup', async (tx) => {
		await write(tx, 'before');
		await inTransaction(tx, 'setup', async (middle) => {
			await write(middle, 'middle');
			const failed = inTransaction(middle, 'setup', async (inner) => {
				await write(inner, 'inner');
				throw new Error('a fault of the program');
			});
			await failed.catch(() => undefined);
			throw new Rollback(undefined);
		});
	});

	expect(await written()).toEqual(['before']);
});

test('an error inside undoes everything', async () => {
	const failed = inTransaction(pool, 'setup', async (tx) => {
		await write(tx, 'outer');
		await inTransaction(tx, 'setup', async (inner) => {
			await write(inner, 'inner');
			throw new Error('a fault of the program');
		});
	});

	await expect(failed).rejects.toThrow('a fault of the program');
	expect(await written()).toEqual([]);
});

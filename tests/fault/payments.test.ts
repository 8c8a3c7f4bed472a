import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../support/house/postgres.ts';
import { queueModes } from '../support/house/redis.ts';
import { runStorm } from '../support/payments/storm.ts';

/** The short form of `npm run proof -- payments`. */
const PAYMENTS = { Redis: 100, Postgres: 40 } as const;

describe.each(queueModes)('payments with queues on $name', ({ name, redisUrl }) => {
	test(`of ${name}: ledger, orders and the provider's books agree after a storm`, async () => {
		const database = await freshDatabase();
		const { faults, table, tally } = await runStorm({
			databaseUrl: database.url,
			redisUrl,
			payments: PAYMENTS[name],
			seed: 20_261_123,
			crashPoints: ['after-open', 'before-provider', 'after-provider'],
			rounds: 1,
			duplicates: 4
		});
		console.table({ ...table, ...tally });
		expect(faults).toEqual([]);
		expect(table['captured, ledger (cents)']).toBeGreaterThan(0);
		expect(table['refunded, ledger (cents)']).toBeGreaterThan(0);
	}, 600_000);
});

import type { Snapshots } from '#domain/wire/contract.ts';
import { latestOf } from '../../db/tables/positions.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { driversOf } from '../../db/reads/order-states.ts';
import { driverView, movedDriver } from '../views.ts';

/**
 * The drivers of these shops with their positions; two queries one after the other, on one
 * connection.
 */
export async function crewOf(
	db: Db,
	shops: readonly string[]
): Promise<Pick<Snapshots['manage'], 'drivers' | 'positions'>> {
	return {
		drivers: (await driversOf(db, shops)).map(driverView),
		positions: (await latestOf(db, shops)).map(movedDriver)
	};
}

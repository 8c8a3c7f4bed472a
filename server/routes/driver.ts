import { done, refuse } from '#domain/faults.ts';
import * as drivers from '../../db/drivers.ts';
import * as shops from '../../db/shops.ts';
import type { Context } from '../context.ts';
import { skipInto } from '../presented.ts';
import { shiftBody } from '../schemas.ts';
import { personOf, type Mount } from '../routing.ts';
import { driverSnapshot } from '../snapshots.ts';
import { presentShop } from './shops.ts';

/** A driver's own page: the shift and the stops in hand. */
export function mountDriver(mount: Mount, { pool, log }: Context): void {
	mount('myRun', {
		handle: async (call) => {
			const own = await driverSnapshot(pool, personOf(call).id, skipInto(log));
			if (!own) return refuse('not_found');
			const shop = await shops.byId(pool, own.snapshot.driver.shop);
			return shop ? done({ ...own, shop: presentShop(shop, call.now) }) : refuse('not_found');
		}
	});

	mount('shift', {
		body: shiftBody,
		repeatable: true,
		handle: (call) => drivers.setShift(pool, { driverId: personOf(call).id, on: call.body.on })
	});
}

import { refuse } from '#domain/wire/faults.ts';
import { setShift } from '../../db/commands/shift.ts';
import { signShift } from '../../db/commands/shift-cash.ts';
import * as shops from '../../db/tables/shops.ts';
import type { Context } from '../context.ts';
import { firstReader } from '../feeds/first.ts';
import { roomOf } from '../feeds/index.ts';
import { shiftBody, signBody, uuid } from '../schemas.ts';
import { personOf } from '../call.ts';
import type { Mount } from '../routing.ts';
import { withShop } from './shop-view.ts';

/** A driver's run, shift, and signature under the count of its cash. */
export function mountDriver(mount: Mount, { pool, log }: Context): void {
	const readFirst = firstReader(pool, log);

	mount('myRun', {
		handle: async (call) => {
			const room = await roomOf(
				call.principal,
				{ kind: 'driver', driver: personOf(call).id },
				pool
			);
			if (!room.ok) return room;
			const first = await readFirst('driver', room.value);
			if (!first.ok) return first;
			const shop = await shops.byId(pool, first.value.snapshot.driver.shop);
			return withShop(first, shop, call.now);
		}
	});

	mount('shift', {
		body: shiftBody,
		repeatable: true,
		handle: (call) => setShift(call.db, { ...call.body, driverId: personOf(call).id })
	});

	mount('signShift', {
		body: signBody,
		repeatable: true,
		handle: (call) => {
			const shiftId = uuid.safeParse(call.params.shift);
			if (!shiftId.success) return refuse('not_found');
			const { countedMinor } = call.body;
			return signShift(call.db, {
				shiftId: shiftId.data,
				driverId: personOf(call).id,
				countedMinor
			});
		}
	});
}

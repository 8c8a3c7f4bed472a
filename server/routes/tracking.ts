import { done } from '#domain/faults.ts';
import * as orders from '../../db/orders.ts';
import { change } from '../../db/placing.ts';
import type { Context } from '../context.ts';
import { actionBody, changeBody } from '../schemas.ts';
import { orderOf, type Mount } from '../routing.ts';
import { orderSnapshot } from '../snapshots.ts';

/** What a customer does with the link to their order. */
export function mountTracking(mount: Mount, { pool }: Context): void {
	mount('track', {
		about: 'token',
		handle: async (call) => orderSnapshot(pool, orderOf(call))
	});

	mount('trackCancel', {
		about: 'token',
		body: actionBody,
		repeatable: true,
		handle: async (call) => {
			const cancelled = await orders.advance(pool, {
				orderId: orderOf(call).id,
				action: 'cancel',
				version: call.body.version,
				kinds: ['customer'],
				actor: 'customer',
				reason: call.body.reason || undefined
			});
			return cancelled.ok ? done({ order: cancelled.value }) : cancelled;
		}
	});

	mount('trackChange', {
		about: 'token',
		body: changeBody,
		repeatable: true,
		handle: async (call) => {
			const { version, lines } = call.body;
			const changed = await change(pool, { orderId: orderOf(call).id, version, lines });
			return changed.ok ? done({ order: changed.value }) : changed;
		}
	});
}

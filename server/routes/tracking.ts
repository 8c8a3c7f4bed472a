import { done, refuse, type Result } from '#domain/faults.ts';
import { STATUS_WORDS } from '#domain/words.ts';
import * as orders from '../../db/orders.ts';
import { change } from '../../db/placing.ts';
import type { Context } from '../context.ts';
import { actionBody, changeBody } from '../schemas.ts';
import { orderOf, type Mount } from '../routing.ts';
import { orderSnapshot } from '../snapshots.ts';

/** What a customer does with the link to their order. */
export function mountTracking(mount: Mount, { pool }: Context): void {
	/** Staff may cancel later still: what they would be forbidden is for a customer just too late. */
	async function tooLate(orderId: string, refused: Result<never>): Promise<Result<never>> {
		const now = await orders.ownerOf(pool, orderId);
		if (refused.ok || refused.fault.code !== 'forbidden' || !now) return refused;
		return refuse('illegal_transition', STATUS_WORDS[now.status], orders.standing(now));
	}

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
			return cancelled.ok ? done({ order: cancelled.value }) : tooLate(orderOf(call).id, cancelled);
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

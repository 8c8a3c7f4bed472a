import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { StageTime, TrackAnswer } from '#domain/wire/contract.ts';
import { isEstimated, STATUSES, type Status } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { changeTermsOf } from '../../db/reads/change-terms.ts';
import * as shopLog from '../../db/reads/shop-log.ts';
import { advance } from '../../db/commands/advance.ts';
import { change } from '../../db/commands/change.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { headOf, standing } from '../../db/tables/orders.ts';
import type { Context } from '../context.ts';
import { firstReader } from '../feeds/first.ts';
import { actionBody, changeBody } from '../schemas.ts';
import { orderOf } from '../call.ts';
import type { Mount } from '../routing.ts';

/** The tracking page: reading, changing and cancelling an order by its link. */
export function mountTracking(mount: Mount, { pool, log, travel }: Context): void {
	const readFirst = firstReader(pool, log);

	mount('track', {
		about: 'token',
		handle: async (call) => {
			const { id, shop } = orderOf(call);
			const first = await readFirst('order', { shops: [shop], subject: id });
			if (!first.ok) return first;
			const isOpen = first.value.snapshot.order.changeable;
			const change = isOpen ? await changeTermsOf(pool, id) : null;
			const eta = first.value.snapshot.forecasts[0]?.eta ?? null;
			return done<TrackAnswer>({ ...first.value, eta, change });
		}
	});

	mount('trackHistory', {
		about: 'token',
		handle: async (call) => {
			const entries = await shopLog.timeline(pool, orderOf(call).id);
			return done({ stages: stageTimes(entries) });
		}
	});

	mount('trackCancel', {
		about: 'token',
		body: actionBody,
		repeatable: true,
		handle: async (call) => {
			const cancelled = await advance(call.db, {
				orderId: orderOf(call).id,
				action: 'cancel',
				version: call.body.version,
				kinds: ['customer'],
				actor: 'customer',
				reason: call.body.reason || undefined
			});
			return cancelled.ok
				? done({ order: cancelled.value })
				: tooLate(call.db, orderOf(call).id, cancelled);
		}
	});

	mount('trackChange', {
		about: 'token',
		body: changeBody,
		repeatable: true,
		handle: async (call) => {
			const orderId = orderOf(call).id;
			const request = { orderId, ...call.body, travel: travel.known };
			const changed = await change(call.db, request, call.now);
			return changed.ok ? done({ order: changed.value }) : changed;
		}
	});
}

/** Staff may cancel later than customers: to a customer, `forbidden` means that it is too late. */
async function tooLate(db: Db, orderId: string, refused: Result<never>): Promise<Result<never>> {
	const now = await headOf(db, orderId);
	if (refused.ok || refused.fault.code !== 'forbidden' || !now) return refused;
	return refuse('illegal_transition', STATUS_WORDS[now.status], standing(now));
}

type Entry = Pick<shopLog.TimelineEntry, 'at' | 'evidence' | 'from' | 'to'>;

/** The stages of an order, each with the last time that it was reached. */
function stageTimes(entries: readonly Entry[]): StageTime[] {
	const stages = new Map<string, StageTime>();
	for (const { at, evidence, from, to } of entries)
		// An alert or a changed line is no stage.
		if (isStatus(to) && to !== from)
			stages.set(to, { status: to, at: at.toISOString(), estimated: isEstimated(to, evidence) });
	return [...stages.values()];
}

const isStatus = (to: string | null): to is Status => STATUSES.some((status) => status === to);

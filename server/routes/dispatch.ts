import { done, refuse } from '#domain/wire/faults.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { unassign } from '../../db/commands/unassign.ts';
import { stale } from '../../db/steps/refusals.ts';
import { assignBody, emptyBody, uuid } from '../schemas.ts';
import { actorOf, orderOf, personOf } from '../call.ts';
import type { Mount } from '../routing.ts';

/** Manual assignment of drivers, and their answers to offers. */
export function mountDispatch(mount: Mount): void {
	mount('assign', {
		about: 'order',
		body: assignBody,
		repeatable: true,
		handle: async (call) => {
			const { driver, version } = call.body;
			const request = {
				orderId: orderOf(call).id,
				driverId: driver,
				version,
				actor: actorOf(call)
			};
			const assigned = await assign(call.db, request);
			return assigned.ok ? done({ order: assigned.value }) : assigned;
		}
	});

	mount('unassign', {
		about: 'order',
		body: emptyBody,
		repeatable: true,
		handle: async (call) => {
			const order = orderOf(call);
			const { version } = call.body;
			if (version !== undefined && version !== order.version) return stale(order);
			const taken = await unassign(call.db, { orderId: order.id, actor: actorOf(call) });
			return taken.ok ? done({ order: taken.value }) : taken;
		}
	});

	for (const [name, accept] of [
		['acceptRun', true],
		['declineRun', false]
	] as const)
		mount(name, {
			body: emptyBody,
			repeatable: true,
			handle: async (call) => {
				const run = uuid.safeParse(call.params.run);
				if (!run.success) return refuse('not_found');
				return answerOffer(call.db, { runId: run.data, driverId: personOf(call).id, accept });
			}
		});
}

import { done, refuse } from '#domain/wire/faults.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { unassign } from '../../db/commands/unassign.ts';
import type { DeclineReason } from '#domain/road/offer.ts';
import { declineBody } from '../plan-schemas.ts';
import { assignBody, emptyBody, uuid } from '../schemas.ts';
import { actorOf, orderOf, personOf, type Call } from '../call.ts';
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
			const taken = await unassign(call.db, {
				orderId: orderOf(call).id,
				version: call.body.version,
				actor: actorOf(call)
			});
			return taken.ok ? done({ order: taken.value }) : taken;
		}
	});

	mount('acceptRun', {
		body: emptyBody,
		repeatable: true,
		handle: (call) => answered(call, { accept: true })
	});

	mount('declineRun', {
		body: declineBody,
		repeatable: true,
		handle: (call) => answered(call, { accept: false, because: call.body.reason })
	});
}

async function answered(
	call: Call<unknown>,
	answer: { accept: boolean; because?: DeclineReason | undefined }
) {
	const run = uuid.safeParse(call.params.run);
	if (!run.success) return refuse('not_found');
	return answerOffer(call.db, { runId: run.data, driverId: personOf(call).id, ...answer });
}

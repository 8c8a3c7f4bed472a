import { done, refuse } from '#domain/wire/faults.ts';
import { requestRehearsal } from '../../db/commands/request-rehearsal.ts';
import { rehearsalDaysOf } from '../../db/reads/rehearsal.ts';
import * as rehearsals from '../../db/tables/rehearsals.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import { rehearsalBody } from '../rehearsal-schemas.ts';
import { Raw, type Mount } from '../routing.ts';
import { uuid } from '../schemas.ts';

/** Rehearsals of past evenings: a worker computes them, these routes request and read them. */
export function mountRehearsals(mount: Mount, { pool }: Context): void {
	mount('rehearsalDays', {
		about: 'shop',
		handle: async ({ params }) => {
			const days = await rehearsalDaysOf(pool, params.shop ?? '');
			return days ? done(days) : refuse('not_found');
		}
	});

	mount('requestRehearsal', {
		about: 'shop',
		body: rehearsalBody,
		reads: true,
		status: 202,
		handle: async (call) => {
			const { params, body } = call;
			const order = { shop: params.shop ?? '', body, actor: actorOf(call) };
			const requested = await requestRehearsal(pool, order);
			if (!requested.ok || requested.value.state !== 'done') return requested;
			return done(new Raw(200, requested.value));
		}
	});

	mount('rehearsal', {
		about: 'shop',
		handle: async ({ params }) => {
			const id = uuid.safeParse(params.rehearsal);
			if (!id.success) return refuse('not_found');
			const answer = await rehearsals.answerOf(pool, params.shop ?? '', id.data);
			return answer ? done(answer) : refuse('not_found');
		}
	});
}

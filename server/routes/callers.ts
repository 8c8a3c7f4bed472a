import type { CallerAnswer } from '#domain/wire/contract.ts';
import { done } from '#domain/wire/faults.ts';
import { callerOf } from '../../db/reads/callers.ts';
import * as staff from '../../db/tables/staff.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import { callerBody } from '../place-schemas.ts';
import type { Mount } from '../routing.ts';
import { lineWithPrice } from '../views.ts';

/** Who is on the phone: what this number ordered before, in any shop of the group. */
export function mountCallers(mount: Mount, { pool }: Context): void {
	mount('caller', {
		about: 'shop',
		body: callerBody,
		reads: true,
		handle: async (call) => {
			const shop = call.params.shop ?? '';
			const actor = actorOf(call);
			const found = await inTransaction(pool, actor, async (tx) => {
				const known = await callerOf(tx, call.body.phone);
				// The audit is kept for ever: it names the order, never the number.
				const subject = known?.last.id ?? shop;
				await staff.recordAudit(tx, { actor, action: 'caller.look', subject, detail: { shop } });
				return known;
			});
			if (!found) return done<CallerAnswer>({ caller: null });
			const { last, name, allergy, orders, addresses } = found;
			const { id, number, placedAt, fulfilment } = last;
			return done<CallerAnswer>({
				caller: {
					name,
					allergy,
					orders,
					addresses,
					last: {
						id,
						shop: last.shop,
						number,
						placedAt,
						fulfilment,
						lines: last.lines.map(lineWithPrice)
					}
				}
			});
		}
	});
}

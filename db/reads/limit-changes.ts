/** Who changed which limit of a shop, and when: a reading of the audit. */

import type { LimitChanges } from '#domain/plan/limits.ts';
import type { LimitChange } from '#domain/wire/limits.ts';
import type { Db } from '../plumbing/pool.ts';

interface AuditRow {
	id: string;
	at: Date;
	who: string | null;
	changes: LimitChanges;
}

/** The newest ones first, at most `limit`; with the orders per run that were set on the desk. */
export async function limitChanges(db: Db, shop: string, limit: number): Promise<LimitChange[]> {
	const { rows } = await db.query<AuditRow>({
		name: 'limit-changes',
		text: `select a.id::text, a.at, s.name as who,
				case a.action when 'limits.set' then a.detail -> 'changes'
					else jsonb_build_object('runOrders',
						jsonb_build_object('seen', null, 'to', a.detail -> 'runOrders')) end as changes
			from audit a left join staff s on a.actor = 'staff:' || s.id
			where a.subject = $1 and (a.action = 'limits.set'
				or (a.action = 'dispatch.set' and a.detail ? 'runOrders'))
			order by a.id desc limit $2`,
		values: [shop, limit]
	});
	return rows.map(({ id, at, who, changes }) => ({
		id,
		at: at.toISOString(),
		who,
		changes: Object.entries(changes).map(([name, { seen, to }]) => ({
			name: name as keyof LimitChanges,
			from: seen,
			to
		}))
	}));
}

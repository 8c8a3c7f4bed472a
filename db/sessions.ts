import type { Db } from './pool.ts';

/**
 * Which of these sessions still count, each with a fingerprint of the person and their roles: it
 * changes when a role is given or taken. A session that is missing is revoked, expired or disabled.
 */
export async function stillValid(
	db: Db,
	sessions: readonly { sessionId: string }[]
): Promise<Map<string, string>> {
	if (sessions.length === 0) return new Map();
	const { rows } = await db.query<{ id: string; fingerprint: string }>({
		name: 'sessions-valid',
		text: `select s.id, t.id || '|' || coalesce(
				(select string_agg(r.shop_id || ':' || r.role, ',' order by r.shop_id, r.role)
				from staff_role r where r.staff_id = t.id), '') as fingerprint
			from auth_session s join staff t on t.id = s.staff_id
			where s.id = any ($1) and s.expires_at > now() and t.disabled_at is null`,
		values: [sessions.map((entry) => entry.sessionId)]
	});
	return new Map(rows.map((row) => [row.id, row.fingerprint]));
}

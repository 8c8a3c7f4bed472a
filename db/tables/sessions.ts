import type { Db } from '../plumbing/pool.ts';

/**
 * Which of these sessions have ended: revoked, expired, older than `mostMs`, or of a person who was
 * disabled or whose roles changed. The fingerprint is `id|shop:role,…` in the order of the characters.
 * Postgres compares, so that a thousand unchanged sessions return nothing.
 */
export async function endedOf(
	db: Db,
	sessions: readonly { sessionId: string; fingerprint: string }[],
	mostMs: number
): Promise<string[]> {
	if (sessions.length === 0) return [];
	const { rows } = await db.query<{ id: string }>({
		name: 'sessions-ended',
		text: `select asked.id from unnest($1::text[], $2::text[]) as asked (id, fingerprint)
			where not exists (
				select from auth_session s join staff t on t.id = s.staff_id
				where s.id = asked.id and s.expires_at > now() and t.disabled_at is null
					and s.created_at > now() - make_interval(secs => $3)
					and asked.fingerprint = t.id || '|' || coalesce((
						select string_agg(role, ',' order by role collate "C")
						from (select r.shop_id || ':' || r.role as role from staff_role r
							where r.staff_id = t.id) own), ''))`,
		values: [
			sessions.map(({ sessionId }) => sessionId),
			sessions.map(({ fingerprint }) => fingerprint),
			mostMs / 1000
		]
	});
	return rows.map(({ id }) => id);
}

/** Ends one session; its open sockets notice within seconds. */
export async function end(db: Db, id: string): Promise<void> {
	await db.query('delete from auth_session where id = $1', [id]);
}

/** What all lists of the back office share: the fence, and the change log. */

import { createHash } from 'node:crypto';
import type { OfficeChange, OfficeFields, OfficeLog } from '#domain/wire/office.ts';
import type { Db } from '../plumbing/pool.ts';

/** The hash of what can be edited. A change from anywhere else, even by SQL, gives another one. */
export function versionOf(fields: OfficeFields): string {
	return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 16);
}

/** The log of one thing, as a shop sees it: changes of the group, and the shop's own. At most 50 entries. */
export async function logOf(
	db: Db,
	{ subject, shop }: { subject: string; shop: string }
): Promise<OfficeLog['entries']> {
	const { rows } = await db.query<OfficeLog['entries'][number]>(
		`select a.id::int as id, a.at, s.name as by, a.action,
				coalesce(a.detail->'changes', '[]') as changes
			from audit a left join staff s on a.actor = 'staff:' || s.id
			where a.subject = $1 and coalesce(a.detail->>'shop', $2) = $2
			order by a.id desc limit 50`,
		[subject, shop]
	);
	return rows;
}

/** The name of the person who changed it last; undefined when that is not known. */
export async function lastEditor(
	db: Db,
	about: { subject: string; shop: string }
): Promise<string | undefined> {
	const [last] = await logOf(db, about);
	return last?.by ?? undefined;
}

/** The entry of the log about these changes. */
export const detailOf = (changes: readonly OfficeChange[], shop: string | null) => ({
	...(shop !== null && { shop }),
	changes
});

import { rolesAt } from '#domain/people/access.ts';
import type { OfficeEditor } from '../../db/commands/edit-office.ts';
import { changeQuery } from '../admin-schemas.ts';
import { actorOf, type Call } from '../call.ts';

/** Who edits, at which shop, and whether it is only tried; undefined when the query is malformed. */
export function editorOf(call: Call<unknown>): OfficeEditor | undefined {
	const asked = changeQuery.safeParse(call.req.query);
	if (!asked.success) return undefined;
	const { shop, dry } = asked.data;
	const isOwner = rolesAt(call.principal, shop).includes('owner');
	return { shop, actor: actorOf(call), isOwner, isDry: dry !== undefined };
}

/** The rules of people, applied: which colleague a person may change, and that every shop keeps an owner. */

import { personRefusal, REFUSAL_WORDS } from '#domain/people/managing.ts';
import type { Role } from '#domain/order/lifecycle.ts';
import type { LinkKind } from '#domain/wire/people.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Tx } from '../plumbing/pool.ts';
import type { Actor } from '../plumbing/transaction.ts';
import * as people from '../tables/people.ts';
import * as links from '../tables/staff-links.ts';
import type { Editor } from './office.ts';

/** A person before and after a change, as the shop of the editor sees them; `before` of a new one is undefined. */
interface PersonStates {
	id: string;
	before: Seen | undefined;
	after: Seen;
	isAboutAccount?: boolean;
}
interface Seen {
	roles: readonly Role[];
	isArchived: boolean;
}

/** Refuses a change that this editor may not make; it is made already, and is rolled back. */
export async function judgePerson(
	tx: Tx,
	{ actor, shop }: Pick<Editor, 'actor' | 'shop'>,
	{ id, before, after, isAboutAccount = false }: PersonStates
): Promise<Result<true>> {
	const editor = actor.replace(/^staff:/, '');
	const now = await people.rolesOf(tx, id);
	const elsewhere = now.filter((held) => held.shop !== shop);
	const held = [...elsewhere, ...(before?.roles ?? []).map((role) => ({ shop, role }))];
	const refusal = personRefusal({
		by: { id: editor, roles: await people.rolesOf(tx, editor) },
		shop,
		before: { id, isDisabled: (before ?? after).isArchived, roles: held },
		after: { id, isDisabled: after.isArchived, roles: now },
		isAboutAccount
	});
	if (refusal) return refuse('forbidden', REFUSAL_WORDS[refusal]);
	const owned = held.filter(({ role }) => role === 'owner').map((one) => one.shop);
	const left = await people.withoutOwner(tx, owned);
	return left.length > 0 ? refuse('last_owner') : done(true);
}

/** Makes a link for a password and the job that mails it; earlier links of the person end. */
export async function openLink(
	tx: Tx,
	link: { person: string; kind: LinkKind; by: Actor }
): Promise<void> {
	const id = await links.open(tx, link);
	await outbox.add(tx, [{ job: 'person.link', key: `person-link-${id}`, payload: { link: id } }]);
}

/** Ends what a person could still come in with: sessions, and links that were not used. */
export async function shutOut(tx: Tx, id: string): Promise<number> {
	await links.endAll(tx, id);
	return people.endSessions(tx, id);
}

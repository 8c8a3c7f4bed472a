import type { PersonRow, SignedOut } from '#domain/wire/people.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';
import { rowsOf, type Editor } from '../steps/office.ts';
import { PEOPLE } from '../steps/office-people.ts';
import { judgePerson, openLink } from '../steps/people.ts';
import * as people from '../tables/people.ts';
import * as staff from '../tables/staff.ts';

/** Signs a person out on all devices. */
export function signOutPerson(db: Pool | Tx, by: Editor, id: string): Promise<Result<SignedOut>> {
	return onAccount(db, by, id, async (tx) => {
		const devices = await people.endSessions(tx, id);
		await recordPerson(tx, by, { id, action: 'sign_out' });
		return done({ devices });
	});
}

/**
 * Mails a person a link with which they set their password. Their password so far works until it is used; links
 * before it end at once.
 */
export function sendPersonLink(db: Pool | Tx, by: Editor, id: string): Promise<Result<PersonRow>> {
	return onAccount(db, by, id, async (tx, row) => {
		if (row.isArchived) return refuse('forbidden', DISABLED);
		const kind = row.hasPassword ? 'reset' : 'invite';
		await openLink(tx, { person: id, kind, by: by.actor });
		await recordPerson(tx, by, { id, action: 'link' });
		const [after] = await rowsOf(tx, PEOPLE, by.shop, id);
		return after ? done(after) : refuse('not_found');
	});
}

const DISABLED = {
	fr: 'Ce compte est désactivé\u00a0: réactivez-le d’abord.',
	en: 'This account is disabled: enable it first.'
};

/** What concerns the whole account of a person in this shop, by someone who may. */
function onAccount<T>(
	db: Pool | Tx,
	by: Editor,
	id: string,
	work: (tx: Tx, row: PersonRow) => Promise<Result<T>>
): Promise<Result<T>> {
	return inTransaction(db, by.actor, async (tx) => {
		await people.lock(tx);
		const [row] = await rowsOf<PersonRow>(tx, PEOPLE, by.shop, id);
		if (!row) return refuse('not_found');
		const states = { id, before: row, after: row, isAboutAccount: true };
		const judged = await judgePerson(tx, by, states);
		if (!judged.ok) return judged;
		const worked = await work(tx, row);
		if (!worked.ok) throw new Rollback(worked);
		return worked;
	});
}

const recordPerson = (
	tx: Tx,
	{ actor, shop }: Editor,
	{ id, action }: { id: string; action: string }
) =>
	staff.recordAudit(tx, {
		actor,
		action: `person.${action}`,
		subject: `person:${id}`,
		detail: { shop }
	});

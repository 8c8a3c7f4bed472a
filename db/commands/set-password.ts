import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import * as people from '../tables/people.ts';
import * as staff from '../tables/staff.ts';
import * as links from '../tables/staff-links.ts';

/** The link of a token that can still be used; the refusal says why it cannot. */
export async function usableLink(
	db: Pool | Tx,
	token: string,
	isLocked = false
): Promise<Result<links.FoundLink>> {
	const link = await links.byToken(db, token, isLocked);
	if (!link) return refuse('not_found');
	if (link.isUsed) return refuse('link_used');
	return link.isOver ? refuse('link_over') : done(link);
}

/**
 * Sets the password, and the name of an invited person, once for each link. Sessions of the person end. The
 * caller has hashed the password: that takes long, and no transaction waits for it.
 */
export function setByLink(
	db: Pool,
	asked: { token: string; person: string; name: string; passwordHash: string }
): Promise<Result<{ email: string }>> {
	return inTransaction(db, `staff:${asked.person}`, async (tx) => {
		const link = await usableLink(tx, asked.token, true);
		if (!link.ok) return link;
		const { id, person, kind, email } = link.value;
		await people.setPassword(tx, { id: person, passwordHash: asked.passwordHash });
		if (kind === 'invite') await people.setName(tx, person, asked.name);
		await links.use(tx, id);
		await recordPassword(tx, person, `by_${kind}`);
		return done({ email });
	});
}

/** Sets the own password; the person's other sessions end. */
export function setOwnPassword(
	db: Pool,
	asked: { person: string; session: string; passwordHash: string }
): Promise<Result<{ devices: number }>> {
	return inTransaction(db, `staff:${asked.person}`, async (tx) => {
		const { person: id, passwordHash, session: kept } = asked;
		const devices = await people.setPassword(tx, { id, passwordHash, kept });
		await recordPassword(tx, id, 'by_person');
		return done({ devices });
	});
}

const recordPassword = (tx: Tx, person: string, how: string) =>
	staff.recordAudit(tx, {
		actor: `staff:${person}`,
		action: `person.password_${how}`,
		subject: `person:${person}`
	});

/** Links by mail with which a person sets a password. */

import { createHash, createHmac } from 'node:crypto';
import type { Language } from '#domain/menu/menu.ts';
import type { LinkKind } from '#domain/wire/people.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/**
 * The secret part of a link: 256 bits that only the holder of the application's secret can derive. Only its
 * hash is stored; a mail that is sent again has the same link.
 */
export const linkToken = (secret: string, link: string): string =>
	createHmac('sha256', secret).update(`staff-link:${link}`).digest('base64url');

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Makes a link; those before it that were not used end. Returns its id. */
export async function open(
	tx: Tx,
	link: { person: string; kind: LinkKind; by: string }
): Promise<string> {
	await tx.query('delete from staff_link where staff_id = $1 and used_at is null', [link.person]);
	const { rows } = await tx.query<{ id: string }>(
		'insert into staff_link (staff_id, kind, created_by) values ($1, $2, $3) returning id',
		[link.person, link.kind, link.by]
	);
	return rows[0]!.id;
}

/** Ends the links of a person that were not used. */
export async function endAll(tx: Tx, person: string): Promise<void> {
	await tx.query('delete from staff_link where staff_id = $1 and used_at is null', [person]);
}

export interface LinkMail {
	kind: LinkKind;
	email: string;
	language: Language;
	/** The person who asked for it. */
	by: string | null;
	shop: string | null;
}

/** What the mail of a link says, once its hash is stored; undefined when the link has ended. */
export async function forMail(
	tx: Tx,
	link: { id: string; token: string }
): Promise<LinkMail | undefined> {
	const { rows } = await tx.query<LinkMail>(
		`update staff_link l set token_hash = $2 from staff t
			where l.id = $1 and l.used_at is null and l.expires_at > now()
				and t.id = l.staff_id and t.disabled_at is null
			returning l.kind, t.email, t.language,
				(select b.name from staff b where 'staff:' || b.id = l.created_by) as by,
				(select s.name from staff_role r join shop s on s.id = r.shop_id
					where r.staff_id = t.id order by s.name limit 1) as shop`,
		[link.id, hashOf(link.token)]
	);
	return rows[0];
}

/** What became of the mail. */
export async function mailed(
	tx: Tx,
	id: string,
	mail: 'sent' | 'failed' | 'no_server'
): Promise<void> {
	await tx.query('update staff_link set mail = $2 where id = $1', [id, mail]);
}

export interface FoundLink {
	id: string;
	person: string;
	kind: LinkKind;
	language: Language;
	email: string;
	/** Empty for a person who has not given it yet. */
	name: string;
	isUsed: boolean;
	/** Its 72 hours are over, or the person is disabled. */
	isOver: boolean;
}

/** The link of a token, locked in a transaction; undefined when there is none. */
export async function byToken(
	db: Db,
	token: string,
	isLocked = false
): Promise<FoundLink | undefined> {
	const { rows } = await db.query<FoundLink>(
		`select l.id, t.id as person, l.kind, t.language, t.email,
				case when t.name = t.email then '' else t.name end as name,
				l.used_at is not null as "isUsed",
				l.expires_at <= clock_timestamp() or t.disabled_at is not null as "isOver"
			from staff_link l join staff t on t.id = l.staff_id
			where l.token_hash = $1 ${isLocked ? 'for update of l' : ''}`,
		[hashOf(token)]
	);
	return rows[0];
}

/** Marks a link as used. */
export async function use(tx: Tx, id: string): Promise<void> {
	await tx.query('update staff_link set used_at = clock_timestamp() where id = $1', [id]);
}

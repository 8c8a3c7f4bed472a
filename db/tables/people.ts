/** The people of a shop, for those who manage them. */

import type { HeldRole } from '#domain/people/managing.ts';
import type { PersonRow } from '#domain/wire/people.ts';
import { ROLES, type Role } from '#domain/order/lifecycle.ts';
import type { Language } from '#domain/menu/menu.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

type Row = Omit<PersonRow, 'version'>;

const COLUMNS = `t.id, t.name, t.email, t.language, t.disabled_at is not null as "isArchived",
	coalesce((select array_agg(r.role order by array_position($2::text[], r.role))
		from staff_role r where r.staff_id = t.id and r.shop_id = $1), '{}') as roles,
	exists (select from staff_role r where r.staff_id = t.id and r.shop_id <> $1) as "isElsewhere",
	(select count(*)::int from auth_session s
		where s.staff_id = t.id and s.expires_at > now()) as devices,
	exists (select from auth_account a
		where a.staff_id = t.id and a.password is not null) as "hasPassword",
	(select d.phone from driver d where d.id = t.id and d.shop_id = $1) as phone,
	exists (select from shift s where s.driver_id = t.id and s.ended_at is null) as "isOnShift",
	(select case when l.expires_at < now() then 'expired' else l.mail end from staff_link l
		where l.staff_id = t.id and l.used_at is null order by l.created_at desc limit 1) as link`;

/** The people with a role in a shop, disabled ones too; with an id only that one. */
export async function list(db: Db, shop: string, id?: string): Promise<Row[]> {
	const { rows } = await db.query<Row>(
		`select ${COLUMNS} from staff t
			where exists (select from staff_role r where r.staff_id = t.id and r.shop_id = $1)
				and ($3::text is null or t.id = $3)
			order by lower(t.name), t.id`,
		[shop, ROLES, id ?? null]
	);
	return rows;
}

/** One person as a shop sees them, with or without a role there. */
export async function anyOne(db: Db, shop: string, id: string): Promise<Row[]> {
	const { rows } = await db.query<Row>(`select ${COLUMNS} from staff t where t.id = $3`, [
		shop,
		ROLES,
		id
	]);
	return rows;
}

/** Cooks of a shop who can sign in: not disabled, and with a password. */
export async function activeCooks(db: Db, shop: string): Promise<number> {
	const { rows } = await db.query<{ n: number }>(
		`select count(*)::int as n from staff_role r join staff t on t.id = r.staff_id
			where r.shop_id = $1 and r.role = 'cook' and t.disabled_at is null
				and exists (select from auth_account a where a.staff_id = t.id and a.password is not null)`,
		[shop]
	);
	return rows[0]?.n ?? 0;
}

/** Waits for other changes of people: two owners cannot remove each other at once. */
export async function lock(tx: Tx): Promise<void> {
	await tx.query('select pg_advisory_xact_lock(4247)');
}

/** The roles of a person in all shops. */
export async function rolesOf(db: Db, id: string): Promise<HeldRole[]> {
	const { rows } = await db.query<HeldRole>(
		'select shop_id as shop, role from staff_role where staff_id = $1 order by shop_id, role',
		[id]
	);
	return rows;
}

/** Replaces the roles of a person in one shop. */
export async function setRoles(
	tx: Tx,
	{ id, shop, roles }: { id: string; shop: string; roles: readonly Role[] }
): Promise<void> {
	await tx.query(
		'delete from staff_role where staff_id = $1 and shop_id = $2 and not role = any ($3)',
		[id, shop, roles]
	);
	await tx.query(
		`insert into staff_role (staff_id, shop_id, role) select $1, $2, unnest($3::text[])
			on conflict do nothing`,
		[id, shop, roles]
	);
}

/** Lets a disabled person sign in again. */
export async function enable(tx: Tx, id: string): Promise<void> {
	await tx.query('update staff set disabled_at = null where id = $1', [id]);
}

/** The person with this e-mail address; undefined when there is none. */
export async function byEmail(
	db: Db,
	email: string
): Promise<{ id: string; isDisabled: boolean } | undefined> {
	const { rows } = await db.query<{ id: string; isDisabled: boolean }>(
		`select id, disabled_at is not null as "isDisabled" from staff where lower(email) = $1`,
		[email]
	);
	return rows[0];
}

/** Adds a person who has no password yet. Until they give their name, the address stands in its place. */
export async function invite(
	tx: Tx,
	{ email, language }: { email: string; language: Language }
): Promise<string> {
	const { rows } = await tx.query<{ id: string }>(
		`insert into staff (id, name, email, language) values (gen_random_uuid()::text, $1, $1, $2)
			returning id`,
		[email, language]
	);
	return rows[0]!.id;
}

/** The shops that this person owned and that have no owner now who can sign in. */
export async function withoutOwner(db: Db, shops: readonly string[]): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>(
		`select s.id from shop s where s.id = any ($1) and not exists (
			select from staff_role r join staff t on t.id = r.staff_id and t.disabled_at is null
				join auth_account a on a.staff_id = t.id and a.password is not null
			where r.shop_id = s.id and r.role = 'owner')`,
		[shops]
	);
	return rows.map(({ id }) => id);
}

/** Sets the password. Every session ends, except `kept`; returns how many. */
export async function setPassword(
	tx: Tx,
	{ id, passwordHash, kept }: { id: string; passwordHash: string; kept?: string }
): Promise<number> {
	const changed = await tx.query(
		`update auth_account set password = $2, updated_at = now()
			where staff_id = $1 and provider_id = 'credential'`,
		[id, passwordHash]
	);
	if (changed.rowCount === 0)
		await tx.query(
			`insert into auth_account (id, account_id, provider_id, staff_id, password)
				values ($1, $1, 'credential', $1, $2)`,
			[id, passwordHash]
		);
	return endSessions(tx, id, kept);
}

/** The stored hash of a person's password; undefined when there is none. */
export async function passwordOf(db: Db, id: string): Promise<string | undefined> {
	const { rows } = await db.query<{ password: string }>(
		`select password from auth_account
			where staff_id = $1 and provider_id = 'credential' and password is not null`,
		[id]
	);
	return rows[0]?.password;
}

/** Ends the sessions of a person, except `kept`; open sockets notice within seconds. Returns how many. */
export async function endSessions(tx: Tx, id: string, kept?: string): Promise<number> {
	const gone = await tx.query(
		'delete from auth_session where staff_id = $1 and id is distinct from $2',
		[id, kept ?? null]
	);
	return gone.rowCount ?? 0;
}

/** Gives an invited person their name. The board of their shop shows it, if they drive. */
export async function setName(tx: Tx, id: string, name: string): Promise<void> {
	await tx.query(
		'update staff set name = $2, email_verified = true, updated_at = now() where id = $1',
		[id, name]
	);
	await tx.query('update driver set touched_at = clock_timestamp() where id = $1', [id]);
}

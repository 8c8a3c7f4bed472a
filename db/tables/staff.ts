import type { Language } from '#domain/menu/menu.ts';
import type { Role } from '#domain/order/lifecycle.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface StaffMember {
	id: string;
	name: string;
	email: string;
	language: Language;
	roles: { shop: string; role: Role }[];
}

/** A person and their roles; undefined when unknown or disabled. */
export async function byId(db: Db, id: string): Promise<StaffMember | undefined> {
	const { rows } = await db.query<StaffMember>({
		name: 'staff-by-id',
		text: `select t.id, t.name, t.email, t.language, coalesce((
				select jsonb_agg(jsonb_build_object('shop', r.shop_id, 'role', r.role) order by r.shop_id, r.role)
				from staff_role r where r.staff_id = t.id), '[]') as roles
			from staff t where t.id = $1 and t.disabled_at is null`,
		values: [id]
	});
	return rows[0];
}

export interface NewStaff {
	id: string;
	name: string;
	email: string;
	language: Language;
	passwordHash: string;
	roles: { shop: string; role: Role }[];
	/** The phone number of a driver. */
	driver?: { shop: string; phone: string };
}

/** Adds a person with a password and their roles. */
export async function add(tx: Tx, person: NewStaff): Promise<void> {
	await tx.query(
		'insert into staff (id, name, email, email_verified, language) values ($1, $2, $3, true, $4)',
		[person.id, person.name, person.email, person.language]
	);
	await tx.query(
		`insert into auth_account (id, account_id, provider_id, staff_id, password)
			values ($1, $1, 'credential', $1, $2)`,
		[person.id, person.passwordHash]
	);
	for (const { shop, role } of person.roles)
		await tx.query('insert into staff_role (staff_id, shop_id, role) values ($1, $2, $3)', [
			person.id,
			shop,
			role
		]);
	if (person.driver)
		await tx.query('insert into driver (id, shop_id, phone) values ($1, $2, $3)', [
			person.id,
			person.driver.shop,
			person.driver.phone
		]);
}

/** Removes a role; open sockets notice within seconds. */
export async function removeRole(
	tx: Tx,
	person: { id: string; shop: string; role: Role }
): Promise<void> {
	await tx.query('delete from staff_role where staff_id = $1 and shop_id = $2 and role = $3', [
		person.id,
		person.shop,
		person.role
	]);
}

/** Disables a person: sessions end at once. */
export async function disable(tx: Tx, id: string): Promise<void> {
	await tx.query('update staff set disabled_at = now() where id = $1 and disabled_at is null', [
		id
	]);
	await tx.query('delete from auth_session where staff_id = $1', [id]);
}

/** Audit: who did what, outside the life of an order. */
export async function recordAudit(
	tx: Tx,
	entry: { actor: string; action: string; subject: string; detail?: Record<string, unknown> }
): Promise<void> {
	await tx.query('insert into audit (actor, action, subject, detail) values ($1, $2, $3, $4)', [
		entry.actor,
		entry.action,
		entry.subject,
		JSON.stringify(entry.detail ?? {})
	]);
}

/** The owners and managers of a shop who are not disabled, by e-mail. */
export async function inChargeOf(db: Db, shop: string): Promise<{ email: string }[]> {
	const { rows } = await db.query<{ email: string }>(
		`select distinct s.email from staff s join staff_role r on r.staff_id = s.id
			where r.shop_id = $1 and r.role in ('owner', 'manager') and s.disabled_at is null
			order by s.email`,
		[shop]
	);
	return rows;
}

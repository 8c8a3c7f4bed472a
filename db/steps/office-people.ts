/** The list of a shop's people in the back office. Their roles are the shop's; `archived` is disabled. */

import type { NewPerson, PersonChange, PersonRow } from '#domain/wire/people.ts';
import { done, type Result } from '#domain/wire/faults.ts';
import type { OfficeFact } from '#domain/wire/office.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as drivers from '../tables/drivers.ts';
import * as people from '../tables/people.ts';
import * as staff from '../tables/staff.ts';
import { badField, type OfficeKind, type Place } from './office.ts';
import { judgePerson, openLink, shutOut } from './people.ts';

export const PEOPLE: OfficeKind<PersonRow, NewPerson, PersonChange> = {
	name: 'person',
	read: (db, shop, id) => people.list(db, shop, id),
	// A person without a role here has left the list.
	readSaved: (tx, shop, id) => people.anyOne(tx, shop, id),
	// No address and no phone number: the log is never erased.
	fieldsOf: ({ isArchived, roles }) => ({ isArchived, roles: roles.join(' ') }),
	isShopField: () => true,
	lock: (tx) => people.lock(tx),
	async set(tx, at, { roles, phone, isArchived }) {
		const given = roles ? await giveRoles(tx, at, { roles, phone }) : done(true);
		if (!given.ok) return given;
		if (isArchived === true) {
			await staff.disable(tx, at.id);
			await shutOut(tx, at.id);
		} else if (isArchived === false) await people.enable(tx, at.id);
		return done(true);
	},
	async add(tx, shop, body, _id, by) {
		await people.lock(tx);
		const email = body.email.toLowerCase();
		const known = await people.byEmail(tx, email);
		if (known && (await people.list(tx, shop, known.id)).length > 0)
			return badField(
				'email',
				'Cette personne est déjà dans la liste.',
				'This person is already in the list.'
			);
		if (known?.isDisabled)
			return badField(
				'email',
				'Ce compte est désactivé\u00a0: la direction le réactive dans son autre pizzeria.',
				'This account is disabled: an owner enables it in its other shop.'
			);
		const id = known?.id ?? (await people.invite(tx, { email, language: body.language }));
		const given = await giveRoles(tx, { shop, id }, body);
		if (!given.ok) return given;
		if (!known) await openLink(tx, { person: id, kind: 'invite', by: by.actor });
		return done(id);
	},
	judge: (tx, by, { before, after }) => judgePerson(tx, by, { id: after.id, before, after }),
	factsOf: async (_tx, _shop, { before, after }): Promise<OfficeFact[]> => {
		if (!before) return [{ kind: after.hasPassword ? 'account_known' : 'link_mailed', n: 1 }];
		const isShut = after.isArchived && !before.isArchived;
		const stopsDriving = isShut || !after.roles.includes('driver');
		return [
			...(after.roles.length === 0 ? [{ kind: 'leaves_shop' as const, n: 1 }] : []),
			...(isShut ? [{ kind: 'devices_end' as const, n: before.devices }] : []),
			...(before.isOnShift && stopsDriving ? [{ kind: 'shift_runs' as const, n: 1 }] : [])
		];
	}
};

async function giveRoles(
	tx: Tx,
	at: Place,
	{ roles, phone }: Pick<NewPerson, 'roles' | 'phone'>
): Promise<Result<true>> {
	await people.setRoles(tx, { ...at, roles });
	return roles.includes('driver') ? becomeDriver(tx, at, phone) : done(true);
}

/** A driver has one shop, where their shifts and their cash are, and a phone number. */
async function becomeDriver(tx: Tx, { shop, id }: Place, phone?: string): Promise<Result<true>> {
	const home = await drivers.shopOf(tx, id);
	if (home === shop) return done(true);
	if (home !== undefined)
		return badField(
			'roles',
			'Cette personne livre déjà pour une autre pizzeria du groupe.',
			'This person already delivers for another shop of the group.'
		);
	if (!phone)
		return badField(
			'phone',
			'Un livreur a besoin d’un numéro de téléphone.',
			'A driver needs a phone number.'
		);
	await drivers.add(tx, { id, shop, phone });
	return done(true);
}

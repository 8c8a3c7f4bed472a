/** Who may do what to the account of a colleague. Pure rules; `db/steps/office-people.ts` applies them. */

import type { Text } from '../menu/menu.ts';
import { ROLES, type Role } from '../order/lifecycle.ts';

export interface HeldRole {
	shop: string;
	role: Role;
}

/** A person as the rules see them: all roles, in all shops. */
export interface Colleague {
	id: string;
	roles: readonly HeldRole[];
	isDisabled: boolean;
}

/** A change of a colleague; `before` is undefined for a person who is new to the group. */
interface PersonEdit {
	by: { id: string; roles: readonly HeldRole[] };
	shop: string;
	before: Colleague | undefined;
	after: Colleague;
	/** It concerns the whole account, whatever the roles: a link for a new password, the end of all sessions. */
	isAboutAccount?: boolean;
}

export type PersonRefusal = 'yourself' | 'role_too_high' | 'higher_role' | 'elsewhere';

/** The roles that a manager gives and takes; the others are for owners. */
const OF_MANAGERS: readonly Role[] = ['counter', 'cook', 'driver'];

/** The roles that a person with these roles in a shop gives and takes there. */
export function givenBy(roles: readonly Role[]): readonly Role[] {
	if (roles.includes('owner')) return ROLES;
	return roles.includes('manager') ? OF_MANAGERS : [];
}

/** Why a person may not make this change; undefined when they may. */
export function personRefusal(edit: PersonEdit): PersonRefusal | undefined {
	const { by, shop, before, after } = edit;
	if (by.id === after.id) return 'yourself';
	const gives = ({ shop: at, role }: HeldRole) =>
		givenBy(by.roles.filter((held) => held.shop === at).map((held) => held.role)).includes(role);
	const held = before?.roles ?? [];
	if (held.some((one) => one.shop === shop && !gives(one))) return 'higher_role';
	if (!differing(held, after.roles).every(gives)) return 'role_too_high';
	const isAccess = edit.isAboutAccount || (before && before.isDisabled !== after.isDisabled);
	return isAccess && !held.every(gives) ? 'elsewhere' : undefined;
}

/** The roles that are only on one side. */
function differing(a: readonly HeldRole[], b: readonly HeldRole[]): HeldRole[] {
	const isIn = (list: readonly HeldRole[], one: HeldRole) =>
		list.some(({ shop, role }) => shop === one.shop && role === one.role);
	return [...a.filter((one) => !isIn(b, one)), ...b.filter((one) => !isIn(a, one))];
}

export const REFUSAL_WORDS: Readonly<Record<PersonRefusal, Text>> = {
	yourself: {
		fr: 'Votre propre compte se change par une autre personne.',
		en: 'Your own account is changed by another person.'
	},
	role_too_high: {
		fr: 'Un responsable donne les rôles de cuisine, de comptoir et de livraison de sa pizzeria.',
		en: 'A manager gives the roles of kitchen, counter and delivery of their own shop.'
	},
	higher_role: {
		fr: 'Cette personne dirige cette pizzeria\u00a0: seule la direction change son compte.',
		en: 'This person is in charge of this shop: only an owner changes their account.'
	},
	elsewhere: {
		fr: 'Cette personne a aussi un rôle que vous ne gérez pas\u00a0: seul son rôle d’ici est à vous.',
		en: 'This person also has a role that you do not manage: only their role here is yours.'
	}
};

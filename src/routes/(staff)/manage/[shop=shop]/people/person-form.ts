/** The form of a person: their roles, and for a new one the address. */

import type { FormRules, Typed } from '$lib/office/typed.ts';
import { ROLES, type Role } from '#domain/order/lifecycle.ts';
import type { Language } from '#domain/menu/menu.ts';
import type { PersonRow } from '#domain/wire/people.ts';

const rolesIn = (typed: Typed): Role[] => ROLES.filter((role) => typed[`role.${role}`] === true);

/** `language` is that of a new invitation, unless another is chosen. */
export function personForm(language: Language): FormRules<PersonRow> {
	return {
		list: 'people',
		typedOf: (row) => ({
			...Object.fromEntries(
				ROLES.map((role) => [`role.${role}`, row?.roles.includes(role) ?? false])
			),
			phone: row?.phone ?? '',
			...(!row && { email: '', language })
		}),
		bodyOf: (typed, row) => {
			const roles = rolesIn(typed);
			const phone = String(typed.phone ?? '').trim();
			const isNew = roles.includes('driver') && !row?.phone && phone !== '';
			const isSame = row !== undefined && roles.join() === row.roles.join();
			return {
				...(!row && { email: String(typed.email).trim(), language: typed.language }),
				...(!isSame && { roles }),
				...(isNew && { phone })
			};
		}
	};
}

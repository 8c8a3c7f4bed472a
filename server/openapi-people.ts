/** Answers about people and their passwords in the description of the API. */

import { z } from 'zod';
import { ROLES } from '#domain/order/lifecycle.ts';
import type { OfficePage, OfficeSaved } from '#domain/wire/office.ts';
import {
	LINK_STATES,
	type Invitation,
	type PersonRow,
	type SignedOut
} from '#domain/wire/people.ts';
import { pageOf, row, savedOf } from './openapi-office.ts';
import { language } from './openapi-menu.ts';

const count = z.int().min(0);
const kind = z.enum(['invite', 'reset']);

const person = z
	.object({
		...row,
		name: z.string(),
		email: z.string(),
		language,
		roles: z.array(z.enum(ROLES)).describe('In this shop'),
		isElsewhere: z.boolean().describe('Has a role in another shop too'),
		devices: count.describe('Where they are signed in'),
		hasPassword: z.boolean(),
		phone: z.string().nullable(),
		isOnShift: z.boolean(),
		link: z.enum(LINK_STATES).nullable().describe('How far the last unused link is')
	})
	.meta({ id: 'OfficePerson' });

const personPage = pageOf(person).meta({ id: 'OfficePeople' });
const personSaved = savedOf(person).meta({ id: 'OfficePersonSaved' });
const signedOut = z.object({ devices: count });
const invitation = z
	.object({ kind, language, email: z.string(), name: z.string() })
	.meta({ id: 'Invitation' });

/** By route. */
export const PEOPLE_ANSWERS = {
	peopleList: personPage,
	peopleAdd: personSaved,
	peopleSet: personSaved,
	peopleArchive: personSaved,
	peopleSignOut: signedOut,
	peopleLink: person,
	invitation,
	useInvitation: z.object({ email: z.string() }),
	ownPassword: signedOut
};

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const peopleHolds: [
	Assignable<OfficePage<PersonRow>, z.output<typeof personPage>>,
	Assignable<OfficeSaved<PersonRow>, z.output<typeof personSaved>>,
	Assignable<Invitation, z.output<typeof invitation>>,
	Assignable<SignedOut, z.output<typeof signedOut>>
] = [true, true, true, true];

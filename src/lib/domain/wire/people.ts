/** Types of the wire of people: the list of a shop's people, and links for a password. */

import type { Language } from '../menu/menu.ts';
import type { Role } from '../order/lifecycle.ts';
import type { OfficeRow } from './office.ts';

/** The first password, or another one. */
export type LinkKind = 'invite' | 'reset';

/** How far the last link is that was not used; `no_server`: this installation sends no mail. */
export const LINK_STATES = ['waiting', 'sent', 'failed', 'no_server', 'expired'] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** A person as one shop sees them; `isArchived` is disabled. */
export interface PersonRow extends OfficeRow {
	/** The address, until an invited person has given their name. */
	name: string;
	email: string;
	language: Language;
	/** In this shop, the highest first. */
	roles: Role[];
	/** Has a role in another shop too. */
	isElsewhere: boolean;
	/** Where they are signed in now. */
	devices: number;
	hasPassword: boolean;
	/** Of a driver of this shop, for the managers. */
	phone: string | null;
	isOnShift: boolean;
	link: LinkState | null;
}

/** PATCH /api/admin/people/:item: what is absent stays. */
export interface PersonChange {
	/** All roles in this shop; none removes the person from it. */
	roles?: Role[] | undefined;
	/** Needed for a person who becomes a driver. */
	phone?: string | undefined;
	/** Disabled: signed out at once, and no sign-in any more. */
	isArchived?: boolean | undefined;
}

/** POST /api/admin/people. */
export interface NewPerson {
	email: string;
	language: Language;
	roles: Role[];
	phone?: string | undefined;
}

/** GET /api/invitations/:token. */
export interface Invitation {
	kind: LinkKind;
	language: Language;
	email: string;
	/** Empty for a person who has not given it yet. */
	name: string;
}

/** The answer to the end of all sessions of a person. */
export interface SignedOut {
	devices: number;
}

import { plainValue, type ChangeWords } from '$lib/office/office-words.ts';
import { m } from '$lib/paraglide/messages.js';
import { ROLES, type Role } from '#domain/order/lifecycle.ts';
import type { LinkState } from '#domain/wire/people.ts';

const ROLE_WORDS: Record<Role, () => string> = {
	owner: m.people_role_owner,
	manager: m.people_role_manager,
	counter: m.people_role_counter,
	cook: m.people_role_cook,
	driver: m.people_role_driver
};
export const roleWord = (role: Role): string => ROLE_WORDS[role]();

export const rolesWord = (roles: readonly Role[]): string =>
	roles.length === 0 ? m.people_no_role() : roles.map(roleWord).join(', ');

const LINK_WORDS: Record<LinkState, () => string> = {
	waiting: m.people_link_waiting,
	sent: m.people_link_sent,
	failed: m.people_link_failed,
	no_server: m.people_link_no_server,
	expired: m.people_link_expired
};
export const linkWord = (link: LinkState): string => LINK_WORDS[link]();

const ACTION_WORDS: Record<string, () => string> = {
	'person.sign_out': m.people_log_sign_out,
	'person.link': m.people_log_link,
	'person.password_by_invite': m.people_log_password,
	'person.password_by_reset': m.people_log_password,
	'person.password_by_person': m.people_log_password
};

const isRole = (word: string): word is Role => ROLES.some((role) => role === word);

export const PEOPLE_WORDS: ChangeWords = {
	fieldOf: (field) => (field === 'roles' ? m.people_roles() : m.people_state_disabled()),
	valueOf: (field, value) =>
		field === 'roles' && typeof value === 'string'
			? rolesWord(value.split(' ').filter(isRole))
			: plainValue(value),
	archive: m.people_disable,
	restore: m.people_enable,
	saved: m.people_saved,
	actionOf: (action) => ACTION_WORDS[action]?.()
};

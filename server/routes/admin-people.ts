/** What managers do to the account of a person, beside the list of people. */

import { refuse } from '#domain/wire/faults.ts';
import { sendPersonLink, signOutPerson } from '../../db/commands/manage-person.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import { emptyBody } from '../schemas.ts';
import { editorOf } from './admin-editor.ts';

export function mountPeople(mount: Mount, { pool }: Context): void {
	mount('peopleSignOut', {
		about: 'asked shop',
		body: emptyBody,
		handle: (call) => {
			const by = editorOf(call);
			return by ? signOutPerson(pool, by, call.params.item ?? '') : refuse('invalid');
		}
	});

	mount('peopleLink', {
		about: 'asked shop',
		body: emptyBody,
		handle: (call) => {
			const by = editorOf(call);
			return by ? sendPersonLink(pool, by, call.params.item ?? '') : refuse('invalid');
		}
	});
}

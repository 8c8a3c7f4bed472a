/** Passwords that people set themselves: by a mailed link, or on their own page. */

import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Invitation } from '#domain/wire/people.ts';
import { setByLink, setOwnPassword, usableLink } from '../../db/commands/set-password.ts';
import { passwordOf } from '../../db/tables/people.ts';
import { ownPassword, useInvitation } from '../admin-schemas.ts';
import { tooMany } from '../answers.ts';
import { personOf } from '../call.ts';
import type { Context } from '../context.ts';
import type { Mount, RoutingTools } from '../routing.ts';

/** A token that does not exist may be a guess. */
const GUESS = { limit: 'tokenMiss', isOne: () => true, isWrong: 'not_found' } as const;

export function mountPasswords(mount: Mount, { pool }: Context, { limits }: RoutingTools): void {
	mount('invitation', {
		guess: GUESS,
		handle: async ({ params }): Promise<Result<Invitation>> => {
			const link = await usableLink(pool, params.token ?? '');
			if (!link.ok) return link;
			const { kind, language, email, name } = link.value;
			return done({ kind, language, email, name });
		}
	});

	mount('useInvitation', {
		slow: true,
		guess: GUESS,
		body: useInvitation,
		handle: async ({ params, body }) => {
			const token = params.token ?? '';
			const link = await usableLink(pool, token);
			if (!link.ok) return link;
			const { person } = link.value;
			const name = body.name ?? link.value.name;
			if (name === '') return NAMELESS;
			const passwordHash = await hashPassword(body.password);
			return setByLink(pool, { token, person, name, passwordHash });
		}
	});

	mount('ownPassword', {
		slow: true,
		body: ownPassword,
		handle: async (call) => {
			const { id, sessionId } = personOf(call);
			const wait = await limits.take('ownPassword', id);
			if (wait !== undefined) return { ok: false, fault: tooMany(wait) };
			const { password, newPassword } = call.body;
			const hash = await passwordOf(pool, id);
			const isRight = hash !== undefined && (await verifyPassword({ hash, password }));
			if (!isRight) return refuse('wrong_password');
			const passwordHash = await hashPassword(newPassword);
			return setOwnPassword(pool, { person: id, session: sessionId, passwordHash });
		}
	});
}

const NAMELESS: Result<never> = {
	ok: false,
	fault: {
		code: 'invalid',
		fields: [{ path: 'name', message: { fr: 'Le nom manque.', en: 'The name is missing.' } }]
	}
};

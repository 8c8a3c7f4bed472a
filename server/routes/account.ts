import type { Response } from 'express';
import type { Me } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import * as sessions from '../../db/tables/sessions.ts';
import * as staff from '../../db/tables/staff.ts';
import { tooMany } from '../answers.ts';
import { CLIENT_IP_HEADER } from '../auth.ts';
import type { Context } from '../context.ts';
import { emptyBody, signInBody } from '../schemas.ts';
import { createSignInLimits } from '../sign-in-limits.ts';
import { personOf, type Call } from '../call.ts';
import type { Mount, RoutingTools } from '../routing.ts';

const wrong = {
	fr: 'L’adresse ou le mot de passe ne convient pas.',
	en: 'The address or the password does not match.'
};

export function mountAccount(mount: Mount, context: Context, tools: RoutingTools): void {
	const { auth, config, metrics, pool } = context;
	const signIns = createSignInLimits(config, tools);

	mount('me', { handle: async (call) => meOf(context, personOf(call).id) });

	mount('signIn', {
		slow: true,
		body: signInBody,
		handle: async (call) => {
			// The demo's password is public; a real installation may still have its accounts.
			if (config.isProduction && !config.isDemo && call.body.password === DEMO_PASSWORD)
				return refuse('unauthenticated', wrong);
			const wait = await signIns.take(call.req, call.body.email);
			if (wait !== undefined) {
				metrics.limited.inc({ kind: 'signIn' });
				return { ok: false, fault: tooMany(wait) };
			}
			const before = await auth.principalOf(call.req.headers);
			const answer = await auth.handle(authRequest(context, call, '/sign-in/email', tools));
			if (answer.status >= 500) return refuse('unavailable');
			if (!answer.ok) return refuse('unauthenticated', wrong);
			const { user } = (await answer.json()) as { user: { id: string } };
			const person = await staff.byId(pool, user.id);
			if (!person) return refuse('unauthenticated', wrong);
			// The device gets a new cookie: end the session that the old one named.
			if (before.kind === 'staff') await sessions.end(pool, before.sessionId);
			passCookies(answer, call.res);
			await signIns.welcome(call.req, call.res, call.body.email);
			return done(present(person));
		}
	});

	mount('signOut', {
		body: emptyBody,
		handle: async (call) => {
			const answer = await auth.handle(authRequest(context, call, '/sign-out', tools));
			if (answer.status >= 500) return refuse('unavailable');
			passCookies(answer, call.res);
			return done({ ok: true });
		}
	});

	mount('session', {
		handle: async ({ req, res }) => {
			const { principal, cookies } = await auth.identify(req.headers);
			for (const cookie of cookies) res.append('Set-Cookie', cookie);
			if (principal.kind === 'anonymous') return done({ user: null });
			const me = await meOf(context, principal.id);
			return done({ user: me.ok ? me.value : null });
		}
	});
}

async function meOf({ pool }: Context, id: string): Promise<Result<Me>> {
	const person = await staff.byId(pool, id);
	return person ? done(present(person)) : refuse('unauthenticated');
}

function present({ id, name, email, language, roles }: staff.StaffMember): Me {
	return { id, name, email, language, roles };
}

/** The request for the sign-in library: only what it needs; the origin is checked before. */
function authRequest(
	{ config }: Context,
	{ req, body }: Call<unknown>,
	path: string,
	{ callers }: RoutingTools
): Request {
	const origin = config.origins[0] ?? '';
	const headers = new Headers({
		'content-type': 'application/json',
		origin,
		[CLIENT_IP_HEADER]: callers.of(req),
		'user-agent': req.headers['user-agent']?.slice(0, 200) ?? ''
	});
	if (req.headers.cookie) headers.set('cookie', req.headers.cookie);
	return new Request(`${origin}/api/auth${path}`, {
		method: 'POST',
		headers,
		body: JSON.stringify(body ?? {})
	});
}

function passCookies(answer: globalThis.Response, res: Response): void {
	for (const cookie of answer.headers.getSetCookie()) res.append('Set-Cookie', cookie);
}

import { readForm } from '$lib/form.server.ts';
import { cookieMaxAge, cookieName, isLocale } from '$lib/paraglide/runtime.js';
import { ownPath } from '$lib/own-path.ts';
import { error, redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

/** Stores the chosen language and redirects back; works without scripts. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	const form = await readForm(request);
	const to = form.get('to');
	if (!isLocale(to)) error(400);
	cookies.set(cookieName, to, {
		path: '/',
		maxAge: cookieMaxAge,
		sameSite: 'lax',
		// The page itself writes it too, when it has its scripts.
		httpOnly: false,
		secure: url.protocol === 'https:'
	});
	redirect(303, ownPath(form.get('back'), url) ?? '/');
};

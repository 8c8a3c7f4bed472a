import { readForm } from '$lib/form.server.ts';
import { homeOf } from '$lib/ui/roles.ts';
import type { Me } from '#domain/wire/contract.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { handOn } from './cookies.ts';
import { nextPath } from './sign-in-words.ts';

/** `?home` is where the form without scripts leads: a person who has signed in goes to their work. */
export const load: PageServerLoad = async ({ fetch, url }) => {
	if (!url.searchParams.has('home')) return;
	const answer = await fetch('/api/me');
	if (answer.ok) redirect(303, homeOf((await answer.json()) as Me));
};

export const actions: Actions = {
	/** Sign-in without scripts, or before they are loaded. */
	default: async ({ request, fetch, cookies, url }) => {
		const form = await readForm(request);
		const email = String(form.get('email') ?? '').trim();
		const answer = await fetch('/api/auth/sign-in/email', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ email, password: String(form.get('password') ?? '') })
		});
		if (!answer.ok) return fail(answer.status, { email, status: answer.status });
		handOn(answer.headers.getSetCookie(), cookies);
		redirect(303, nextPath(url) ?? '/sign-in?home');
	}
};

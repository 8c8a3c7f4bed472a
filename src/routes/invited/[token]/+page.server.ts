import { readForm } from '$lib/form.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { cookieMaxAge, cookieName } from '$lib/paraglide/runtime.js';
import type { WireError } from '#domain/wire/contract.ts';
import type { Invitation } from '#domain/wire/people.ts';
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

const apiOf = (token: string) => `/api/invitations/${encodeURIComponent(token)}`;

/**
 * The first opening chooses the language of the invitation; later the reader's choice counts. A link that no longer
 * works is a page with a sentence, not an error.
 */
export const load: PageServerLoad = async (event) => {
	const { url, params, fetch, cookies } = event;
	// The address is secret, so no other site gets it; with `no-referrer` the form has no origin.
	event.setHeaders({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
	const answer = await fetch(apiOf(params.token)).catch(() => undefined);
	if (!answer || answer.status >= 500 || answer.status === 429)
		error(503, { message: m.error_unavailable(), code: 'unavailable' });
	if (!answer.ok) return { invitation: null, gone: await goneWords(answer) };
	const invitation = (await answer.json()) as Invitation;
	if (!url.searchParams.has('in')) {
		const { language } = invitation;
		cookies.set(cookieName, language, {
			path: '/',
			maxAge: cookieMaxAge,
			sameSite: 'lax',
			httpOnly: false,
			secure: url.protocol === 'https:'
		});
		redirect(303, `${url.pathname}?in=${language}`);
	}
	return { invitation, gone: '' };
};

/** What the form shows after it was sent; `email` once the password is set. */
interface Shown {
	name: string;
	fields: NonNullable<WireError['fields']>;
	message: string;
	email: string;
}
const shown = (part: Partial<Shown>): Shown => ({
	...{ name: '', fields: [], message: '', email: '' },
	...part
});

export const actions: Actions = {
	default: async (event) => {
		const form = await readForm(event.request);
		const name = String(form.get('name') ?? '').trim();
		const answer = await sendTo(event, {
			...(name !== '' && { name }),
			password: String(form.get('password') ?? '')
		});
		if (!answer) return fail(503, shown({ name, message: m.error_unavailable() }));
		if (answer.ok) return shown((await answer.json()) as { email: string });
		const { fields = [], message } = await faultOf(answer);
		return fail(answer.status, shown({ name, fields, message }));
	}
};

function sendTo({ fetch, params }: RequestEvent, body: object): Promise<Response | undefined> {
	return fetch(apiOf(params.token ?? ''), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body)
	}).catch(() => undefined);
}

async function faultOf(answer: Response): Promise<Pick<WireError, 'fields' | 'message'>> {
	const body = (await answer.json().catch(() => null)) as { error?: WireError } | null;
	return body?.error ?? { message: m.error_unknown() };
}

async function goneWords(answer: Response): Promise<string> {
	return answer.status === 404 ? m.invited_unknown() : (await faultOf(answer)).message;
}

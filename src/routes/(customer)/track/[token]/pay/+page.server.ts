/** The page to pay on: Stripe's fields on ours where that is set, else the way to the provider's page. */

import { read } from '$lib/live/load.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { nowOf } from '$lib/now.server.ts';
import type { PayAnswer } from '#domain/wire/contract.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

/** After this the page says that it takes long. */
const LONG_MS = 20_000;
/** A form must not be redirected to another site: the page waits so long before it leads there. */
const FORM_MS = 1000;

export const load: PageServerLoad = async (event) => {
	// The address holds the order's token.
	event.setHeaders({ 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
	const path = `/track/${encodeURIComponent(event.params.token)}`;
	const { url, status, element } = await read<PayAnswer>(event, `/api${path}/pay`);
	if (status !== 'awaiting_payment') redirect(303, path);
	const now = nowOf(event);
	// Without a script the page asks again by itself, and keeps when it began.
	const since = Number(event.url.searchParams.get('since')) || 0;
	if (url && now - since >= FORM_MS) redirect(303, url);
	// A page that has ended is made again.
	if (!url && !element) await event.fetch(`/api${path}/look`, { method: 'POST' });
	const began = since || now;
	return { path, since: began, longAt: began + LONG_MS, isLong: now - began >= LONG_MS, element };
};

export const actions: Actions = {
	/** The customer pays on the provider's page instead of ours. */
	redirect: async (event) => {
		const path = `/track/${encodeURIComponent(event.params.token)}/pay`;
		const answer = await event
			.fetch(`/api${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ page: 'redirect' })
			})
			.catch(() => undefined);
		if (answer?.ok) redirect(303, `${path}?since=${nowOf(event)}`);
		return fail(answer?.status ?? 503, { fault: m.error_unavailable() });
	}
};

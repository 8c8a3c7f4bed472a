/** Leads to the provider's page as soon as it is made. */

import { read } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import type { PayAnswer } from '#domain/wire/contract.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** After this the page says that it takes long. */
const LONG_MS = 20_000;

export const load: PageServerLoad = async (event) => {
	// The address holds the order's token.
	event.setHeaders({ 'referrer-policy': 'same-origin', 'cache-control': 'no-store' });
	const path = `/track/${encodeURIComponent(event.params.token)}`;
	const { url, status } = await read<PayAnswer>(event, `/api${path}/pay`);
	if (url) redirect(303, url);
	if (status !== 'awaiting_payment') redirect(303, path);
	// A page that has ended is made again.
	await event.fetch(`/api${path}/look`, { method: 'POST' });
	const now = nowOf(event);
	// Without a script the page asks again by itself, and keeps when it began.
	const since = Number(event.url.searchParams.get('since')) || now;
	return { path, since, longAt: since + LONG_MS, isLong: now - since >= LONG_MS };
};

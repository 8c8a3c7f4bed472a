import { m } from '$lib/paraglide/messages.js';

/** Where to go afterwards: a path of ours, never another site's address. */
export function nextPath(here: URL): string | undefined {
	const next = here.searchParams.get('next') ?? '';
	const url = next.startsWith('/') ? URL.parse(next, here.origin) : null;
	return url?.origin === here.origin ? url.pathname + url.search : undefined;
}

/** Why somebody is not let in, by the status of the answer; 0 when none came. */
export function refusal(status: number): string {
	if (status === 0) return m.error_network();
	if (status === 429) return m.sign_in_too_often();
	return status >= 500 ? m.error_unavailable() : m.sign_in_wrong();
}

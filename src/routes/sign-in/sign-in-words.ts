import { ownPath } from '$lib/own-path.ts';
import { m } from '$lib/paraglide/messages.js';

/** The path to go to after signing in, if the link names one of ours. */
export const nextPath = (here: URL): string | undefined =>
	ownPath(here.searchParams.get('next'), here);

/** Why the sign-in failed, by the status of the answer; 0 when none came. */
export function refusal(status: number): string {
	if (status === 0) return m.error_network();
	if (status === 429) return m.sign_in_too_often();
	return status >= 500 ? m.error_unavailable() : m.sign_in_wrong();
}

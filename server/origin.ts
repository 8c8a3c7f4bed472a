import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of ours sends this request. Browsers name the origin of every POST, of other
 * sites too, and no page can forge it; a program that is no browser names none and carries
 * nobody's cookie but its own.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, origins: readonly string[]): boolean {
	const site = headers['sec-fetch-site'];
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
	return headers.origin === undefined || origins.includes(headers.origin);
}

import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether one of our pages sends this request. Browsers name the origin of every POST, and no page can
 * forge it; other programs name none and have no cookie of a visitor.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, origins: readonly string[]): boolean {
	const site = headers['sec-fetch-site'];
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
	return headers.origin === undefined || origins.includes(headers.origin);
}

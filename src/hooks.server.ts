import { env } from '$env/dynamic/private';
import { getLocale, getTextDirection } from '$lib/paraglide/runtime';
import { withoutTokens } from '$lib/log-text.ts';
import { withMapOrigins } from '$lib/map-policy.ts';
import { withStripe } from '$lib/pay-policy.ts';
import { withSockets } from '$lib/socket-policy.ts';
import { paraglideMiddleware } from '$lib/paraglide/server';
import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit';

/**
 * Kit looks actions up in a plain object and also finds inherited names such as `toString`: a request with
 * such a name fails. `default` is Kit's own name for the nameless action.
 */
function hasReservedAction(url: URL): boolean {
	const names = [...url.searchParams.keys()].filter((key) => key.startsWith('/'));
	return names.some((key) => key === '/default' || key.slice(1) in Object.prototype);
}

/**
 * Pages that are read first: their scripts are requested at the end of the body, not in the head, where
 * they would delay the first paint.
 */
const READ_FIRST: readonly (string | null)[] = [
	'/(staff)/kitchen/[shop=shop]',
	'/(customer)/track/[token]'
];

export const handle: Handle = ({ event, resolve }) =>
	paraglideMiddleware(event.request, async ({ request, locale }) => {
		event.request = request;
		if (request.method === 'POST' && hasReservedAction(event.url))
			return new Response(null, { status: 404 });
		const answer = await resolve(event, {
			preload: ({ type }) => type !== 'js' || !READ_FIRST.includes(event.route.id),
			transformPageChunk: ({ html }) =>
				html.replace('%lang%', locale).replace('%dir%', getTextDirection(locale))
		});
		const policy = answer.headers.get('content-security-policy');
		const origins = (env.ORIGINS ?? event.url.origin).split(',');
		if (policy)
			answer.headers.set(
				'content-security-policy',
				withStripe(withSockets(withMapOrigins(policy, env), origins), event.route.id, env)
			);
		return answer;
	});

/** The API runs in this process: call it directly, as the signed-in person. */
export const handleFetch: HandleFetch = ({ event, request, fetch }) => {
	const url = new URL(request.url);
	if (url.origin !== event.url.origin || !url.pathname.startsWith('/api/')) return fetch(request);
	const headers = new Headers(request.headers);
	const cookie = event.request.headers.get('cookie');
	if (cookie) headers.set('cookie', cookie);
	headers.set('accept-language', getLocale());
	// No compression within one process.
	headers.set('accept-encoding', 'identity');
	// The server's own header for the client's address; no other source is trusted.
	const visitor = event.request.headers.get('x-passe-plat-inner');
	if (visitor) headers.set('x-passe-plat-inner', visitor);
	const inner = new Request(`http://127.0.0.1:${env.PORT}${url.pathname}${url.search}`, request);
	return globalThis.fetch(new Request(inner, { headers }));
};

/**
 * The error is in the server's log; the page only says that there was one. Malformed requests (4xx) are not
 * logged as failures.
 */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status >= 500)
		process.stderr.write(
			`${JSON.stringify({
				level: 50,
				time: Date.now(),
				msg: 'page failed',
				route: event.route.id,
				err: withoutTokens(error instanceof Error ? (error.stack ?? error.message) : String(error))
			})}\n`
		);
	return { message };
};

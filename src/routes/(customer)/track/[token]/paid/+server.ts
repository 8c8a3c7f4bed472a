/** The provider sends the customer here: it proves nothing, so the server is asked to look. */

import { CHECKING_SECONDS, RETURNED_COOKIE } from '../returned.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
	const path = `/track/${encodeURIComponent(event.params.token)}`;
	// Without an answer the webhook or the reconciler brings the payment.
	await event
		.fetch(`/api${path}/look`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{}'
		})
		.catch(() => undefined);
	event.cookies.set(RETURNED_COOKIE, '1', {
		path,
		maxAge: CHECKING_SECONDS,
		httpOnly: true,
		sameSite: 'lax',
		secure: event.url.protocol === 'https:'
	});
	return new Response(null, {
		status: 303,
		headers: { location: path, 'referrer-policy': 'same-origin', 'cache-control': 'no-store' }
	});
};

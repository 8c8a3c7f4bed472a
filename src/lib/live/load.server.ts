/** How `load` reads the API; a refusal becomes an error page. */

import { isoNowOf } from '$lib/now.server.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ShopView } from '#domain/wire/contract.ts';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';

/** So many the API reads at once. */
const MOST_SHOPS = 50;

type Asking = Pick<RequestEvent, 'fetch' | 'url'> & { setHeaders: RequestEvent['setHeaders'] };

/**
 * Reads one address of the API. Without a session it redirects to the sign-in page, and back afterwards;
 * any other failure becomes the error page, in the reader's language.
 */
export async function read<T>(event: Asking, path: string): Promise<T> {
	const answer = await event.fetch(path).catch(() => undefined);
	if (!answer) error(503, { message: m.error_unavailable(), code: 'unavailable' });
	if (answer.ok) return (await answer.json()) as T;
	if (answer.status === 401) {
		const next = encodeURIComponent(event.url.pathname + event.url.search);
		redirect(303, `/sign-in?next=${next}`);
	}
	const body: unknown = await answer.json().catch(() => null);
	error(answer.status, faultIn(body) ?? { message: m.error_unknown() });
}

/** The same, with the server's time from before the reading; never kept by a browser. */
export async function readFirst<T extends { snapshot: unknown; seq: number }>(
	event: Asking & { request: Request },
	path: string
): Promise<T & { at: string }> {
	const at = isoNowOf(event);
	const answer = await read<T>(event, path);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { ...answer, at };
}

/** These shops, each once; one that does not exist is left out. */
export async function readShops(event: Asking, ids: readonly string[]): Promise<ShopView[]> {
	const asked = [...new Set(ids)].slice(0, MOST_SHOPS);
	if (asked.length === 0) return [];
	return (await read<{ shops: ShopView[] }>(event, `/api/shops?ids=${asked.join()}`)).shops;
}

function faultIn(body: unknown): { code: string; message: string } | undefined {
	if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
	const { error: fault } = body as { error: { code?: unknown; message?: unknown } };
	return typeof fault?.code === 'string' && typeof fault.message === 'string'
		? { code: fault.code, message: fault.message }
		: undefined;
}

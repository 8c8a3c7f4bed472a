/** The basket without a script: a cookie on the path of the shop. */

import { m } from '$lib/paraglide/messages.js';
import type { LineRequest } from '#domain/wire/contract.ts';
import {
	BASKET_COOKIE,
	CHANGED_COOKIE,
	CHANGING_COOKIE,
	readBasket,
	writeBasket
} from '#domain/menu/basket.ts';
import { MAX_LINES } from '#domain/menu/pricing.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';

type Call = Pick<RequestEvent, 'cookies' | 'params'>;

const DAY_SECONDS = 86_400;

/** The lines that the visitor's cookie holds for this shop; nothing when there is no such cookie. */
export function basketOf({ cookies }: Pick<Call, 'cookies'>): LineRequest[] | undefined {
	return readBasket(cookies.get(BASKET_COOKIE));
}

const isChanging = ({ cookies }: Pick<Call, 'cookies'>) =>
	cookies.get(CHANGING_COOKIE) !== undefined;

/** The lines that the menu works on: of the order that is being changed, or the basket's. */
export function linesOf(call: Pick<Call, 'cookies'>): LineRequest[] | undefined {
	return isChanging(call) ? readBasket(call.cookies.get(CHANGED_COOKIE)) : basketOf(call);
}

/**
 * Stores the lines and redirects to the basket; when a cookie cannot hold them, says so (with the `line`
 * that was too much) and keeps the old ones. The page's script writes the same cookie, and prefers it to
 * localStorage.
 */
export function keepAndGo(
	{ cookies, params }: Call,
	lines: readonly LineRequest[],
	{ line, query }: { line?: LineRequest; query?: URLSearchParams } = {}
) {
	const value = writeBasket(lines);
	if (value === undefined || lines.length > MAX_LINES)
		return fail(413, { fault: m.basket_too_full(), line });
	cookies.set(isChanging({ cookies }) ? CHANGED_COOKIE : BASKET_COOKIE, value, {
		path: `/${params.shop}`,
		encode: (text) => text,
		maxAge: DAY_SECONDS,
		sameSite: 'lax',
		// The script reads and writes it as well.
		httpOnly: false,
		secure: false
	});
	const asked = query?.toString();
	return redirect(303, `/${params.shop}${asked ? `?${asked}` : ''}#basket`);
}

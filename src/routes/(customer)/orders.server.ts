/** The orders of this device: what its cookie holds, and how far they are. */

import { readShops } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import type { Snapshots } from '#domain/wire/contract.ts';
import { isClosed, type Fulfilment, type Status } from '#domain/order/order.ts';
import {
	isRemembered,
	ORDERS_COOKIE,
	readTokens,
	REMEMBER_SECONDS,
	withToken,
	writeTokens
} from '#domain/people/remembered.ts';
import { DOOR_COOKIE } from '#domain/road/door.ts';
import { redirect, type RequestEvent } from '@sveltejs/kit';

export interface OrderHere {
	token: string;
	number: number;
	shop: string;
	shopName: string;
	status: Status;
	fulfilment: Fulfilment;
	promisedAt: string;
	zone: string;
}

type Asking = Pick<RequestEvent, 'cookies' | 'fetch' | 'request' | 'url' | 'setHeaders'>;

/** Orders that run, or ended a short while ago; others are forgotten. */
export async function ordersHere(event: Asking): Promise<OrderHere[]> {
	const tokens = readTokens(event.cookies.get(ORDERS_COOKIE));
	if (tokens.length === 0) return [];
	const found = await Promise.all(tokens.map((token) => orderOf(event, token)));
	const shops = await readShops(
		event,
		found.flatMap((entry) => (typeof entry === 'string' ? [] : [entry.shop]))
	);
	const now = nowOf(event);
	const kept = found.flatMap((entry) => {
		if (entry === 'unread') return [];
		if (entry === 'unknown' || !isRemembered(entry, now)) return [];
		const zone = shops.find(({ id }) => id === entry.shop)?.zone ?? 'Europe/Paris';
		const { isClosed: _, stageAt: __, ...shown } = entry;
		return [{ ...shown, zone }];
	});
	// An order that cannot be read now is kept for the next time.
	const known = tokens.filter(
		(token, at) => found[at] === 'unread' || kept.some((order) => order.token === token)
	);
	if (known.length < tokens.length) keep(event, known);
	return kept;
}

type Read = Omit<OrderHere, 'zone'> & { stageAt: string; isClosed: boolean };

async function orderOf(event: Asking, token: string): Promise<Read | 'unknown' | 'unread'> {
	const answer = await event.fetch(`/api/track/${token}`).catch(() => undefined);
	if (answer?.status === 404) return 'unknown';
	if (!answer?.ok) return 'unread';
	const { snapshot } = (await answer.json()) as { snapshot: Snapshots['order'] };
	const { number, shop, shopName, status, fulfilment, promisedAt, stageAt } = snapshot.order;
	const isOver = isClosed(status);
	return {
		token,
		number,
		shop,
		shopName,
		status,
		fulfilment,
		promisedAt,
		stageAt,
		isClosed: isOver
	};
}

/** The same as the API's cookie for a browser with a script. */
export function rememberOrder(event: Pick<RequestEvent, 'cookies' | 'url'>, token: string): void {
	keep(event, withToken(readTokens(event.cookies.get(ORDERS_COOKIE)), token));
}

function keep({ cookies, url }: Pick<RequestEvent, 'cookies' | 'url'>, tokens: string[]): void {
	cookies.set(ORDERS_COOKIE, writeTokens(tokens), {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: tokens.length > 0 ? REMEMBER_SECONDS : 0
	});
}

/** For a shared device: forgets all orders and addresses. */
export function forgetDevice({ cookies }: Pick<RequestEvent, 'cookies'>): never {
	cookies.delete(ORDERS_COOKIE, { path: '/' });
	cookies.delete(DOOR_COOKIE, { path: '/' });
	redirect(303, '/');
}

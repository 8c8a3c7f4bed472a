/** A placed order whose customer changes it with the shop's own menu and basket. */

import { m } from '$lib/paraglide/messages.js';
import { read } from '$lib/live/load.server.ts';
import { readForm } from '$lib/form.server.ts';
import { askedOf, requestsFor } from '#domain/order/asked.ts';
import { CHANGED_COOKIE, CHANGING_COOKIE, linesIn } from '#domain/menu/basket.ts';
import type {
	LineRequest,
	QuoteAnswer,
	TrackAnswer,
	TrackedOrder,
	WireError
} from '#domain/wire/contract.ts';
import type { ChangeTerms } from '#domain/pay/change.ts';
import { businessDay } from '#domain/time/hours.ts';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { keepAndGo, linesOf } from './basket.server.ts';

/** A change without activity for this long is dropped. */
const KEEP_SECONDS = 3 * 3600;

/** What the menu page shows of the order that is being changed. */
export interface Changing {
	id: string;
	number: number;
	/** The tracking page. */
	path: string;
	/** The kitchen has not begun. */
	isOpen: boolean;
	fulfilment: TrackedOrder['fulfilment'];
	totalMinor: number;
	feeMinor: number;
	/** Null when it can no longer be changed. */
	terms: ChangeTerms | null;
	wantedAt: string | null;
	/** Quarter hours of the same day that it may be wanted for instead. */
	slots: string[];
}

type Asking = Pick<RequestEvent, 'cookies' | 'fetch' | 'url' | 'params' | 'setHeaders'>;

const trackOf = (token: string) => `/track/${encodeURIComponent(token)}`;

/** Which order, and as which lines the customer saw it when the change began. */
function aimOf({ cookies }: Pick<Asking, 'cookies'>): { token: string; seen: string } | undefined {
	const [token = '', seen = ''] = (cookies.get(CHANGING_COOKIE) ?? '').split('.');
	return token ? { token, seen } : undefined;
}

/** The order that is being changed in this shop; a link that has ended ends the change. */
export async function changingOf(event: Asking): Promise<Changing | undefined> {
	const aim = aimOf(event);
	if (!aim) return undefined;
	const found = await trackedBehind(event, aim.token);
	const order = found?.snapshot.order;
	if (!order || order.shop !== event.params.shop) {
		forget(event);
		return undefined;
	}
	return {
		id: order.id,
		number: order.number,
		path: trackOf(aim.token),
		isOpen: order.changeable,
		fulfilment: order.fulfilment,
		totalMinor: order.totalMinor,
		feeMinor: order.feeMinor,
		terms: found.change,
		wantedAt: order.wantedAt,
		slots: await slotsFor(event, order)
	};
}

async function trackedBehind(event: Asking, token: string): Promise<TrackAnswer | undefined> {
	const answer = await event.fetch(`/api${trackOf(token)}`).catch(() => undefined);
	return answer?.ok ? ((await answer.json()) as TrackAnswer) : undefined;
}

const orderBehind = async (event: Asking, token: string): Promise<TrackedOrder | undefined> =>
	(await trackedBehind(event, token))?.snapshot.order;

/** Of the shop's quarter hours those on the day of the order: its number is of that day. */
async function slotsFor(event: Asking, order: TrackedOrder): Promise<string[]> {
	if (!order.wantedAt || !order.changeable) return [];
	const { shop, ways } = await read<QuoteAnswer>(event, `/api/shops/${order.shop}/quote`);
	const dayOf = (at: string) => businessDay(Date.parse(at), shop.zone, DAY_ENDS);
	const day = dayOf(order.wantedAt);
	const ends = ways[order.fulfilment].slots.map(({ to }) => to).filter((to) => dayOf(to) === day);
	return [...new Set([order.wantedAt, ...ends])].sort();
}

/** The latest end of a shop's day; the server decides. */
const DAY_ENDS = '04:00';

/**
 * A fingerprint of an order's lines: each change adds or voids lines. A change is refused when it differs
 * from what the customer saw.
 */
function seenOf({ lines }: Pick<TrackedOrder, 'lines'>): string {
	return `${lines.length}-${lines.filter(({ voidedAt }) => voidedAt !== null).length}`;
}

/** Puts the order's lines into a basket of their own and leads to it. */
export async function begin(event: RequestEvent & Asking) {
	const token = String((await readForm(event.request)).get('token') ?? '');
	const order = await orderBehind(event, token);
	if (!order || order.shop !== event.params.shop) return fail(404, { fault: m.error_404() });
	// Before it is paid it can only be cancelled.
	if (!order.changeable || order.status === 'awaiting_payment')
		return redirect(303, trackOf(token));
	event.cookies.set(CHANGING_COOKIE, `${token}.${seenOf(order)}`, {
		path: `/${event.params.shop}`,
		httpOnly: true,
		sameSite: 'lax',
		secure: event.url.protocol === 'https:',
		maxAge: KEEP_SECONDS
	});
	const kept = keepAndGo(event, requestsFor(askedOf(order)));
	forget(event);
	return kept;
}

/** Leaves the order as it is. */
export function stop(event: RequestEvent & Asking): never {
	const aim = aimOf(event);
	forget(event);
	redirect(303, aim ? trackOf(aim.token) : `/${event.params.shop}`);
}

function forget({ cookies, params }: Pick<Asking, 'cookies' | 'params'>): void {
	for (const name of [CHANGING_COOKIE, CHANGED_COOKIE])
		cookies.delete(name, { path: `/${params.shop}` });
}

/** Sends the changed lines; the server decides whether it is in time. */
export async function change(event: RequestEvent & Asking) {
	const aim = aimOf(event);
	if (!aim) return redirect(303, `/${event.params.shop}`);
	const form = await readForm(event.request);
	const order = await orderBehind(event, aim.token);
	if (!order) return fail(503, { changeFault: m.error_unavailable() });
	if (order.changeable && seenOf(order) !== aim.seen)
		return fail(409, { changeFault: m.changing_changed() });
	const wantedAt = String(form.get('wantedAt') ?? '');
	const note = String(form.get('note') ?? '').trim();
	const answer = await event
		.fetch(`/api${trackOf(aim.token)}/change`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				version: order.version,
				lines: sentLines(form) ?? linesOf(event) ?? [],
				...(note && { note }),
				...(wantedAt && { wantedAt })
			})
		})
		.catch(() => undefined);
	if (answer?.ok) {
		forget(event);
		return redirect(303, `${trackOf(aim.token)}#lines`);
	}
	const body = (await answer?.json().catch(() => null)) as { error?: WireError } | null;
	return fail(answer?.status ?? 503, {
		changeFault: body?.error?.message ?? m.error_unavailable()
	});
}

/** The lines of the page's script: more than a cookie can hold. */
function sentLines(form: FormData): LineRequest[] | undefined {
	try {
		return linesIn(JSON.parse(String(form.get('lines'))));
	} catch {
		return undefined;
	}
}

import { read, readFirst, readShops } from '$lib/live/load.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { drawablesFor } from '$lib/ui/pizza/drawables.server.ts';
import type {
	ShopView,
	Snapshots,
	StageTime,
	TrackedOrder,
	WireError
} from '#domain/wire/contract.ts';
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { RETURNED_COOKIE } from './returned.ts';

export const load: PageServerLoad = async (event) => {
	// The URL is secret, so it is not sent to other sites. `no-referrer` would also remove the origin of
	// the page's own forms, which are refused then.
	event.setHeaders({ 'referrer-policy': 'same-origin' });
	const path = pathOf(event.params.token);
	const { snapshot, seq, at } = await readFirst<{ snapshot: Snapshots['order']; seq: number }>(
		event,
		path
	);
	const { order } = snapshot;
	const [[shop], { stages }, drawables] = await Promise.all([
		readShops(event, [order.shop]),
		// The page works without the stage times.
		read<{ stages: StageTime[] }>(event, `${path}/history`).catch(() => ({ stages: [] })),
		drawablesFor(event, order.shop, order.lines)
	]);
	return {
		token: event.params.token,
		first: { snapshot, seq, at },
		zone: shop?.zone ?? 'Europe/Paris',
		phone: shop?.phone ?? null,
		place: shop ? { ...shop.point, name: shop.name, street: shop.address.street } : null,
		stages,
		drawables,
		paying: {
			isBack: event.cookies.get(RETURNED_COOKIE) !== undefined,
			before: shop ? payBefore(order, shop) : null
		}
	};
};

export const actions: Actions = {
	/** The customer cancels without a script; the server decides whether it is still time. */
	cancel: async (event) => {
		const { token } = event.params;
		const answer = await event
			.fetch(`${pathOf(token)}/cancel`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: '{}'
			})
			.catch(() => undefined);
		if (answer?.ok) redirect(303, `/track/${encodeURIComponent(token)}`);
		const body = (await answer?.json().catch(() => null)) as { error?: WireError } | null;
		return fail(answer?.status ?? 503, {
			fault: body?.error?.message ?? m.error_unavailable()
		});
	}
};

/** ISO; when the order is cancelled unless it is paid. */
const payBefore = (order: Pick<TrackedOrder, 'placedAt'>, shop: Pick<ShopView, 'payMinutes'>) =>
	new Date(Date.parse(order.placedAt) + shop.payMinutes * 60_000).toISOString();

const pathOf = (token: string) => `/api/track/${encodeURIComponent(token)}`;

import { read } from '$lib/live/load.server.ts';
import { isoNowOf } from '$lib/now.server.ts';
import type { Point } from '#domain/order/order.ts';
import type { MenuAnswer, ShopsPage } from '#domain/wire/contract.ts';
import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { doorAsked } from './door.server.ts';
import { forgetDevice, ordersHere } from './orders.server.ts';

type Asking = Parameters<PageServerLoad>[0];

/** The pizzas of the picture at the top: round, colourful, all different. */
const SHOWN = ['vegetarienne', 'reine', 'quatre-fromages', 'margherita', 'norvegienne'];

export const load: PageServerLoad = async (event) => {
	const near = event.url.searchParams.get('near');
	const q = event.url.searchParams.get('q')?.trim().slice(0, 80) ?? '';
	const [{ door, found }, orders] = await Promise.all([
		doorAsked(event, near).then(async (door) => ({
			door,
			found: await shopsOf(event, q, door?.point)
		})),
		ordersHere(event)
	]);
	// Asked only where there is nothing to show: the name of the group is read beside the shops.
	if (found.total === 0 && q === '' && !(await event.parent()).isSetUp) redirect(303, '/setup');
	return {
		found,
		q,
		door,
		orders,
		typed: near?.slice(0, 120) ?? door?.street ?? '',
		pizzas: await pizzasOf(event, found.shops[0]?.id),
		at: isoNowOf(event)
	};
};

export const actions: Actions = {
	/** Deletes from this device what it knows of orders and addresses. */
	forget: (event) => forgetDevice(event)
};

/** The page of the list that the address asks for; what is no page is the first one. */
function shopsOf(event: Asking, q: string, near: Point | null | undefined): Promise<ShopsPage> {
	const page = /^[1-9]\d{0,3}$/.exec(event.url.searchParams.get('page') ?? '')?.[0] ?? '1';
	const asked = new URLSearchParams({ page });
	if (q) asked.set('q', q);
	if (near) for (const side of ['lat', 'lng'] as const) asked.set(side, String(near[side]));
	return read<ShopsPage>(event, `/api/shops?${asked}`);
}

async function pizzasOf(event: Asking, shop: string | undefined) {
	if (!shop) return [];
	const { looks = {} } = await read<MenuAnswer>(event, `/api/shops/${shop}/menu`);
	const ids = SHOWN.filter((id) => looks[id]);
	return ids.flatMap((id) => (looks[id] ? [{ id, look: looks[id] }] : []));
}

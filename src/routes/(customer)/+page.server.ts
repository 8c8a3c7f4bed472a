import { read } from '$lib/live/load.server.ts';
import { isoNowOf } from '$lib/now.server.ts';
import type { MenuAnswer, ShopView } from '#domain/wire/contract.ts';
import type { Actions, PageServerLoad } from './$types';
import { doorAsked } from './door.server.ts';
import { forgetDevice, ordersHere } from './orders.server.ts';

/** What the picture at the top is made of: round, colourful, and each of another kind. */
const SHOWN = ['vegetarienne', 'reine', 'quatre-fromages', 'margherita', 'norvegienne'];

export const load: PageServerLoad = async (event) => {
	const near = event.url.searchParams.get('near');
	const [{ shops }, door, orders] = await Promise.all([
		read<{ shops: ShopView[] }>(event, '/api/shops'),
		doorAsked(event, near),
		ordersHere(event)
	]);
	return {
		shops,
		door,
		orders,
		typed: near?.slice(0, 120) ?? door?.street ?? '',
		pizzas: await pizzasOf(event, shops[0]?.id),
		at: isoNowOf(event)
	};
};

export const actions: Actions = {
	/** Takes from this device what it knows of orders and addresses. */
	forget: (event) => forgetDevice(event)
};

async function pizzasOf(event: Parameters<PageServerLoad>[0], shop: string | undefined) {
	if (!shop) return [];
	const { looks = {} } = await read<MenuAnswer>(event, `/api/shops/${shop}/menu`);
	const ids = SHOWN.filter((id) => looks[id]);
	return ids.flatMap((id) => (looks[id] ? [{ id, look: looks[id] }] : []));
}

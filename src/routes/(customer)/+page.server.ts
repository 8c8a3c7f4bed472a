import { read } from '$lib/live/load.server.ts';
import type { MenuAnswer, ShopView } from '#domain/contract.ts';
import { findPlace } from '#domain/places.ts';
import { streetsOf } from '#domain/streets.ts';
import { DEMO_TOWN } from '#domain/town.ts';
import villeneuve from '#domain/town/villeneuve.json';
import type { PageServerLoad } from './$types';

/** What the picture at the top is made of: round, colourful, and each of another kind. */
const SHOWN = ['vegetarienne', 'reine', 'quatre-fromages', 'margherita', 'norvegienne'];

const TOWN = { ...DEMO_TOWN, streets: streetsOf(villeneuve) };

export const load: PageServerLoad = async (event) => {
	const { shops } = await read<{ shops: ShopView[] }>(event, '/api/shops');
	const typed = (event.url.searchParams.get('near') ?? '').slice(0, 120);
	return {
		shops,
		typed,
		place: (typed.trim() && findPlace(TOWN, typed)) || null,
		pizzas: await pizzasOf(event, shops[0]?.id),
		at: new Date().toISOString()
	};
};

async function pizzasOf(event: Parameters<PageServerLoad>[0], shop: string | undefined) {
	if (!shop) return [];
	const { looks = {} } = await read<MenuAnswer>(event, `/api/shops/${shop}/menu`);
	const ids = SHOWN.filter((id) => looks[id]);
	return ids.flatMap((id) => (looks[id] ? [{ id, look: looks[id] }] : []));
}

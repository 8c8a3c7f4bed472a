import { loadOrders } from '../../found/load.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	return { ...(await loadOrders(event, shop)), shop };
};

import { loadOrders } from '../found/load.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => loadOrders(event, undefined);

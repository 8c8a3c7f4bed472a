import { read } from '$lib/live/load.server.ts';
import type { ShopView } from '#domain/contract.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => read<{ shops: ShopView[] }>(event, '/api/shops');

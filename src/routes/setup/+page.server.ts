import { readBrand } from '$lib/live/brand.server.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Only an installation without a group shows this page. */
export const load: PageServerLoad = async (event) => {
	event.setHeaders({ 'cache-control': 'no-store' });
	if ((await readBrand(event)).isSetUp) redirect(303, '/sign-in');
};

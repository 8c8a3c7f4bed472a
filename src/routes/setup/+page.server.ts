import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Only an installation without a group shows this page. */
export const load: PageServerLoad = async ({ parent, setHeaders }) => {
	setHeaders({ 'cache-control': 'no-store' });
	if ((await parent()).isSetUp) redirect(303, '/sign-in');
};

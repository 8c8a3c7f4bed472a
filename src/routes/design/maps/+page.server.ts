import { dev } from '$app/environment';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Development only: a running installation has no such page. */
export const load: PageServerLoad = () => {
	if (!dev) error(404);
};

import { dev } from '$app/environment';
import { error } from '@sveltejs/kit';

/** The parts laid out side by side, for those who build with them; nobody else has this page. */
export function load() {
	if (!dev) error(404);
}

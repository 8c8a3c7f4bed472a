import { dev } from '$app/environment';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import { error } from '@sveltejs/kit';
import type { PageLoad } from './$types';

/** The design page shows all components; development only. */
export const load: PageLoad = async ({ fetch }) => {
	if (!dev) error(404);
	const answer = await fetch('/api/shops/gare/menu');
	if (!answer.ok) error(answer.status);
	const { menu, looks = {} } = (await answer.json()) as MenuAnswer;
	return { names: menu.products.map(({ id, name }) => ({ id, name })), looks };
};

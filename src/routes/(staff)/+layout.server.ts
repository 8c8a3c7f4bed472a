import { read, readShops } from '$lib/live/load.server.ts';
import type { Me } from '#domain/wire/contract.ts';
import type { LayoutServerLoad } from './$types';

/** Who is signed in, and the shop that the address names. */
export const load: LayoutServerLoad = async (event) => {
	const { shop } = event.params;
	const [me, shops] = await Promise.all([
		read<Me>(event, '/api/me'),
		readShops(event, shop === undefined ? [] : [shop])
	]);
	return { me, shops };
};

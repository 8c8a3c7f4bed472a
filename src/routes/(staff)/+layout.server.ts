import { readBrand } from '$lib/live/brand.server.ts';
import { read, readShops } from '$lib/live/load.server.ts';
import type { Me } from '#domain/wire/contract.ts';
import type { LayoutServerLoad } from './$types';

/** Who is signed in, the shop that the address names, and the name of the group. */
export const load: LayoutServerLoad = async (event) => {
	const { shop } = event.params;
	const [me, shops, { brand }] = await Promise.all([
		read<Me>(event, '/api/me'),
		readShops(event, shop === undefined ? [] : [shop]),
		readBrand(event)
	]);
	return { me, shops, brand };
};

import { read } from '$lib/live/load.server.ts';
import { isoNowOf } from '$lib/now.server.ts';
import { isBoss, managesAt } from '$lib/ui/roles.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ShopView, Snapshots } from '#domain/wire/contract.ts';
import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

interface Group {
	snapshot: Snapshots['group'];
	seq: number;
	shops: ShopView[];
}

export const load: PageServerLoad = async (event) => {
	const { me } = await event.parent();
	if (!isBoss(me)) {
		const mine = me.roles.find((held) => managesAt(me, held.shop));
		if (mine) redirect(303, `/manage/${mine.shop}`);
		error(403, { message: m.error_403(), code: 'forbidden' });
	}
	event.setHeaders({ 'cache-control': 'no-store' });
	const at = isoNowOf(event);
	const { snapshot, seq, shops } = await read<Group>(event, '/api/group/orders');
	return { first: { snapshot, seq, at }, mine: shops };
};

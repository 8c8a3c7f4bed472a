import { read } from '$lib/live/load.server.ts';
import { isBoss, managesAt } from '$lib/ui/roles.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ShopView, Snapshots } from '#domain/contract.ts';
import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

interface Orders {
	snapshot: Snapshots['manage'];
	seq: number;
	shop: ShopView;
}

export const load: PageServerLoad = async (event) => {
	const { me } = await event.parent();
	const mine = [...new Set(me.roles.map((held) => held.shop))].filter((id) => managesAt(me, id));
	if (!isBoss(me)) {
		if (mine[0]) redirect(303, `/manage/${mine[0]}`);
		error(403, { message: m.error_403(), code: 'forbidden' });
	}
	event.setHeaders({ 'cache-control': 'no-store' });
	const at = new Date().toISOString();
	const answers = await Promise.all(
		mine.map((id) => read<Orders>(event, `/api/shops/${id}/orders`))
	);
	const snapshot: Snapshots['group'] = {
		orders: answers.flatMap((answer) => answer.snapshot.orders),
		drivers: answers.flatMap((answer) => answer.snapshot.drivers),
		positions: answers.flatMap((answer) => answer.snapshot.positions)
	};
	// The group counts over its shops; what we are told at the join replaces this.
	const seq = 0;
	return { first: { snapshot, seq, at }, mine: answers.map((answer) => answer.shop) };
};

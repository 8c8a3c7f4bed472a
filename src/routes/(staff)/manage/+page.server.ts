import { read } from '$lib/live/load.server.ts';
import { isoNowOf } from '$lib/now.server.ts';
import { isBoss, managesAt } from '$lib/ui/roles.ts';
import { m } from '$lib/paraglide/messages.js';
import type { GroupPage } from '#domain/wire/contract.ts';
import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { me } = await event.parent();
	if (!isBoss(me)) {
		const mine = me.roles.find((held) => managesAt(me, held.shop));
		if (mine) redirect(303, `/manage/${mine.shop}`);
		error(403, { message: m.error_403(), code: 'forbidden' });
	}
	event.setHeaders({ 'cache-control': 'no-store' });
	const at = isoNowOf(event);
	const { searchParams } = event.url;
	const q = searchParams.get('q')?.trim().slice(0, 80) ?? '';
	const page = /^[1-9]\d{0,3}$/.exec(searchParams.get('page') ?? '')?.[0] ?? '1';
	const asked = new URLSearchParams({ page, ...(q && { q }) });
	const { snapshot, seq, shops, windows, risks, ...list } = await read<GroupPage>(
		event,
		`/api/group/orders?${asked}`
	);
	const isWhole = list.pages === 1 && q === '';
	const joins = isWhole ? undefined : shops.map(({ id }) => id);
	return {
		first: { snapshot, seq, at, joins },
		mine: shops,
		risks: { ...risks, windows },
		list,
		q
	};
};

import { read } from '$lib/live/load.server.ts';
import type { LedgerAnswer } from '#domain/pay/day.ts';
import type { ShiftsAnswer } from '#domain/wire/shifts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { params, url } = event;
	const asked = new URLSearchParams();
	for (const name of ['day', 'page']) {
		const value = url.searchParams.get(name);
		if (value) asked.set(name, value.slice(0, 20));
	}
	const ledger = await read<LedgerAnswer>(event, `/api/shops/${params.shop}/ledger?${asked}`);
	const shifts = await read<ShiftsAnswer>(
		event,
		`/api/shops/${params.shop}/shifts?day=${ledger.day}`
	);
	event.setHeaders({ 'cache-control': 'no-store' });
	return { ledger, shifts, shop: params.shop };
};

import { readForm } from '$lib/form.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { read } from '$lib/live/load.server.ts';
import { isoNowOf } from '$lib/now.server.ts';
import { againFrom } from '#domain/menu/again.ts';
import { lineFromForm, withLine, withMissing, withQuantity } from '#domain/menu/basket.ts';
import type { MenuAnswer, Snapshots } from '#domain/wire/contract.ts';
import { searchFrom } from '#domain/menu/finding.ts';
import { indexMenu } from '#domain/menu/pricing.ts';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { doorOf, reaches } from '../door.server.ts';
import { ordersHere } from '../orders.server.ts';
import { keepAndGo, linesOf } from './basket.server.ts';
import { begin, change, changingOf, stop } from './changing.server.ts';

export const load: PageServerLoad = async (event) => {
	const [answer, orders, changing] = await Promise.all([
		read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`),
		ordersHere(event),
		changingOf(event)
	]);
	event.setHeaders({ 'cache-control': 'no-store' });
	const door = doorOf(event);
	const { searchParams } = event.url;
	return {
		...answer,
		orders,
		changing: changing ?? null,
		/** Where to deliver, and whether this shop does. */
		door: door && { line: door.street, reached: reaches(answer.shop, door) },
		/** Of what was ordered again: products that are not in the basket, or not as they were. */
		again: { left: searchParams.getAll('left'), lessened: searchParams.getAll('lessened') },
		lines: linesOf(event) ?? null,
		search: searchFrom(event.url.searchParams),
		at: isoNowOf(event)
	};
};

/** Form actions for pages without a script. */
export const actions: Actions = {
	/** One more of a product that asks for no choice. */
	add: async (event) => {
		const form = await readForm(event.request);
		const answer = await read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`);
		const product = answer.menu.products.find(({ id }) => id === form.get('product'));
		if (!product) return fail(404, { fault: m.product_missing() });
		const line = lineFromForm(product, (name) => form.getAll(name).map(String));
		return keepAndGo(event, withLine(linesOf(event) ?? [], line));
	},

	/** What was ordered before, as far as it can be made today. */
	again: async (event) => {
		const form = await event.request.formData();
		const token = encodeURIComponent(String(form.get('token') ?? ''));
		const [{ menu, makeable }, { snapshot }] = await Promise.all([
			read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`),
			read<{ snapshot: Snapshots['order'] }>(event, `/api/track/${token}`)
		]);
		const again = againFrom(snapshot.order, { index: indexMenu(menu), makeable });
		const query = new URLSearchParams([
			...again.left.map((id) => ['left', id]),
			...again.lessened.map((id) => ['lessened', id])
		]);
		return keepAndGo(event, withMissing(linesOf(event) ?? [], again.lines), { query });
	},

	/** Changing a placed order: begin, send, or give up. */
	begin,
	change,
	stop,

	/** Another quantity of a line; 0 removes it. */
	quantity: async (event) => {
		const form = await readForm(event.request);
		const [at, quantity] = [Number(form.get('line')), Number(form.get('quantity'))];
		const lines = linesOf(event) ?? [];
		if (!Number.isInteger(at) || !Number.isInteger(quantity) || quantity < 0)
			return fail(400, { fault: m.error_unknown() });
		return keepAndGo(event, withQuantity(lines, at, quantity));
	}
};

import { m } from '$lib/paraglide/messages.js';
import { read } from '$lib/live/load.server.ts';
import { lineFromForm, withLine, withQuantity } from '#domain/basket.ts';
import type { MenuAnswer } from '#domain/contract.ts';
import { wishesFrom } from '#domain/finding.ts';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { basketOf, keepAndGo } from './basket.server.ts';

export const load: PageServerLoad = async (event) => {
	const answer = await read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`);
	event.setHeaders({ 'cache-control': 'no-store' });
	return {
		...answer,
		lines: basketOf(event) ?? null,
		wishes: wishesFrom(event.url.searchParams),
		at: new Date().toISOString()
	};
};

/** Each does without a script what the page's own script does with one. */
export const actions: Actions = {
	/** One more of a product that asks for no choice. */
	add: async (event) => {
		const form = await event.request.formData();
		const answer = await read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`);
		const product = answer.menu.products.find(({ id }) => id === form.get('product'));
		if (!product) return fail(404, { fault: m.product_gone() });
		const line = lineFromForm(product, (name) => form.getAll(name).map(String));
		return keepAndGo(event, withLine(basketOf(event) ?? [], line));
	},

	/** Another quantity of a line; 0 takes it away. */
	quantity: async (event) => {
		const form = await event.request.formData();
		const [at, quantity] = [Number(form.get('line')), Number(form.get('quantity'))];
		const lines = basketOf(event) ?? [];
		if (!Number.isInteger(at) || !Number.isInteger(quantity) || quantity < 0)
			return fail(400, { fault: m.error_unknown() });
		return keepAndGo(event, withQuantity(lines, at, quantity));
	}
};

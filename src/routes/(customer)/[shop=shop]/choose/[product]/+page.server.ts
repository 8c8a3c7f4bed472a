import { readForm } from '$lib/form.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { read } from '$lib/live/load.server.ts';
import { lineFromForm, withLine } from '#domain/menu/basket.ts';
import type { LineRequest, MenuAnswer } from '#domain/wire/contract.ts';
import { faultMessage } from '#domain/wire/faults.ts';
import { searchFrom } from '#domain/menu/finding.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { error, fail, type RequestEvent } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';
import { linesOf, keepAndGo } from '../../basket.server.ts';
import { changingOf } from '../../changing.server.ts';

const ask = (event: RequestEvent) =>
	read<MenuAnswer>(event, `/api/shops/${event.params.shop}/menu`);

export const load: PageServerLoad = async (event) => {
	const [answer, changing] = await Promise.all([ask(event), changingOf(event)]);
	event.setHeaders({ 'cache-control': 'no-store' });
	const product = answer.menu.products.find(({ id }) => id === event.params.product);
	if (!product) error(404, { message: m.product_missing() });
	const { line, at } = lineAt(event);
	return {
		...answer,
		changing: changing ?? null,
		product,
		/** The line of the basket that is being changed, if any. */
		line: line?.product === product.id ? line : null,
		at: line?.product === product.id ? at : null,
		lines: linesOf(event) ?? null,
		search: searchFrom(event.url.searchParams)
	};
};

function lineAt(event: RequestEvent): { line: LineRequest | undefined; at: number } {
	const asked = event.url.searchParams.get('line');
	const at = asked === null ? -1 : Number(asked);
	return { line: linesOf(event)?.[at], at };
}

export const actions: Actions = {
	/** Puts the chosen product into the basket, or in the place of the line it was before. */
	default: async (event) => {
		const form = await readForm(event.request);
		const { menu } = await ask(event);
		const product = menu.products.find(({ id }) => id === event.params.product);
		if (!product) return fail(404, { fault: m.product_missing() });
		const line = lineFromForm(product, (name) => form.getAll(name).map(String));
		const priced = priceBasket(indexMenu(menu), [line]);
		if (!priced.ok) return fail(422, { fault: faultMessage(priced.fault, getLocale()), line });
		const before = lineAt(event);
		const lines = linesOf(event) ?? [];
		const after = before.line
			? lines.map((entry, i) => (i === before.at ? line : entry))
			: withLine(lines, line);
		return keepAndGo(event, after, { line });
	}
};

import { BASKET_COOKIE } from '#domain/menu/basket.ts';
import { COMMAND_KEY } from '#domain/wire/command-key.ts';
import type {
	LineRequest,
	MenuAnswer,
	PaymentMethodsAnswer,
	PlacedAnswer,
	PriceAnswer,
	WireError
} from '#domain/wire/contract.ts';
import { drawablesOf, drawablesWithin } from '#domain/menu/look.ts';
import type { Fulfilment } from '#domain/order/order.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { read } from '$lib/live/load.server.ts';
import { nowOf } from '$lib/now.server.ts';
import { readForm } from '$lib/form.server.ts';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { doorOf, reaches } from '../../door.server.ts';
import { ordersHere, rememberOrder } from '../../orders.server.ts';
import { basketOf } from '../basket.server.ts';
import { withAllergens } from '../contents.ts';
import { quoteOf } from './basket-quote.server.ts';
import type { Actions, PageServerLoad } from './$types';
import {
	freshForm,
	orderFrom,
	refusalOf,
	sortedMethods,
	typedInForm,
	withExactCash,
	type Refusal,
	type Typed
} from './form.ts';

const AT_DOOR: PaymentMethodsAnswer = { methods: ['door'] };

export const load: PageServerLoad = async (event) => {
	const { shop } = event.params;
	const lines = basketOf(event) ?? [];
	const door = doorOf(event);
	const [{ menu, looks, allergens }, quote, { methods }, here] = await Promise.all([
		read<MenuAnswer>(event, `/api/shops/${shop}/menu`),
		quoteOf(event, lines, door?.point ?? null),
		// Without an answer an order can still be paid where it is handed over.
		read<PaymentMethodsAnswer>(event, '/api/payment-methods').catch(() => AT_DOOR),
		ordersHere(event)
	]);
	event.setHeaders({ 'cache-control': 'no-store' });
	const priced = priceBasket(indexMenu(menu), lines);
	const basket = priced.ok ? withAllergens(priced.value.lines, allergens) : [];
	return {
		door: door ?? null,
		isFar: reaches(quote.shop, door) === false,
		way: wayOf(event.url),
		quote,
		now: nowOf(event),
		lines,
		basket,
		/** Something in it is no longer on the menu. */
		isBroken: !priced.ok,
		methods: sortedMethods(methods),
		/** Orders of this device at this shop that are placed and not paid. */
		waiting: here.filter((order) => order.shop === shop && order.status === 'awaiting_payment'),
		drawables: drawablesWithin(drawablesOf(menu, looks), basket),
		/** The idempotency key of the form: however often it is sent, it is one order. */
		key: crypto.randomUUID()
	};
};

const wayOf = (url: URL): Fulfilment =>
	url.searchParams.get('way') === 'collection' ? 'collection' : 'delivery';

export const actions: Actions = {
	/** Places the order without a script. */
	default: async (event) => {
		const form = await readForm(event.request);
		const town = { postcode: '', city: '' };
		const typed = typedInForm(form, freshForm(town));
		const lines = basketOf(event) ?? [];
		const refuse = (status: number, refusal: Refusal) => fail(status, { typed, refusal });
		if (lines.length === 0) return refuse(400, { fields: {}, message: m.basket_empty() });

		const key = String(form.get('key') ?? '');
		if (!COMMAND_KEY.test(key)) return refuse(400, { fields: {}, message: m.error_unknown() });
		const said = typed.changeFrom === 'exact' ? await withTotal(event, typed, lines) : typed;
		const order = orderFrom(said, event.params.shop, lines, getLocale());
		const sent = await place(event, order, key);
		if (!sent.ok) return refuse(sent.status, refusalOf(sent.error, typed.fulfilment));
		event.cookies.set(BASKET_COOKIE, encodeURIComponent('[]'), {
			path: `/${event.params.shop}`,
			encode: (text) => text,
			httpOnly: false,
			secure: false
		});
		rememberOrder(event, sent.value.token);
		redirect(303, `/track/${sent.value.token}`);
	}
};

/** The exact sum in cash is the server's price; without an answer it is not said. */
async function withTotal(
	event: RequestEvent,
	typed: Typed,
	lines: readonly LineRequest[]
): Promise<Typed> {
	const { fulfilment, code } = typed;
	const answer = await event
		.fetch(`/api/shops/${event.params.shop}/price`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ fulfilment, lines, ...(code.trim() && { code: code.trim() }) })
		})
		.catch(() => undefined);
	if (!answer?.ok) return { ...typed, changeFrom: '' };
	return withExactCash(typed, ((await answer.json()) as PriceAnswer).totalMinor);
}

type Sent = { ok: true; value: PlacedAnswer } | { ok: false; status: number; error: WireError };

async function place(event: RequestEvent, order: unknown, key: string): Promise<Sent> {
	const answer = await event
		.fetch('/api/orders', {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'idempotency-key': key },
			body: JSON.stringify(order)
		})
		.catch(() => undefined);
	const body: unknown = await answer?.json().catch(() => null);
	if (answer?.ok) return { ok: true, value: body as PlacedAnswer };
	const error = (body as { error?: WireError } | null | undefined)?.error;
	return {
		ok: false,
		status: answer?.status ?? 503,
		error: error ?? { code: 'unavailable', message: m.pending_unknown() }
	};
}

import { read } from '$lib/live/load.server.ts';
import type { BasketQuote, LineRequest, QuoteAnswer, WayQuote } from '#domain/wire/contract.ts';
import type { Fulfilment, Point } from '#domain/order/order.ts';
import type { RequestEvent } from '@sveltejs/kit';

type Asking = Pick<RequestEvent, 'fetch' | 'request' | 'url'> & { params: { shop: string } };

/**
 * The quotes of a basket, for both ways. Where the basket cannot be quoted (it is empty, or something in it is
 * no longer on the menu), the quotes of one pizza stand for it.
 */
export async function quoteOf(
	event: Asking & Parameters<typeof read>[0],
	lines: readonly LineRequest[],
	door: Point | null
): Promise<QuoteAnswer> {
	const [usual, delivery, collection] = await Promise.all([
		read<QuoteAnswer>(event, `/api/shops/${event.params.shop}/quote`),
		wayOf(event, { lines, door, fulfilment: 'delivery' }),
		wayOf(event, { lines, door: null, fulfilment: 'collection' })
	]);
	return {
		shop: usual.shop,
		ways: {
			delivery: delivery ?? usual.ways.delivery,
			collection: collection ?? usual.ways.collection
		}
	};
}

interface Asked {
	lines: readonly LineRequest[];
	door: Point | null;
	fulfilment: Fulfilment;
}

async function wayOf(
	event: Asking,
	{ lines, door, fulfilment }: Asked
): Promise<WayQuote | undefined> {
	if (lines.length === 0) return undefined;
	const address = door ? { address: { point: door } } : {};
	const answer = await event
		.fetch('/api/quote', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ shop: event.params.shop, fulfilment, lines, ...address })
		})
		.catch(() => undefined);
	return answer?.ok ? ((await answer.json()) as BasketQuote).way : undefined;
}

/** The shop's quote for this basket, asked again when basket or door change, and while the page is visible. */

import { send, type Sent } from '$lib/live/commands.ts';
import type {
	BasketQuote,
	LineRequest,
	QuoteAnswer,
	QuoteRequest,
	WayQuote
} from '#domain/wire/contract.ts';
import type { Fulfilment, Point } from '#domain/order/order.ts';
import { onMount } from 'svelte';

const EVERY_MS = 30_000;

export class FreshQuote {
	answer = $state.raw() as QuoteAnswer;
	/** When it was asked for, epoch ms: what day today is. */
	now = $state.raw(0);
	/** `loading`: what is shown is of another basket or door. `failed`: it could not be asked again. */
	status = $state.raw<'current' | 'loading' | 'failed'>('current');
	#door: Point | null = null;
	#shop: string;
	#lines: readonly LineRequest[];
	/** Of the newest request: an older answer is dropped. */
	#request = 0;

	/** Create it while a component is set up: it refreshes while that is mounted and visible. */
	constructor(first: QuoteAnswer, now: number, lines: readonly LineRequest[]) {
		this.answer = first;
		this.now = now;
		this.#shop = first.shop.id;
		this.#lines = lines;
		onMount(() => {
			const look = () => document.visibilityState === 'visible' && void this.refresh();
			const timer = setInterval(look, EVERY_MS);
			document.addEventListener('visibilitychange', look);
			return () => {
				clearInterval(timer);
				document.removeEventListener('visibilitychange', look);
			};
		});
	}

	/** Sets the point of the door; null when it is not known. */
	for(door: Point | null): void {
		if (JSON.stringify(door) !== JSON.stringify(this.#door)) this.status = 'loading';
		this.#door = door;
		void this.refresh();
	}

	/** The basket as it is now; asked for when it differs. */
	of(lines: readonly LineRequest[]): void {
		if (lines.length === 0 || JSON.stringify(lines) === JSON.stringify(this.#lines)) return;
		this.#lines = lines;
		this.status = 'loading';
		void this.refresh();
	}

	/** Without an answer the last one stays: the promise itself is made when the order is placed. */
	async refresh(): Promise<void> {
		if (this.#lines.length === 0) return;
		const request = ++this.#request;
		const [delivery, collection] = await Promise.all([
			this.#ask('delivery'),
			this.#ask('collection')
		]);
		if (request !== this.#request) return;
		const shop = delivery.ok ? delivery.value.shop : collection.ok ? collection.value.shop : null;
		const ways = { delivery: wayOf(delivery), collection: wayOf(collection) };
		if (!ways.delivery || !ways.collection) return void (this.status = 'failed');
		this.answer = {
			shop: shop ?? this.answer.shop,
			ways: { delivery: ways.delivery, collection: ways.collection }
		};
		this.now = Date.now();
		this.status = 'current';
	}

	#ask(fulfilment: Fulfilment): Promise<Sent<BasketQuote>> {
		const point = fulfilment === 'delivery' ? this.#door : null;
		const body: QuoteRequest = {
			shop: this.#shop,
			fulfilment,
			lines: [...this.#lines],
			...(point && { address: { point } })
		};
		return send<BasketQuote>('/api/quote', body);
	}
}

/** A closed shop or a paused kitchen without a slot has nothing to offer; undefined without an answer. */
function wayOf(sent: Sent<BasketQuote>): WayQuote | undefined {
	if (sent.ok) return sent.value.way;
	const isShut = sent.error.code === 'shop_closed' || sent.error.code === 'kitchen_paused';
	return isShut ? { asap: null, slots: [], tooFar: false } : undefined;
}

/** The shop's quote, refreshed while the page is visible. */

import { ask } from '$lib/live/commands.ts';
import type { QuoteAnswer } from '#domain/wire/contract.ts';
import type { Point } from '#domain/order/order.ts';
import { onMount } from 'svelte';

const EVERY_MS = 30_000;

export class FreshQuote {
	answer = $state.raw() as QuoteAnswer;
	/** When it was asked for, epoch ms: what day today is. */
	now = $state.raw(0);
	#door: Point | null = null;
	#shop: string;

	/** Create it while a component is set up: it refreshes while that is mounted and visible. */
	constructor(first: QuoteAnswer, now: number) {
		this.answer = first;
		this.now = now;
		this.#shop = first.shop.id;
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
		this.#door = door;
		void this.refresh();
	}

	/** Without an answer the last one stays: the promise itself is made when the order is placed. */
	async refresh(): Promise<void> {
		const door = this.#door;
		const query = door ? `?lat=${door.lat}&lng=${door.lng}` : '';
		const sent = await ask<QuoteAnswer>(`/api/shops/${this.#shop}/quote${query}`);
		if (!sent.ok || door !== this.#door) return;
		this.answer = sent.value;
		this.now = Date.now();
	}
}

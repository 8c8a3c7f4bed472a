/** The kitchen's delay, pause and capacity, asked for again while the page is visible: no feed carries them. */

import type { KitchenState } from '#domain/wire/contract.ts';
import { onMount } from 'svelte';
import { ask } from './commands.ts';

const EVERY_MS = 10_000;

export class KitchenWatch {
	/** Null until it is known. */
	state = $state.raw<KitchenState | null>(null);
	readonly #shop: string;

	/** Create it while a component is set up. */
	constructor(shop: string, first: KitchenState | null = null) {
		this.#shop = shop;
		this.state = first;
		onMount(() => {
			const look = () => document.visibilityState === 'visible' && void this.refresh();
			if (!first) look();
			const timer = setInterval(look, EVERY_MS);
			document.addEventListener('visibilitychange', look);
			return () => {
				clearInterval(timer);
				document.removeEventListener('visibilitychange', look);
			};
		});
	}

	/** Without an answer the last one stays. */
	async refresh(): Promise<void> {
		const sent = await ask<KitchenState>(`/api/shops/${this.#shop}/kitchen`);
		if (sent.ok) this.state = sent.value;
	}
}

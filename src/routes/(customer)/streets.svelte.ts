/** Street suggestions while an address is typed, and the result of its lookup. */

import { ask } from '$lib/live/commands.ts';
import type { AddressAnswer, TypedAddress } from '#domain/road/address.ts';
import { queryOf } from './door.ts';

const PAUSE_MS = 200;

export class Streets {
	/** The last answer; a failed request keeps the one before. */
	answer = $state.raw<AddressAnswer | null>(null);
	#asked = '';
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Asks when the typing pauses. */
	look(address: TypedAddress): void {
		clearTimeout(this.#timer);
		const asked = queryOf(address);
		if (address.street.trim().length < 2 || asked === this.#asked) return;
		this.#timer = setTimeout(() => void this.#ask(asked), PAUSE_MS);
	}

	async #ask(asked: string): Promise<void> {
		this.#asked = asked;
		const sent = await ask<AddressAnswer>(`/api/address?${asked}`);
		if (sent.ok && asked === this.#asked) this.answer = sent.value;
	}
}

/** One correction of the money taken on handover: what is typed, and that it is made once. */

import { send } from '$lib/live/commands.ts';
import { newKey } from '$lib/live/new-key.ts';
import { m } from '$lib/paraglide/messages.js';
import type { ManagedOrder } from '#domain/wire/contract.ts';
import type { DoorReport } from '#domain/pay/door.ts';

export class Correcting {
	reason = $state('');
	fault = $state<string>();
	isSending = $state(false);
	/** The button was pressed: a missing reason is said. */
	isPressed = $state(false);
	readonly #path: string;
	readonly #version: number;
	/** One dialog is one correction, however often it is sent. */
	#key = newKey();

	constructor({ id, version }: Pick<ManagedOrder, 'id' | 'version'>) {
		this.#path = `/api/orders/${encodeURIComponent(id)}/takings`;
		this.#version = version;
	}

	readonly isReasonMissing = $derived.by(() => this.reason.trim() === '');

	/**
	 * Makes the correction; true when it stands. Without an answer the same is sent again under the same key;
	 * what the server refuses can be changed.
	 */
	async send(report: DoorReport): Promise<boolean> {
		this.isPressed = true;
		if (this.isSending || this.isReasonMissing) return false;
		this.isSending = true;
		this.fault = undefined;
		const body = { ...report, reason: this.reason.trim(), version: this.#version };
		const sent = await send<unknown>(this.#path, body, { key: this.#key });
		this.isSending = false;
		if (sent.ok) return true;
		this.fault = sent.status === 0 ? m.correct_unknown() : sent.error.message;
		const isRefused = sent.status >= 400 && sent.status < 500 && sent.status !== 429;
		if (isRefused) this.#key = newKey();
		return false;
	}
}

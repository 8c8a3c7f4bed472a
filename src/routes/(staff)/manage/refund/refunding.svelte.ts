/** One refund that a manager prepares: what is chosen, what it would do, and that it is made once. */

import { ask, send, type Sent } from '$lib/live/commands.ts';
import { newKey } from '$lib/live/new-key.ts';
import { m } from '$lib/paraglide/messages.js';
import { reasonOf } from '#domain/order/ending.ts';
import type { RefundPreview } from '#domain/wire/contract.ts';
import { SvelteSet } from 'svelte/reactivity';
import { queryOf, requestOf, type Part } from './choice.ts';

export class Refunding {
	part = $state<Part>('all');
	/** As typed. */
	amount = $state('');
	readonly lines = new SvelteSet<string>();
	chosenReason = $state('');
	reasonWords = $state('');
	/** What the chosen refund would do; null while that is not known. */
	preview = $state.raw<RefundPreview | null>(null);
	fault = $state<string>();
	isSending = $state(false);
	/** The button was pressed: what is missing is said. */
	isPressed = $state(false);
	readonly #path: string;
	/** One dialog is one refund, however often it is sent. */
	#key = newKey();
	#asked = 0;

	constructor(order: string) {
		this.#path = `/api/orders/${encodeURIComponent(order)}/refund`;
	}

	readonly request = $derived.by(() =>
		requestOf({ part: this.part, amount: this.amount, lines: [...this.lines] })
	);
	readonly reason = $derived.by(() => reasonOf(this.chosenReason, this.reasonWords));
	/** What is still to be chosen; null when nothing is. */
	readonly missing = $derived.by((): 'lines' | 'amount' | 'reason' | null => {
		if (!this.request) return this.part === 'lines' ? 'lines' : 'amount';
		return this.reason === '' ? 'reason' : null;
	});

	toggle(line: string, isOn: boolean): void {
		if (isOn) this.lines.add(line);
		else this.lines.delete(line);
	}

	/** Asks what the chosen refund would do; an answer to an earlier choice is ignored. */
	async look(): Promise<void> {
		const { request } = this;
		const asked = ++this.#asked;
		this.preview = null;
		if (!request) return;
		const sent = await ask<RefundPreview>(this.#path + queryOf(request));
		if (asked !== this.#asked) return;
		this.fault = sent.ok ? undefined : sent.error.message;
		this.preview = sent.ok ? sent.value : null;
	}

	/**
	 * Makes the refund; true when it stands. Without an answer the same is sent again under the same key, so
	 * that it is made once; what the server refuses can be changed.
	 */
	async send(): Promise<boolean> {
		this.isPressed = true;
		const { request, preview } = this;
		if (this.isSending || this.missing || !request || !preview) return false;
		this.isSending = true;
		this.fault = undefined;
		// The shown amount, so that never more goes back than was read above the button.
		const part = request.lines ? request : { amountMinor: preview.amountMinor };
		const body = { reason: this.reason, ...part };
		const sent: Sent<unknown> = await send(this.#path, body, { key: this.#key });
		this.isSending = false;
		if (sent.ok) return true;
		this.fault = sent.status === 0 ? m.refund_unknown() : sent.error.message;
		const isRefused = sent.status >= 400 && sent.status < 500 && sent.status !== 429;
		if (isRefused) this.#key = newKey();
		return false;
	}
}

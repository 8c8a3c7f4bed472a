/** The basket: kept in this browser until it has become an order, and then never sent twice. */

import { send } from '$lib/live/commands.ts';
import { newKey } from '$lib/live/new-key.ts';
import {
	BASKET_COOKIE,
	CHANGED_COOKIE,
	linesIn,
	withLine,
	withQuantity,
	writeBasket
} from '#domain/menu/basket.ts';
import type { LineRequest, PlacedAnswer, PlaceOrder, WireError } from '#domain/wire/contract.ts';

/** An order whose answer never came: it is asked for again with the same key and the same words. */
interface Pending {
	body: PlaceOrder;
	at: number;
}

interface Saved {
	/** The basket's own idempotency key: one basket becomes one order. */
	key: string;
	lines: LineRequest[];
	pending: Pending | null;
}

/** Within this time the order is sent again without asking the customer. */
const SURELY_MEANT_MS = 3 * 60_000;
const DAY_SECONDS = 86_400;

export class Basket {
	lines = $state.raw<LineRequest[]>([]);
	pending = $state.raw<Pending | null>(null);
	isSending = $state(false);
	fault = $state.raw<WireError | null>(null);
	#key = newKey();
	#shop: string;
	/** The placed order that these lines change, by its id. */
	#changing: string | undefined;
	#inCookie: LineRequest[] | null;

	/** `lines`: what the cookie held when the page was made; null when there was no cookie. */
	constructor(shop: string, lines: LineRequest[] | null = null, changing?: string) {
		this.#shop = shop;
		this.#changing = changing;
		this.#inCookie = lines;
		this.lines = lines ?? [];
	}

	/**
	 * Restores the stored basket; call once in the browser. The cookie wins over localStorage: a form that
	 * was sent before the script ran has changed only the cookie.
	 */
	restore(): void {
		const saved = readSaved(this.#slot);
		if (!saved) return;
		this.#key = saved.key;
		this.pending = saved.pending;
		this.lines = this.#inCookie ?? saved.lines;
		this.#save();
	}

	/** Whether an order was sent a moment ago and its answer is missing: it is sent again at once. */
	get isUnresolved(): boolean {
		return this.pending !== null && Date.now() - this.pending.at < SURELY_MEANT_MS;
	}

	add(line: LineRequest): void {
		this.#set(withLine(this.lines, line));
	}

	/** Puts another choice in the place of a line. */
	replace(index: number, line: LineRequest): void {
		this.#set(this.lines.map((entry, i) => (i === index ? line : entry)));
	}

	setQuantity(index: number, quantity: number): void {
		this.#set(withQuantity(this.lines, index, quantity));
	}

	/** Removes every line that `matches`. */
	removeAll(matches: (line: LineRequest) => boolean): void {
		this.#set(this.lines.filter((line) => !matches(line)));
	}

	/** The customer gives up an order whose answer never came. */
	forgetPending(): void {
		this.pending = null;
		this.#key = newKey();
		this.#save();
	}

	/**
	 * Sends the order, or asks again for the one under way; the answer when it stands. What the shop
	 * refuses can be changed and sent again, under a new key.
	 */
	async place(body: PlaceOrder): Promise<PlacedAnswer | undefined> {
		if (this.isSending) return undefined;
		this.isSending = true;
		this.fault = null;
		this.pending = { body, at: Date.now() };
		this.#save();
		const sent = await send<PlacedAnswer>('/api/orders', body, { key: this.#key });
		this.isSending = false;
		if (sent.ok) {
			this.pending = null;
			this.#forget();
			return sent.value;
		}
		this.fault = sent.error;
		const isRefused = sent.status >= 400 && sent.status < 500 && sent.status !== 429;
		if (isRefused) this.forgetPending();
		return undefined;
	}

	#set(lines: LineRequest[]): void {
		this.lines = lines;
		this.fault = null;
		this.#save();
	}

	get #slot(): string {
		return this.#changing
			? `passe-plat:change:${this.#changing}`
			: `passe-plat:basket:${this.#shop}`;
	}

	#save(): void {
		const saved: Saved = { key: this.#key, lines: this.lines, pending: this.pending };
		localStorage.setItem(this.#slot, JSON.stringify(saved));
		this.#setCookie(this.lines);
	}

	/** Clears the stored basket once it is ordered; the page shows it until it is left. */
	#forget(): void {
		localStorage.removeItem(this.#slot);
		this.#setCookie([]);
	}

	#setCookie(lines: readonly LineRequest[]): void {
		// A basket too long for a cookie is in localStorage only; the cookie is deleted then.
		const value = writeBasket(lines);
		const age = value === undefined ? 0 : DAY_SECONDS;
		const name = this.#changing ? CHANGED_COOKIE : BASKET_COOKIE;
		document.cookie = `${name}=${value ?? ''}; path=/${this.#shop}; max-age=${age}; samesite=lax`;
	}
}

function readSaved(slot: string): Saved | undefined {
	try {
		const saved = JSON.parse(localStorage.getItem(slot) ?? 'null') as Saved | null;
		const lines = linesIn(saved?.lines);
		return saved && lines && typeof saved.key === 'string' ? { ...saved, lines } : undefined;
	} catch {
		return undefined;
	}
}

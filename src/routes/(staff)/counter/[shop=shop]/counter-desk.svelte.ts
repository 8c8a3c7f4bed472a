/** What the counter knows and decides: two calls, who is on the phone, what it costs, when it comes. */

import { send, type Sent } from '$lib/live/commands.ts';
import { newKey } from '$lib/live/new-key.ts';
import { againFrom, type Again } from '#domain/menu/again.ts';
import { withLine, withMissing, withQuantity } from '#domain/menu/basket.ts';
import type { Language, Product } from '#domain/menu/menu.ts';
import type { Point } from '#domain/order/order.ts';
import { priceBasket } from '#domain/menu/pricing.ts';
import { discounted, NO_DISCOUNT } from '#domain/pay/price.ts';
import type {
	BasketQuote,
	CallerAnswer,
	LineRequest,
	PlacedAnswer,
	QuoteRequest
} from '#domain/wire/contract.ts';
import type { Carte } from '../../../(customer)/[shop=shop]/carte.ts';
import { refusalOf, type Refusal } from '../../../(customer)/[shop=shop]/checkout/form.ts';
import { callsIn, freshCall, isBegun, orderOf, withCaller, type Call } from './call.ts';
import { needsChoice, usualLine } from './quick-search.ts';

export const CALLS = 2;

interface DeskOptions {
	carte: Carte;
	/** Who works here: another person does not see what this one has entered. */
	staff: string;
	language: Language;
	/** The name of a walk-in who gives none. */
	noName: string;
}

export class CounterDesk {
	readonly #options: Omit<DeskOptions, 'carte'>;
	/** The menu, with what the stock allows. */
	carte = $state.raw() as Carte;
	/** Raised when another call takes the place of one: its form is made again. */
	round = $state(0);
	calls = $state() as Call[];
	/** Which call is on the screen. */
	at = $state(0);
	refusal = $state.raw<Refusal>({ fields: {} });
	again = $state.raw<Pick<Again, 'left' | 'lessened'> | null>(null);
	quote = $state.raw<Sent<BasketQuote> | null>(null);
	isQuoting = $state(false);
	isLooking = $state(false);
	isSending = $state(false);
	/** The order that was placed last. */
	placed = $state.raw<PlacedAnswer['order'] | null>(null);
	/** Where the typed address is, as far as that is known. */
	#door = $state.raw<Point | null>(null);
	/** Of the newest request: an older answer is dropped. */
	#quoted = 0;
	#isRestored = false;

	constructor(options: DeskOptions) {
		this.#options = options;
		this.carte = options.carte;
		this.calls = Array.from({ length: CALLS }, () => freshCall(this.#town));
	}

	get #town() {
		return this.carte.shop.address;
	}

	get call(): Call {
		return this.calls[this.at] ?? this.calls[0]!;
	}

	/** An order was sent and no answer came: nothing may be changed before it is asked for again. */
	readonly isLocked = $derived.by(() => this.call.pending !== null || this.isSending);
	readonly priced = $derived.by(() => priceBasket(this.carte.index, this.call.lines));
	readonly price = $derived.by(() => {
		if (!this.priced.ok || this.call.lines.length === 0) return null;
		const isDelivery = this.call.typed.fulfilment === 'delivery';
		const { feeMinor, minimumMinor } = this.carte.shop;
		const price = discounted(this.priced.value.lines, NO_DISCOUNT, isDelivery ? feeMinor : 0);
		const missingMinor = isDelivery ? Math.max(0, minimumMinor - price.linesMinor) : 0;
		return { totalMinor: price.totalMinor, feeMinor: price.feeMinor, missingMinor };
	});

	/** What the quote is for; undefined while there is nothing to ask. */
	readonly #asking = $derived.by((): QuoteRequest | undefined => {
		const { lines, typed } = this.call;
		if (lines.length === 0 || !this.priced.ok) return undefined;
		const { fulfilment, street, city, postcode } = typed;
		const shop = this.carte.shop.id;
		if (fulfilment === 'collection' || street.trim() === '')
			return { shop, fulfilment, lines: $state.snapshot(lines) };
		const address = this.#door ? { point: this.#door } : { street, city, postcode };
		return { shop, fulfilment, address, lines: $state.snapshot(lines) };
	});
	/** Changes when another quote is needed. */
	readonly quoteKey = $derived.by(() => JSON.stringify(this.#asking ?? null));

	/** Takes up what this person had entered in this tab. */
	begin(): void {
		const stored = safely(() => sessionStorage.getItem(this.#slot));
		const calls = callsIn(stored ?? null, this.#town);
		if (calls?.length === CALLS) this.calls = calls;
		this.round += 1;
		this.#isRestored = true;
	}

	/** Keeps the calls over a reload, in this tab only: they hold names and addresses. */
	save(): void {
		const text = JSON.stringify(this.calls);
		if (this.#isRestored) safely(() => sessionStorage.setItem(this.#slot, text));
	}

	get #slot(): string {
		return `passe-plat:counter:${this.carte.shop.id}:${this.#options.staff}`;
	}

	/** Puts another call on the screen; what is entered of this one stays. */
	show(at: number): void {
		if (this.isSending || at === this.at || at < 0 || at >= CALLS) return;
		this.at = at;
		this.#clearWords();
	}

	isBegun(at: number): boolean {
		const call = this.calls[at];
		return call !== undefined && isBegun(call);
	}

	/** Throws away what is entered of this call. */
	clear(): void {
		this.calls[this.at] = freshCall(this.#town, this.call.channel);
		this.round += 1;
		this.#clearWords();
	}

	setChannel(channel: Call['channel']): void {
		this.call.channel = channel;
		this.call.typed.fulfilment = channel === 'counter' ? 'collection' : 'delivery';
	}

	setDoor(point: Point | null): void {
		this.#door = point;
	}

	/** Looks up who has this number; true when that person ordered before. */
	async lookUp(): Promise<boolean> {
		const { call } = this;
		const phone = call.typed.phone.trim();
		if (phone === '' || this.isLooking) return false;
		if (phone === call.asked && call.caller !== undefined) return call.caller !== null;
		this.isLooking = true;
		const path = `/api/shops/${this.carte.shop.id}/caller`;
		const sent = await send<CallerAnswer>(path, { phone });
		this.isLooking = false;
		// It was typed on, or the call was thrown away, during the wait.
		if (call.typed.phone.trim() !== phone) return false;
		if (!sent.ok) {
			this.refusal = { fields: { phone: sent.error.message } };
			return false;
		}
		this.forgive('phone');
		call.asked = phone;
		call.caller = sent.value.caller;
		if (sent.value.caller) withCaller(call, sent.value.caller);
		return sent.value.caller !== null;
	}

	/** The lines of the caller's last order, at today's prices; what is not possible today is in `again`. */
	orderAgain(): void {
		const last = this.call.caller?.last;
		if (!last) return;
		const { index, makeable } = this.carte;
		const { lines, left, lessened } = againFrom(last, { index, makeable });
		this.call.lines = withMissing(this.call.lines, lines);
		this.again = { left, lessened };
	}

	/** Adds a product as it usually is; false when it has to be chosen in the builder. */
	addUsual(product: Product, quantity: number): boolean {
		if (needsChoice(this.carte, product)) return false;
		this.add(usualLine(product, quantity));
		return true;
	}

	add(line: LineRequest): void {
		this.call.lines = withLine(this.call.lines, line);
		this.placed = null;
	}

	replace(at: number, line: LineRequest): void {
		this.call.lines = this.call.lines.map((entry, i) => (i === at ? line : entry));
	}

	setQuantity(at: number, quantity: number): void {
		this.call.lines = withQuantity(this.call.lines, at, quantity);
	}

	/** Asks what the shop can promise for this call. */
	async askQuote(): Promise<void> {
		const asked = ++this.#quoted;
		const body = this.#asking;
		if (!body) return void (this.quote = null);
		this.isQuoting = true;
		const sent = await send<BasketQuote>('/api/quote', body);
		if (asked !== this.#quoted) return;
		this.quote = sent;
		this.isQuoting = false;
	}

	/**
	 * Sends the order, or asks again for the one without an answer, under its own key. True when it stands:
	 * the form is then ready for the next call.
	 */
	async place(): Promise<boolean> {
		if (this.isSending) return false;
		const { call, at } = this;
		this.isSending = true;
		this.refusal = { fields: {} };
		const { language, noName } = this.#options;
		const shop = this.carte.shop.id;
		const body = call.pending ?? orderOf($state.snapshot(call), { shop, language, noName });
		call.pending = body;
		this.save();
		const sent = await send<PlacedAnswer>('/api/orders', body, { key: call.key });
		this.isSending = false;
		if (sent.ok) {
			this.placed = sent.value.order;
			this.calls[at] = freshCall(this.#town, call.channel);
			this.round += 1;
			this.#clearWords(this.placed);
			this.save();
			return true;
		}
		const isRefused = sent.status >= 400 && sent.status < 500 && sent.status !== 429;
		this.refusal = isRefused
			? refusalOf(sent.error, body.fulfilment)
			: { fields: {}, message: sent.error.message };
		if (isRefused) Object.assign(call, { pending: null, key: newKey() });
		this.save();
		return false;
	}

	/** A complaint is taken away as soon as its field is touched. */
	forgive(name: string): void {
		if (!(name in this.refusal.fields) && !this.refusal.message) return;
		const fields = Object.fromEntries(
			Object.entries(this.refusal.fields).filter(([field]) => field !== name)
		);
		this.refusal = { fields };
	}

	#clearWords(placed: PlacedAnswer['order'] | null = null): void {
		this.refusal = { fields: {} };
		this.again = null;
		this.quote = null;
		this.#door = null;
		this.placed = placed;
	}
}

/** A full or forbidden storage: the counter works without it. */
function safely<T>(work: () => T): T | undefined {
	try {
		return work();
	} catch {
		return undefined;
	}
}

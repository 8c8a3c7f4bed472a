/** What the checkout knows and decides: what is typed, what it costs, when it comes, what stands in the way. */

import { send } from '$lib/live/commands.ts';
import { rangeOn } from '$lib/ui/days.ts';
import { money } from '$lib/ui/format.ts';
import type { PlacedAnswer, PlaceOrder, PriceAnswer } from '#domain/wire/contract.ts';
import type { Fulfilment } from '#domain/order/order.ts';
import { discounted, NO_DISCOUNT, type Discount } from '#domain/pay/price.ts';
import type { Basket } from '../basket.svelte.ts';
import type { ActionData, PageData } from './$types';
import { clearDraft, readDraft, saveDraft } from './draft.ts';
import {
	freshForm,
	offeredMethod,
	refusalOf,
	withExactCash,
	type FieldName,
	type Refusal,
	type Typed
} from './form.ts';
import type { FreshQuote } from './quote.svelte.ts';
import { shownFor } from './shown.ts';

/** The basket as it is priced and drawn. */
type Priced = Pick<PageData, 'basket' | 'drawables' | 'isBroken'>;
type FirstData = Priced & Pick<PageData, 'lines' | 'door' | 'way' | 'isFar' | 'methods'>;

interface CheckoutOptions {
	data: FirstData;
	/** What the server answered to a form that was posted without a script. */
	form: ActionData;
	basket: Basket;
	quote: Pick<FreshQuote, 'answer' | 'now' | 'status' | 'refresh' | 'for' | 'of'>;
}

export class Checkout {
	readonly basket: Basket;
	readonly quote: CheckoutOptions['quote'];
	typed = $state() as Typed;
	refusal = $state.raw() as Refusal;
	/** The script runs: what cannot be ordered as it stands is known before it is sent. */
	isReady = $state(false);
	/** A basket that is too big for a cookie is priced once the script runs. */
	priced = $state.raw() as Priced;
	/** The discount of the code that was tried last, while it is in the field. */
	applied = $state.raw<{ code: string; discount: Discount } | null>(null);
	isPricing = $state(false);
	/** The order is placed and another page is on its way. */
	isLeaving = $state(false);
	#isElsewhere = $state(false);
	readonly #data: FirstData;
	readonly #isPosted: boolean;

	constructor({ data, form, basket, quote }: CheckoutOptions) {
		this.#data = data;
		this.#isPosted = Boolean(form);
		this.basket = basket;
		this.quote = quote;
		this.priced = data;
		this.#isElsewhere = data.isFar;
		this.typed = form?.typed ?? freshForm(quote.answer.shop.address, data);
		this.refusal = form?.refusal ?? { fields: {} };
	}

	readonly shop = $derived.by(() => this.quote.answer.shop);
	readonly lineCount = $derived.by(() =>
		this.isReady ? this.basket.lines.length : this.#data.lines.length
	);
	/** Open now, or taking orders ahead. */
	readonly canOrder = $derived.by(
		() => this.shop.open || this.quote.answer.ways[this.typed.fulfilment].slots.length > 0
	);
	/** An order was sent and no answer came: the customer is asked first. */
	readonly hasPending = $derived.by(() => this.basket.pending !== null && !this.basket.isSending);
	/** The same, so short ago that it is asked for again at once. */
	readonly resumes = $derived.by(
		() => this.isReady && this.hasPending && !this.basket.fault && this.basket.isUnresolved
	);
	readonly subtotalMinor = $derived.by(() => this.#priceOf('collection').linesMinor);
	/** What a delivery still lacks to the shop's minimum; 0 for an empty basket. */
	readonly missingMinor = $derived.by(() =>
		this.priced.basket.length === 0 ? 0 : Math.max(0, this.shop.minimumMinor - this.subtotalMinor)
	);
	/** The address is out of the shop's zone. */
	readonly isFar = $derived.by(() => this.#isElsewhere || this.quote.answer.ways.delivery.tooFar);
	/** Why a delivery cannot be ordered as it stands; each reason is written above the button. */
	readonly obstacle = $derived.by((): 'minimum' | 'far' | null => {
		if (this.typed.fulfilment !== 'delivery' || this.priced.basket.length === 0) return null;
		return this.missingMinor > 0 ? 'minimum' : this.isFar ? 'far' : null;
	});
	readonly wrongFields = $derived.by(() => Object.keys(this.refusal.fields).length);

	#priceOf(way: Fulfilment) {
		const feeMinor = way === 'delivery' ? this.shop.feeMinor : 0;
		return discounted(this.priced.basket, this.applied?.discount ?? NO_DISCOUNT, feeMinor);
	}

	readonly discountMinor = $derived.by(() => this.#priceOf('collection').discountMinor);
	readonly discountWord = $derived.by(() => money(this.discountMinor, this.shop.currency));

	/** Asks what the typed code takes off; false when it is refused, with the reason beside the field. */
	async applyCode(): Promise<boolean> {
		const code = this.typed.code.trim();
		if (code === (this.applied?.code ?? '')) return true;
		this.applied = null;
		this.forgive('code');
		if (code === '') return true;
		this.isPricing = true;
		const { fulfilment } = this.typed;
		const body = { fulfilment, lines: this.basket.lines, code };
		const sent = await send<PriceAnswer>(`/api/shops/${this.shop.id}/price`, body);
		this.isPricing = false;
		if (!sent.ok) {
			this.refusal = {
				...this.refusal,
				fields: { ...this.refusal.fields, code: sent.error.message }
			};
			return false;
		}
		const { discountMinor: amountMinor, discountProduct } = sent.value;
		this.applied = { code, discount: { amountMinor, product: discountProduct ?? undefined } };
		return true;
	}

	/** Minor units. */
	readonly totalMinor = $derived.by(() => this.#priceOf(this.typed.fulfilment).totalMinor);
	/** The code covers everything. */
	readonly isFree = $derived.by(() => this.applied !== null && this.totalMinor === 0);

	/** The form as it is sent. */
	get said(): Typed {
		return withExactCash(this.typed, this.totalMinor);
	}

	totalOf(way: Fulfilment): string {
		return money(this.#priceOf(way).totalMinor, this.shop.currency);
	}

	vatOf(way: Fulfilment): string {
		return money(this.#priceOf(way).vatMinor, this.shop.currency);
	}

	/** When it comes, in words: the chosen slot, else the soonest; undefined when neither is known. */
	timeOf(way: Fulfilment): string | undefined {
		const wanted = this.typed[`${way}At`];
		const { slots, asap } = this.quote.answer.ways[way];
		const range = wanted ? slots.find(({ to }) => to === wanted) : asap;
		const telling = { zone: this.shop.zone, now: this.quote.now, isAhead: wanted !== '' };
		return range ? rangeOn(range, telling) : undefined;
	}

	/** The script runs from here on: takes up what this browser kept. */
	begin(): void {
		const { basket, shop } = this;
		const { door, way, lines } = this.#data;
		basket.restore();
		if (!this.#isPosted) {
			this.typed = readDraft(shop.id, this.typed, door);
			// The basket's button for a collection was pressed a moment ago.
			if (way === 'collection') this.typed.fulfilment = 'collection';
		}
		this.typed.payment = offeredMethod(this.typed.payment, this.#data.methods);
		this.isReady = true;
		if (this.typed.code && !this.refusal.fields.code) void this.applyCode();
		if (JSON.stringify(basket.lines) !== JSON.stringify(lines))
			void shownFor(shop.id, basket.lines).then((priced) => (this.priced = priced ?? this.priced));
	}

	saveDraft(): void {
		if (this.isReady) saveDraft(this.shop.id, $state.snapshot(this.typed), this.#data.door);
	}

	/** The placed order; without one, what stands in the way is in `refusal`. */
	async place(body: PlaceOrder): Promise<PlacedAnswer | undefined> {
		if (this.isLeaving) return undefined;
		this.refusal = { fields: {} };
		const { basket } = this;
		if (!basket.pending && !(await this.applyCode())) return undefined;
		const placed = await basket.place(body);
		this.isLeaving = placed !== undefined;
		if (placed) clearDraft(this.shop.id);
		else if (basket.fault && !basket.pending)
			this.refusal = refusalOf(basket.fault, body.fulfilment);
		if (this.refusal.fields.code) this.applied = null;
		return placed;
	}

	/** A complaint is taken away as soon as its field is touched. */
	forgive(name: string): void {
		if (!(name in this.refusal.fields)) return;
		const { [name as FieldName]: _, ...fields } = this.refusal.fields;
		this.refusal = { ...this.refusal, fields };
	}

	/** The address was looked up: how far it is, and when it can be reached. */
	setPlace(place: { isElsewhere: boolean; point: Parameters<FreshQuote['for']>[0] }): void {
		this.#isElsewhere = place.isElsewhere;
		this.quote.for(place.point);
	}
}

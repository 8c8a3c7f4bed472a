/** Orders ahead: the quarter-hour slots that a shop offers, and the check of a wanted time. */

import { done, refuse, type Result } from '../wire/faults.ts';
import { HOUR, MINUTE, openSpans, wallTime, type Opening, type Span } from './hours.ts';
import type { Text } from '../menu/menu.ts';
import { pauseAt } from '../plan/kitchen/capacity.ts';
import { leadFor, quoteFor, slotKeeper } from '../plan/kitchen/quote.ts';
import type { QuoteShop, Way } from '../plan/kitchen/quote.ts';
import type { PizzaGroup } from '../plan/kitchen/work.ts';
import type { Quote } from './quote.ts';

/** Length of a slot; `wantedAt` is the end of one. */
export const SLOT = 15 * MINUTE;
/** How far ahead a shop accepts orders, from now or from its next opening. */
export const HORIZON = 12 * HOUR;

/** Instants are epoch ms. */
export interface SlotBasis extends Opening {
	now: number;
	/** The promise for an order as soon as possible. */
	soonest: number;
	/** Preparation and way with an empty queue, ms; the kitchen does not start before opening. */
	work: number;
	/** Whether the kitchen has the capacity for it, where it starts at `opensAt`. All without it. */
	canKeep?: (wanted: number, opensAt: number) => boolean;
}

/** The basis of the slots for a basket and its way, in the shop's local time. */
export function slotBasis(
	now: number,
	shop: QuoteShop & Opening,
	pizzas: readonly PizzaGroup[],
	way: Way
): SlotBasis {
	const work = leadFor(now, shop, pizzas, way);
	const pause = pauseAt(now, shop.knobs);
	return {
		now,
		zone: shop.zone,
		hours: shop.hours,
		...(shop.holidays && { holidays: shop.holidays }),
		...(shop.isPreparing && { isPreparing: true }),
		soonest: Math.max(quoteFor(now, shop, pizzas, way).promise, pause === null ? 0 : pause + work),
		work,
		canKeep: slotKeeper(now, shop, pizzas, way)
	};
}

/** The available slots, sorted, by their ends. */
export function slotsOf(basis: SlotBasis): number[] {
	return slotsIn(spansAhead(basis), basis);
}

/** Whether `wanted` can be promised; a refusal says why not and names the earliest slot. */
export function checkSlot(basis: SlotBasis, wanted: number): Result<Quote> {
	const spans = spansAhead(basis);
	const isOpen = spans.some((span) => span.from + basis.work <= wanted && wanted <= span.to);
	if (wanted % SLOT !== 0) return refuse('bad_time', QUARTERS);
	if (wanted < basis.soonest)
		return refuse('bad_time', earliest(slotsIn(spans, basis)[0], basis.zone));
	if (wanted > lastOf(spans, basis.now)) return refuse('bad_time', TOO_FAR);
	if (!isOpen) return refuse('bad_time', CLOSED);
	if (!isKept(basis, spans, wanted)) return refuse('bad_time', full(basis, spans, wanted));
	return done(slotQuote(wanted));
}

/** The range of a slot; as in every quote, its end is the promise. */
export function slotQuote(wanted: number): Quote {
	return { from: wanted - SLOT, to: wanted, promise: wanted };
}

/** When the shop can start preparing: now, or at its next opening; null when there is none. */
export function nextStart(basis: Opening & { now: number }): number | null {
	const [span] = spansAhead(basis);
	return span ? Math.max(basis.now, span.from) : null;
}

function spansAhead({ now, ...opening }: Opening & { now: number }): Span[] {
	return openSpans(now, opening).filter((span) => span.to > now);
}

function slotsIn(spans: readonly Span[], basis: SlotBasis): number[] {
	return quartersIn(spans, basis).filter((slot) => isKept(basis, spans, slot));
}

function isKept({ now, canKeep }: SlotBasis, spans: readonly Span[], wanted: number): boolean {
	const span = spans.find(({ from, to }) => from <= wanted && wanted <= to);
	return canKeep?.(wanted, Math.max(now, span?.from ?? now)) ?? true;
}

function quartersIn(spans: readonly Span[], { now, soonest, work }: SlotBasis): number[] {
	const last = lastOf(spans, now);
	return spans.flatMap((span) => {
		const first = Math.ceil(Math.max(soonest, span.from + work) / SLOT) * SLOT;
		const count = Math.floor((Math.min(span.to, last) - first) / SLOT) + 1;
		return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * SLOT);
	});
}

const lastOf = (spans: readonly Span[], now: number): number =>
	Math.max(now, spans[0]?.from ?? now) + HORIZON;

const QUARTERS: Text = {
	fr: 'Choisissez un quart d’heure.',
	en: 'Please choose a quarter of an hour.'
};
const TOO_FAR: Text = {
	fr: 'C’est trop loin : nous ne prenons que les commandes des prochaines heures.',
	en: 'That is too far ahead: we take orders for the coming hours only.'
};
const FULL: Text = {
	fr: 'La cuisine est complète à cette heure-là.',
	en: 'The kitchen is full at that time.'
};
const CLOSED: Text = {
	fr: 'La pizzeria n’est pas ouverte à cette heure-là.',
	en: 'The shop is not open at that time.'
};

/** The kitchen has no room for this basket then; the next slot that it can keep is named. */
function full(basis: SlotBasis, spans: readonly Span[], wanted: number): Text {
	const next = quartersIn(spans, basis).find((slot) => slot > wanted && isKept(basis, spans, slot));
	if (next === undefined) return FULL;
	const clock = wallTime(next, basis.zone);
	return {
		fr: `${FULL.fr} Le suivant\u00a0: ${clock.fr}.`,
		en: `${FULL.en} The next one is ${clock.en}.`
	};
}

function earliest(first: number | undefined, zone: string): Text {
	if (first === undefined) return CLOSED;
	const clock = wallTime(first, zone);
	return {
		fr: `C’est trop tôt\u00a0: au plus tôt ${clock.fr}.`,
		en: `That is too soon: ${clock.en} at the earliest.`
	};
}

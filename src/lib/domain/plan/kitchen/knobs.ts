/** What a manager changes in the kitchen for tonight, and what a change would move before it is saved. */

import { done, refuse, type Result } from '../../wire/faults.ts';
import { instantOf, localTime, minutesOf, openSpans, type Opening } from '../../time/hours.ts';
import { delayAt, pauseAt, type KitchenKnobs } from './capacity.ts';
import { planKitchen } from './plan-kitchen.ts';
import { capacityOf, kitchenWork, metresTo, quoteFor, type QuoteShop } from './quote.ts';
import { minuteOf } from '../../time/quote.ts';

/** Null ends it; what is absent stays. Instants are epoch ms. */
export interface KnobsChange {
	delay?: { minutes: number; until: number } | null | undefined;
	pause?: { until: number } | null | undefined;
	hands?: number | null | undefined;
	ovenPlaces?: number | null | undefined;
}

interface OpenTonight extends Opening {
	businessDayEnd: string;
}

/**
 * The close that ends every change of tonight: of the opening that runs, or of the next one; a shop that does
 * not close ends with its business day. Null where it never opens.
 */
export function closeOf(now: number, shop: OpenTonight): number | null {
	const { zone, businessDayEnd } = shop;
	const span = openSpans(now, shop).find(({ to }) => to > now);
	if (!span) return null;
	const from = Math.max(now, span.from);
	const local = localTime(from, zone);
	const ends = minutesOf(businessDayEnd);
	const isAfter = local.hour * 60 + local.minute >= ends;
	const day = local.day + (isAfter ? 1 : 0);
	const dayEnd = instantOf({ ...local, day, hour: Math.floor(ends / 60), minute: ends % 60 }, zone);
	return Math.min(span.to, dayEnd);
}

/** The knobs after a change; a time after the close becomes the close. Refuses times that have passed. */
export function changedKnobs(
	current: KitchenKnobs,
	change: KnobsChange,
	{ now, closesAt }: { now: number; closesAt: number }
): Result<KitchenKnobs> {
	const { delay, pause } = change;
	if ([delay?.until, pause?.until].some((until) => until !== undefined && until <= now))
		return refuse('bad_time', PAST);
	const isTonight = current.tonightUntil !== null && current.tonightUntil > now;
	const hands = change.hands === undefined ? (isTonight ? current.hands : null) : change.hands;
	const kept = isTonight ? current.ovenPlaces : null;
	const ovenPlaces = change.ovenPlaces === undefined ? kept : change.ovenPlaces;
	const before = {
		delay: { minutes: delayAt(now, current), until: current.delayUntil ?? now },
		pause: pauseAt(now, current)
	};
	const minutes = delay === undefined ? before.delay.minutes : (delay?.minutes ?? 0);
	const until = delay?.until ?? before.delay.until;
	const pausedUntil = pause === undefined ? before.pause : (pause?.until ?? null);
	return done({
		delayMinutes: minutes,
		delayUntil: minutes > 0 ? Math.min(until, closesAt) : null,
		pausedUntil: pausedUntil === null ? null : Math.min(pausedUntil, closesAt),
		hands,
		ovenPlaces,
		tonightUntil: hands === null && ovenPlaces === null ? null : closesAt
	});
}

const PAST = {
	fr: 'Choisissez une heure qui n’est pas passée.',
	en: 'Please choose a time that has not passed.'
};

/** A quote in whole minutes from now; a pause comes first. */
export interface MinutesRange {
	fromMinutes: number;
	toMinutes: number;
}

/** A collection, as it is quoted with these knobs. */
export interface KnobsEffect {
	onePizza: MinutesRange;
	fivePizzas: MinutesRange;
	/** Open orders that will be boxed after they are due. */
	late: { id: string; readyAt: number; lateMs: number }[];
}

/** What quotes and open orders are with these knobs. `shop.open` has to be all open orders. */
export function effectOf(now: number, shop: QuoteShop, knobs: KitchenKnobs): KnobsEffect {
	const set = { ...shop, knobs };
	const minuteMs = minuteOf(shop);
	const orders = kitchenWork(set, now);
	const plan = planKitchen({ now, capacity: capacityOf(set, now), orders, minuteMs });
	const late = orders.flatMap(({ id }) => {
		const planned = plan.orders.get(id);
		if (!planned || planned.slackMs >= 0) return [];
		return { id, readyAt: planned.readyAt, lateMs: -planned.slackMs };
	});
	return { onePizza: minutesFor(now, set, 1), fivePizzas: minutesFor(now, set, 5), late };
}

function minutesFor(now: number, shop: QuoteShop, count: number): MinutesRange {
	const straightM = metresTo(shop, 'collection');
	const waits = (pauseAt(now, shop.knobs) ?? now) - now;
	const { from, to } = quoteFor(now, shop, [{ count }], { fulfilment: 'collection', straightM });
	const minutes = (at: number) => Math.round((at - now + waits) / 60_000);
	return { fromMinutes: minutes(from), toMinutes: minutes(to) };
}

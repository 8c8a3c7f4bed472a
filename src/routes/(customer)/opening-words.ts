/** A shop's opening and fee in words, in its own time zone. */

import { m } from '$lib/paraglide/messages.js';
import { daySpan } from '$lib/ui/day-span.ts';
import { dayAndClock } from '$lib/ui/days.ts';
import { money, timeOfDay, word } from '$lib/ui/format.ts';
import type { ShopView } from '#domain/wire/contract.ts';
import { needsDay, type Holiday } from '#domain/time/hours.ts';

const DAY = 24 * 3_600_000;

export function openingWords(
	shop: Pick<ShopView, 'open' | 'opensAt' | 'closesAt' | 'zone' | 'isPreparing'>,
	at: string
): string {
	const { open, opensAt, closesAt, zone } = shop;
	if (shop.isPreparing) return m.opens_soon();
	if (open)
		// A shop that never closes has a closing time a week away: not worth saying.
		return closesAt && Date.parse(closesAt) - Date.parse(at) < DAY
			? m.open_until({ time: timeOfDay(closesAt, zone) })
			: m.open_always();
	return opensAt ? m.opens_on({ time: whenWords(opensAt, at, zone) }) : m.shop_closed();
}

/** The hour alone for what is today, the day as well for anything later. */
const whenWords = (when: string, at: string, zone: string): string =>
	needsDay(Date.parse(when), { zone, now: Date.parse(at) })
		? dayAndClock(when, zone)
		: m.at_time({ time: timeOfDay(when, zone) });

/** What delivery costs. */
export const feeWord = ({ feeMinor, currency }: Pick<ShopView, 'feeMinor' | 'currency'>): string =>
	feeMinor === 0 ? m.delivery_free() : money(feeMinor, currency);

/** Days with other hours: "vendredi 25 décembre : fermé (Noël)". */
export function holidayWords({ hours, reason, ...days }: Holiday): string {
	const spans = hours.map(({ opens, closes }) => `${opens}–${closes}`).join(', ');
	const told = hours.length > 0 ? m.holiday_open : m.holiday_closed;
	const why = word(reason);
	return [
		told({ days: daySpan(days), hours: spans }),
		...(why ? [m.holiday_because({ reason: why })] : [])
	].join(' ');
}

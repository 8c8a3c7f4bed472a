/** Texts of the driver's pages. */

import type { PositionWatch } from '$lib/live/position.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { ageWord, minutesSince, minutesUntil, spanWord } from '$lib/ui/format.ts';
import { kindWord } from '$lib/ui/kind-words.ts';
import type { ActionBody } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { Status } from '#domain/order/order.ts';
import { onlyKind, type DoorReport } from '#domain/pay/door.ts';
import type { Tap } from '#domain/road/taps.ts';

/** The additional data of a step. */
export type Said = Pick<ActionBody, 'reason' | keyof DoorReport>;

/** The minutes to a promise, in whole words. */
export function leftWord(promisedAt: string, now: number): string {
	const n = minutesUntil(promisedAt, now);
	if (n > 1) return m.driver_left_many({ n });
	if (n === 1) return m.driver_left_one();
	if (n === 0) return m.driver_left_none();
	return n === -1 ? m.driver_late_one() : m.driver_late_many({ n: -n });
}

/** How long the driver has stood at this door, in whole words; `since` is an ISO time, `now` in ms. */
export function doorWord(since: string, now: number): string {
	const n = minutesSince(since, now);
	return n === 0 ? m.driver_at_door_now() : m.driver_at_door({ time: spanWord(n) });
}

/** The time left to answer an offer, in minutes and seconds. */
export function secondsWord(seconds: number): string {
	if (seconds < 60) return m.age_seconds({ n: seconds });
	const rest = String(seconds % 60).padStart(2, '0');
	return m.driver_offer_minutes({ m: Math.floor(seconds / 60), s: rest });
}

/** How much of a bag is ticked, in pieces. */
export function bagCount(
	items: readonly { id: string; quantity: number }[],
	packed: ReadonlySet<string>
): { n: number; all: number } {
	const pieces = (some: typeof items) => some.reduce((sum, { quantity }) => sum + quantity, 0);
	return { n: pieces(items.filter(({ id }) => packed.has(id))), all: pieces(items) };
}

const STEPS: Partial<Record<Action, () => string>> = {
	pick_up: m.driver_pick_up,
	arrive: m.driver_arrive,
	deliver: m.driver_deliver,
	return: m.driver_return
};

/** A step as the driver says it about themself. */
export const stepWord = (action: Action): string => STEPS[action]?.() ?? '';

const TAPS: Partial<Record<Action, () => string>> = {
	pick_up: m.driver_tap_pick_up,
	arrive: m.driver_tap_arrive,
	deliver: m.driver_tap_deliver,
	fail: m.driver_tap_fail,
	return: m.driver_tap_return
};
/** A tap as something done, with how the money was taken. */
export function tapWord({
	action,
	paymentKind,
	takings
}: Pick<Tap, 'action' | 'paymentKind' | 'takings'>): string {
	const kind = paymentKind ?? onlyKind(takings ?? []);
	if (kind) return m.driver_tap_deliver_kind({ kind: kindWord(kind).toLowerCase() });
	if (takings) return m.driver_tap_deliver_split();
	return TAPS[action]?.() ?? '';
}

const NOW: Partial<Record<Status, () => string>> = {
	boxed: m.driver_now_boxed,
	out: m.driver_now_out,
	at_door: m.driver_now_door,
	failed: m.driver_now_failed
};

/** The state of a stop, for its driver. */
export const nowWord = (status: Status): string => (NOW[status] ?? m.driver_now_kitchen)();

/** After this long without a fix at the hub, the position counts as unknown. */
const UNSEEN_MS = 30_000;

/** Below this age no seconds are shown. */
const NOW_MS = 5_000;

export type Seen = 'good' | 'warn' | 'off';

/** Whether the pizzeria sees the driver: one line, and a longer text. */
export function seenWord(
	position: Pick<PositionWatch, 'tracking' | 'sentAgoMs'>,
	{ onShift, stale }: { onShift: boolean; stale: boolean }
): { seen: Seen; words: string; more?: string[] } {
	if (!onShift) return { seen: 'off', words: m.driver_here_off() };
	const { tracking, sentAgoMs } = position;
	if (tracking === 'denied')
		return {
			seen: 'warn',
			words: m.driver_here_denied(),
			more: [m.driver_here_denied_words(), m.driver_here_android(), m.driver_here_iphone()]
		};
	if (tracking === 'unavailable')
		return {
			seen: 'warn',
			words: m.driver_here_unavailable(),
			more: [m.driver_here_unavailable_words()]
		};
	if (tracking !== 'on') return { seen: 'off', words: m.driver_here_asking() };
	if (sentAgoMs === null) return { seen: 'warn', words: m.driver_here_waiting() };
	const age = ageWord(sentAgoMs);
	if (stale || sentAgoMs > UNSEEN_MS)
		return {
			seen: 'warn',
			words: m.driver_here_late({ age }),
			more: [m.driver_here_late_words()]
		};
	const words = sentAgoMs < NOW_MS ? m.driver_here_now() : m.driver_here_on({ age });
	return { seen: 'good', words };
}

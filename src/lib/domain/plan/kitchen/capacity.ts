/** What a kitchen can do at once: hands at the make line, places in the oven, and the minutes of each step. */

import { MINUTE } from '../../time/hours.ts';

/** As the shop has set it. Minutes are of one pizza; hands work on one pizza each. */
export interface KitchenSettings {
	hands: number;
	ovenPlaces: number;
	makeMinutes: number;
	bakeMinutes: number;
	cutMinutes: number;
}

/** What a manager has set for tonight; null is not set. Instants are epoch ms, and none is after closing. */
export interface KitchenKnobs {
	/** So many minutes are added to what is not started, until `delayUntil`. */
	delayMinutes: number;
	delayUntil: number | null;
	/** No new order is prepared before. */
	pausedUntil: number | null;
	/** Instead of the settings, until `tonightUntil`. */
	hands: number | null;
	ovenPlaces: number | null;
	tonightUntil: number | null;
}

export const NO_KNOBS: KitchenKnobs = {
	delayMinutes: 0,
	delayUntil: null,
	pausedUntil: null,
	hands: null,
	ovenPlaces: null,
	tonightUntil: null
};

/** The capacity at one instant, in ms: a demo's minutes are shorter. */
export interface KitchenCapacity {
	hands: number;
	ovenPlaces: number;
	makeMs: number;
	bakeMs: number;
	cutMs: number;
	/** Nothing is started earlier than this from now. */
	delayMs: number;
}

const isOn = (until: number | null, now: number): boolean => until !== null && until > now;

/** The delay that is on, in minutes; 0 without one. */
export const delayAt = (now: number, { delayMinutes, delayUntil }: KitchenKnobs): number =>
	isOn(delayUntil, now) ? delayMinutes : 0;

/** The end of the pause that is on; null without one. */
export const pauseAt = (now: number, { pausedUntil }: KitchenKnobs): number | null =>
	isOn(pausedUntil, now) ? pausedUntil : null;

/** The capacity now, with what the knobs change; `minuteMs` is the length of a minute (`minuteOf`). */
export function capacityAt(
	now: number,
	settings: KitchenSettings,
	knobs: KitchenKnobs = NO_KNOBS,
	minuteMs = MINUTE
): KitchenCapacity {
	const isTonight = isOn(knobs.tonightUntil, now);
	return {
		hands: (isTonight ? knobs.hands : null) ?? settings.hands,
		ovenPlaces: (isTonight ? knobs.ovenPlaces : null) ?? settings.ovenPlaces,
		makeMs: settings.makeMinutes * minuteMs,
		bakeMs: settings.bakeMinutes * minuteMs,
		cutMs: settings.cutMinutes * minuteMs,
		delayMs: delayAt(now, knobs) * minuteMs
	};
}

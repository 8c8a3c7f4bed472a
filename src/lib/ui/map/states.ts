/** The states of drivers in words, for the maps. */

import { m } from '$lib/paraglide/messages.js';

export type DriverMapState = 'free' | 'offered' | 'waiting' | 'out' | 'off';

const WORDS: Record<DriverMapState, () => string> = {
	free: m.map_state_free,
	offered: m.map_state_offered,
	waiting: m.map_state_waiting,
	out: m.map_state_out,
	off: m.map_state_off
};

export const stateWord = (state: DriverMapState): string => WORDS[state]();

/** The kind of data in which a list item carries an order's id onto a driver of the map. */
export const ORDER_DRAG = 'application/x-passe-plat-order';

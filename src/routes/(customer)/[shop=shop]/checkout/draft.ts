/** What was typed, kept in this tab until it is ordered: a reload loses nothing. */

import type { Door } from '#domain/road/door.ts';
import { typedFrom, type Typed } from './form.ts';

const slot = (shop: string) => `passe-plat:checkout:${shop}`;

const OF_THE_DOOR = ['street', 'postcode', 'city', 'lat', 'lng'];
const keyOf = (door: Door | null) => JSON.stringify(door);

/** What was typed, over `base`; an address given since then on another page is the newer one. */
export function readDraft(shop: string, base: Typed, door: Door | null): Typed {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(slot(shop)) ?? '{}');
		if (typeof kept !== 'object' || kept === null) return base;
		const { door: before, ...typed } = kept as Record<string, unknown>;
		const isNewer = before !== keyOf(door);
		return typedFrom((name) => (isNewer && OF_THE_DOOR.includes(name) ? null : typed[name]), base);
	} catch {
		return base;
	}
}

export function saveDraft(shop: string, typed: Typed, door: Door | null): void {
	try {
		sessionStorage.setItem(slot(shop), JSON.stringify({ ...typed, door: keyOf(door) }));
	} catch {
		// A full or forbidden storage: the form works without it.
	}
}

export function clearDraft(shop: string): void {
	try {
		sessionStorage.removeItem(slot(shop));
	} catch {
		// As above.
	}
}

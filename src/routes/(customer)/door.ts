/** Keeps in this browser where to deliver, for the shops, the menu and the checkout. */

import type { TypedAddress } from '#domain/road/address.ts';
import { DOOR_COOKIE, writeDoor, type Door } from '#domain/road/door.ts';

const DAY_SECONDS = 86_400;

export function keepDoor(door: Door): void {
	document.cookie = `${DOOR_COOKIE}=${writeDoor(door)}; path=/; max-age=${DAY_SECONDS}; samesite=lax`;
}

/** An address as GET /api/address takes it. */
export const queryOf = ({ street, city, postcode }: TypedAddress): string =>
	new URLSearchParams({ street, city, postcode }).toString();

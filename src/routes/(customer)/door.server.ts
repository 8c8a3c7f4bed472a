/** The visitor's delivery address, as far as it is known. */

import { read } from '$lib/live/load.server.ts';
import { isElsewhere, type AddressAnswer } from '#domain/road/address.ts';
import type { ShopView } from '#domain/wire/contract.ts';
import { DOOR_COOKIE, readDoor, writeDoor, type Door } from '#domain/road/door.ts';
import { distanceM } from '#domain/time/quote.ts';
import type { RequestEvent } from '@sveltejs/kit';
import { queryOf } from './door.ts';

type Call = Pick<RequestEvent, 'cookies'>;
type Asking = Parameters<typeof read>[0];

const DAY_SECONDS = 86_400;

export const doorOf = ({ cookies }: Call): Door | undefined => readDoor(cookies.get(DOOR_COOKIE));

/** What is known of the door, with what its address says. */
export interface KnownDoor extends Door {
	kind: AddressAnswer['kind'];
	suggestions: string[];
}

/**
 * The door that the page is about: the address just typed (`near`), which is kept from now on, or the
 * one that was kept before. An empty address forgets it.
 */
export async function doorAsked(
	event: Asking & Call,
	near: string | null
): Promise<KnownDoor | undefined> {
	const before = doorOf(event);
	if (near === null) return before && known(event, before);
	const line = near.trim().slice(0, 120);
	if (line === '') {
		event.cookies.delete(DOOR_COOKIE, { path: '/' });
		return undefined;
	}
	// The same text again keeps the pin.
	if (before?.isPin && before.street === line) return known(event, before);
	const said = await read<AddressAnswer>(event, `/api/address?${new URLSearchParams({ q: line })}`);
	const { kind, address, suggestions } = said;
	const point = kind === 'found' ? said.point : null;
	keep(event, { ...address, point, isPin: false });
	return { ...address, point: said.point, isPin: false, kind, suggestions };
}

async function known(event: Asking, door: Door): Promise<KnownDoor> {
	const said = await read<AddressAnswer>(event, `/api/address?${queryOf(door)}`);
	if (door.isPin) return { ...door, kind: 'found', suggestions: [] };
	return { ...door, point: said.point, kind: said.kind, suggestions: said.suggestions };
}

function keep({ cookies }: Call, door: Door): void {
	cookies.set(DOOR_COOKIE, writeDoor(door), {
		path: '/',
		encode: (text) => text,
		maxAge: DAY_SECONDS,
		sameSite: 'lax',
		// The map's pin is written by the script.
		httpOnly: false,
		secure: false
	});
}

/** Whether this shop delivers to the door; undefined while nothing says where that is. */
export function reaches(shop: ShopView, door: Door | undefined): boolean | undefined {
	if (!door) return undefined;
	if (door.point) return distanceM(shop.point, door.point) <= shop.radiusM;
	return isElsewhere(door.postcode, shop.address.postcode) ? false : undefined;
}

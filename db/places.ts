import { folded } from '#domain/finding.ts';
import type { Address, Point } from '#domain/order.ts';
import { locate, streetsOf, type Street } from '#domain/streets.ts';
import { DEMO_TOWN } from '#domain/town.ts';
import villeneuve from '#domain/town/villeneuve.json' with { type: 'json' };

/** Every street of the bundled town. */
export const TOWN_STREETS: readonly Street[] = streetsOf(villeneuve);

/** Where an address of the bundled town is, if its street is there; null for any other town. */
export function pointOf({ street, city }: Address): Point | null {
	return folded(city) === folded(DEMO_TOWN.name) ? locate(TOWN_STREETS, street) : null;
}

/** The address with its point: the customer's own pin, or else that of the house in its street. */
export function located(address: Address): Address {
	const point = address.point ?? pointOf(address);
	return point ? { ...address, point } : address;
}

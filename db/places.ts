import {
	splitLine,
	understand,
	type AddressAnswer,
	type TypedAddress
} from '#domain/road/address.ts';
import type { Address } from '#domain/order/order.ts';
import { streetsOf, type Street } from '#domain/road/streets.ts';
import { DEMO_TOWN } from '#domain/road/town.ts';
import villeneuve from '#domain/road/town/villeneuve.json' with { type: 'json' };

/** Every street of the bundled town. */
export const TOWN_STREETS: readonly Street[] = streetsOf(villeneuve);

const TOWN = { ...DEMO_TOWN, streets: TOWN_STREETS };

/** What an address says to shops with these postcodes, in its parts or typed in one line. */
export function read(typed: TypedAddress | string, homes: readonly string[]): AddressAnswer {
	return understand(TOWN, typeof typed === 'string' ? splitLine(TOWN, typed) : typed, homes);
}

/** The address with its point: the customer's own pin, or else that of the house in its street. */
export function located(address: Address, home: string): Address {
	if (address.point) return address;
	const { kind, point } = read({ ...address, postcode: address.postcode ?? '' }, [home]);
	return kind === 'found' && point ? { ...address, point } : address;
}

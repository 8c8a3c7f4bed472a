/** The interface of a geocoder: the position of a typed address. The web process has the implementations. */

import type { AddressAnswer, TypedAddress } from './address.ts';

export interface Geocoder {
	/**
	 * Recognises an address, in its parts or typed in one line, for shops with these postcodes. Asynchronous,
	 * because a geocoder may be a service on the network: never call it in a transaction. It does not
	 * reject; without a result the answer is `unmapped`.
	 */
	read(typed: TypedAddress | string, homes: readonly string[]): Promise<AddressAnswer>;
}

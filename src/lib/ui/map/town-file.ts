/** The bundled town in the browser: where its file is, and its streets once they are asked for. */

import { folded } from '#domain/menu/finding.ts';
import type { Point } from '#domain/order/order.ts';
import { findPlace } from '#domain/road/find-place.ts';
import { streetsOf, type Street } from '#domain/road/streets.ts';
import { DEMO_TOWN } from '#domain/road/demo-town.ts';
import townUrl from '#domain/road/town/villeneuve.json?url';

export { townUrl };

let streets: Promise<Street[]> | undefined;

/** The streets, fetched once (the browser has the file already when the map shows it). */
export function townStreets(): Promise<Street[]> {
	streets ??= fetch(townUrl)
		.then((answer) => answer.json())
		.then(streetsOf)
		.catch(() => {
			streets = undefined;
			return [];
		});
	return streets;
}

/** Where a typed street is, as far as it is one of the bundled town's; null elsewhere. */
export async function findAddress(): Promise<(street: string, city: string) => Point | null> {
	const town = { ...DEMO_TOWN, streets: await townStreets() };
	return (street, city) => {
		const isHere = folded(city) === folded(town.name) && street.trim() !== '';
		const place = isHere ? findPlace(town, street) : undefined;
		return place && !place.isRough ? place.point : null;
	};
}

/** Customers' addresses: houses in the town's streets within a shop's delivery radius. */

import type { Address, Point } from '#domain/order/order.ts';
import { distanceM } from '#domain/time/quote.ts';
import { houseAt, lastHouse, type Street } from '#domain/road/streets.ts';
import { DEMO_TOWN } from '#domain/road/demo-town.ts';
import type { Chance } from '../random.ts';

export interface Door {
	street: string;
	point: Point;
}

const EVERY_NTH = 3;

/** A sample of the houses of every street. */
export function doorsOf(streets: readonly Street[]): Door[] {
	return streets.flatMap((street) =>
		Array.from({ length: Math.ceil(lastHouse(street) / EVERY_NTH) }, (_, at) => {
			const house = at * EVERY_NTH + 1;
			return { street: `${house} ${street.name}`, point: houseAt(street, house) };
		})
	);
}

export function doorsNear(doors: readonly Door[], shop: Point, reachM: number): Door[] {
	return doors.filter(({ point }) => distanceM(point, shop) <= reachM);
}

/** An address as customers enter it: some with door code and floor, half of them with a pin. */
export function addressOf(door: Door, chance: Chance): Address {
	const { name: city, postcode } = DEMO_TOWN;
	const address: Address = { street: door.street, city, postcode };
	if (chance.happens(0.5)) address.point = door.point;
	if (chance.happens(0.3)) address.doorCode = `${chance.whole(10, 99)}A${chance.whole(10, 99)}`;
	if (chance.happens(0.4)) address.floor = String(chance.whole(1, 5));
	return address;
}

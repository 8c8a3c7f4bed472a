import type { Address, Point } from '#domain/order/order.ts';
import { distanceM } from '#domain/time/quote.ts';
import { houseAt, lastHouse, streetsOf, type Street as DrawnStreet } from '#domain/road/streets.ts';
import { DEMO_TOWN, type KnownStreet } from '#domain/road/demo-town.ts';
import villeneuve from '#domain/road/town/villeneuve.json' with { type: 'json' };

const DRAWN: readonly DrawnStreet[] = streetsOf(villeneuve);

export const TOWN = { name: DEMO_TOWN.name, postcode: DEMO_TOWN.postcode } as const;

/** The streets of a fictional town. */
export const STREETS: readonly KnownStreet[] = DEMO_TOWN.streets;

/** An address for a delivery; its point is always known. */
export type DemoAddress = Address & { point: Point };

const LAST_HOUSE = 120;

/**
 * A plausible address, deterministic for `random` (0 ≤ x < 1). A house always has the same point, which is
 * that of the map.
 */
export function randomAddress(random: () => number, streets = STREETS): DemoAddress {
	const index = Math.floor(random() * streets.length);
	const chosen = streets[index];
	if (!chosen) throw new Error('random() must be at least 0 and below 1');
	const drawn = drawnAs(chosen.name);
	const house = 1 + Math.floor(random() * Math.min(LAST_HOUSE, lastHouse(drawn)));
	const address: DemoAddress = {
		street: `${house} ${chosen.name}`,
		postcode: TOWN.postcode,
		city: TOWN.name,
		point: houseAt(drawn, house)
	};
	if (random() < 0.4) address.floor = String(1 + Math.floor(random() * 5));
	if (random() < 0.3) address.doorCode = `${1000 + Math.floor(random() * 9000)}A`;
	return address;
}

/** Houses stand beside the street. */
const ASIDE_M = 20;

/** A plausible address within a shop's reach; throws when no street is wholly inside. */
export function randomAddressNear(
	random: () => number,
	centre: Point,
	radiusM: number
): DemoAddress {
	const within = STREETS.filter(({ name }) =>
		drawnAs(name).line.every((corner) => distanceM(corner, centre) + ASIDE_M <= radiusM)
	);
	return randomAddress(random, within);
}

function drawnAs(name: string): DrawnStreet {
	const drawn = DRAWN.find((street) => street.name === name);
	if (!drawn) throw new Error(`${name} is not on the map`);
	return drawn;
}

import type { Address, Point } from '#domain/order.ts';
import type { Street } from '#domain/places.ts';
import { distanceM } from '#domain/quote.ts';
import { DEMO_TOWN } from '#domain/town.ts';

export const TOWN = { name: DEMO_TOWN.name, postcode: DEMO_TOWN.postcode } as const;

/** The streets of a town that is on no map. */
export const STREETS: readonly Street[] = DEMO_TOWN.streets;

/** A place that can be delivered to: the order's address with its point always known. */
export type DemoAddress = Address & { point: Point };

const METRES_PER_HOUSE = 2;
const METRES_PER_DEGREE = 111_195;
const LAST_HOUSE = 120;

/**
 * A plausible address; the same `random` (0 ≤ x < 1) gives the same address. The same house always
 * has the same point.
 */
export function randomAddress(random: () => number, streets = STREETS): DemoAddress {
	const index = Math.floor(random() * streets.length);
	const chosen = streets[index];
	if (!chosen) throw new Error('random() must be at least 0 and below 1');
	const house = 1 + Math.floor(random() * LAST_HOUSE);
	const address: DemoAddress = {
		street: `${house} ${chosen.name}`,
		postcode: TOWN.postcode,
		city: TOWN.name,
		point: pointOfHouse(chosen, house)
	};
	if (random() < 0.4) address.floor = String(1 + Math.floor(random() * 5));
	if (random() < 0.3) address.doorCode = `${1000 + Math.floor(random() * 9000)}A`;
	return address;
}

/** A plausible address within a shop's reach; throws when no street has its middle well inside. */
export function randomAddressNear(
	random: () => number,
	centre: Point,
	radiusM: number
): DemoAddress {
	const farthestHouseM = (LAST_HOUSE / 2) * METRES_PER_HOUSE;
	const within = STREETS.filter(
		({ point }) => distanceM(point, centre) + farthestHouseM + METRES_PER_HOUSE <= radiusM
	);
	return randomAddress(random, within);
}

// Each street runs in a direction of its own, taken from its name so that it never changes.
function pointOfHouse({ name, point }: Street, house: number): Point {
	const angle = ([...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 180) / 57.3;
	const degrees = ((house - LAST_HOUSE / 2) * METRES_PER_HOUSE) / METRES_PER_DEGREE;
	const shrink = Math.cos((point.lat * Math.PI) / 180);
	return {
		lat: round(point.lat + degrees * Math.sin(angle)),
		lng: round(point.lng + (degrees * Math.cos(angle)) / shrink)
	};
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

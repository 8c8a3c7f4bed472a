/**
 * Where to deliver, as a visitor's cookie carries it from the first page to the checkout. Nothing in
 * it is believed: the server reads the address again when the order is placed.
 */

import type { Point } from '../order/order.ts';

export const DOOR_COOKIE = 'door';

export interface Door {
	street: string;
	city: string;
	postcode: string;
	/** Where it is, as far as that is known. */
	point: Point | null;
	/** The visitor put the point there: it counts more than the street. */
	isPin: boolean;
}

/** The cookie's value, ready to be set. */
export const writeDoor = (door: Door): string => encodeURIComponent(JSON.stringify(door));

/** The door in a cookie's value (already decoded or not); nothing when it holds none. */
export function readDoor(value: string | undefined): Door | undefined {
	if (!value) return undefined;
	try {
		const text = value.startsWith('%') ? decodeURIComponent(value) : value;
		return doorIn(JSON.parse(text));
	} catch {
		return undefined;
	}
}

function doorIn(value: unknown): Door | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { street, city, postcode, point, isPin } = value as Record<string, unknown>;
	const text = (part: unknown) => (typeof part === 'string' ? part.slice(0, 120) : '');
	const place = pointIn(point);
	return {
		street: text(street),
		city: text(city),
		postcode: text(postcode).slice(0, 12),
		point: place,
		isPin: place !== null && isPin === true
	};
}

function pointIn(value: unknown): Point | null {
	if (typeof value !== 'object' || value === null) return null;
	const { lat, lng } = value as Record<string, unknown>;
	const isIn = (degrees: unknown, most: number): degrees is number =>
		typeof degrees === 'number' && Math.abs(degrees) <= most;
	return isIn(lat, 90) && isIn(lng, 180) ? { lat, lng } : null;
}

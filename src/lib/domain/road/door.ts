/**
 * The delivery address in a visitor's cookie, from the first page to the checkout. It is untrusted:
 * the server parses the address again when the order is placed.
 */

import type { Point } from '../order/order.ts';

export const DOOR_COOKIE = 'door';

export interface Door {
	street: string;
	city: string;
	postcode: string;
	/** Coordinates, if known. */
	point: Point | null;
	/** Whether the visitor placed the pin; it then overrides the street. */
	isPin: boolean;
}

/** The encoded cookie value. */
export const writeDoor = (door: Door): string => encodeURIComponent(JSON.stringify(door));

/** The address in a cookie value (URL-decoded or not); undefined when it is invalid. */
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

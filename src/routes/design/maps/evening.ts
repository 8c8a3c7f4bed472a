/** An evening for the maps to show: made up, but on streets that exist. */

import type { MapDriver, MapOrder, MapShop } from '$lib/ui/map/LiveMap.svelte';
import type { Point } from '#domain/order/order.ts';

export const SHOPS: MapShop[] = [
	{ id: 'gare', name: 'OC Pizza Gare', lat: 43.6049, lng: 3.8814 },
	{ id: 'halles', name: 'OC Pizza Halles', lat: 43.6113, lng: 3.8769 }
];

export const DOOR: Point = { lat: 43.61, lng: 3.8715 };

type Made = [number: number, lat: number, lng: number, status: MapOrder['status'], left: number];

const MADE: Made[] = [
	[41, 43.6082, 3.8794, 'out', 6],
	[42, 43.6083, 3.8796, 'out', 9],
	[43, 43.6104, 3.8781, 'boxed', -4],
	[44, 43.6031, 3.8744, 'making', 18],
	[45, 43.6009, 3.8803, 'making', 22],
	[46, 43.6094, 3.8853, 'out', 3],
	[47, 43.6056, 3.8917, 'in_oven', 14],
	[48, 43.61, 3.8715, 'accepted', 27],
	[49, 43.6101, 3.8716, 'boxed', 12],
	[50, 43.6121, 3.8797, 'placed', 35],
	[51, 43.6149, 3.8903, 'accepted', 31]
];

export const ORDERS = (now: number): MapOrder[] =>
	MADE.map(([number, lat, lng, status, left]) => ({
		id: `order-${number}`,
		number,
		lat,
		lng,
		status,
		promisedAt: new Date(now + left * 60_000).toISOString()
	}));

const driver = (
	id: string,
	name: string,
	lat: number,
	lng: number,
	state: MapDriver['state'],
	at: number
): MapDriver => ({ id, name, lat, lng, state, at: new Date(at).toISOString() });

export const DRIVERS = (now: number): MapDriver[] => [
	driver('d1', 'Malik Benali', 43.6076, 3.8776, 'out', now),
	driver('d2', 'Inès Carrère', 43.6088, 3.8846, 'out', now),
	driver('d3', 'Théo Vidal', 43.6047, 3.8811, 'free', now - 5000),
	driver('d4', 'Jade Fabre', 43.612, 3.8735, 'waiting', now - 150_000),
	driver('d5', 'Noé Serres', 43.6066, 3.8892, 'offered', now - 9000)
];

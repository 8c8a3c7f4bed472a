import { splitLine, understand } from '#domain/road/address.ts';
import type { Geocoder } from '#domain/road/geocoder.ts';
import { streetsOf } from '#domain/road/streets.ts';
import { DEMO_TOWN } from '#domain/road/demo-town.ts';
import villeneuve from '#domain/road/town/villeneuve.json' with { type: 'json' };

const TOWN = { ...DEMO_TOWN, streets: streetsOf(villeneuve) };

/** Knows the streets of the demo town, for shops in it; elsewhere no street. */
export const demoTownGeocoder: Geocoder = {
	read: async (typed, homes) =>
		understand(TOWN, typeof typed === 'string' ? splitLine(TOWN, typed) : typed, homes)
};

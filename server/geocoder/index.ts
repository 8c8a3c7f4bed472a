import type { Geocoder } from '#domain/road/geocoder.ts';
import { noGeocoder } from './none.ts';

export type GeocoderName = 'none' | 'demo-town';

/** The geocoder of this installation. The demo town is loaded only where it is used. */
export async function createGeocoder(name: GeocoderName): Promise<Geocoder> {
	if (name === 'none') return noGeocoder;
	return (await import('./demo-town.ts')).demoTownGeocoder;
}

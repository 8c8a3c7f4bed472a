/** What the travel double drives on. */

export interface Place {
	lat: number;
	lng: number;
}

export interface World {
	/** Metres by road, by `from`, then by `to`; null where there is no way. */
	table(from: readonly Place[], to: readonly Place[]): (number | null)[][];
	/** Whether a street is near. */
	isOnMap(place: Place): boolean;
}

export interface Engine {
	world: World;
	/** Speed on every street. */
	speedKmh: number;
	/** Limit of OSRM: this many sources times this many destinations. */
	maxTableSize: number;
	/** Limit of Valhalla. */
	maxPairs: number;
}

export interface Answer {
	status: number;
	json: unknown;
}

export function secondsOf(metres: number, { speedKmh }: Engine): number {
	return metres / (speedKmh / 3.6);
}

export function isPlace({ lat, lng }: Place): boolean {
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
}

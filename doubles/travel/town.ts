/** The streets of the demo town, on which the simulated drivers ride as well. */
import { roadsOf, TOWN_STREETS } from '../../simulation/road/roads.ts';
import type { Place, World } from './world.ts';

/** About 5 km around the streets. */
const AROUND_DEGREES = 0.05;

export function demoTown(): World {
	const roads = roadsOf(TOWN_STREETS);
	const points = TOWN_STREETS.flatMap(({ line }) => line);
	const [south, north] = rangeOf(points.map(({ lat }) => lat));
	const [west, east] = rangeOf(points.map(({ lng }) => lng));
	return {
		table: (from, to) => roads.table(from, to),
		isOnMap: ({ lat, lng }: Place) => south <= lat && lat <= north && west <= lng && lng <= east
	};
}

function rangeOf(values: readonly number[]): [number, number] {
	const least = values.reduce((a, b) => Math.min(a, b));
	const most = values.reduce((a, b) => Math.max(a, b));
	return [least - AROUND_DEGREES, most + AROUND_DEGREES];
}

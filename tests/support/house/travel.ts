/** Travel times against the travel double, inside the test's process. */
import type { Point } from '#domain/order/order.ts';
import { distanceM } from '#domain/road/distance.ts';
import type { TravelConfig } from '../../../config/travel.ts';
import {
	startTravelDouble,
	type TravelDouble,
	type TravelDoubleOptions
} from '../../../doubles/travel/server.ts';
import type { World } from '../../../doubles/travel/world.ts';
import { openTravel, type TravelParts, type TravelTimes } from '../../../travel/open.ts';

export const SPEED_KMH = 18;
/** Road to straight distance in the plain: no detour that a great circle would guess. */
export const TWICE = 2;

/** A plain without streets: every way is twice as long as the straight one; the sea begins at latitude 44. */
export const PLAIN: World = {
	table: (from, to) => from.map((a) => to.map((b) => distanceM(a, b) * TWICE)),
	isOnMap: ({ lat }) => lat < 44
};

export interface TravelBench {
	double: TravelDouble;
	travel: TravelTimes;
	/** Lines of the log: `warn` or `info`, the shop, and why. */
	log: string[];
	clock: { now: number };
	close(): Promise<void>;
}

export interface TravelBenchOptions {
	kind?: TravelConfig['kind'];
	speed?: TravelConfig['speed'];
	timeoutMs?: number;
	double?: Partial<TravelDoubleOptions>;
	parts?: Partial<TravelParts>;
}

/** Breakers and ages follow `clock`, which stands still; time limits are real. */
export async function openTravelBench(options: TravelBenchOptions = {}): Promise<TravelBench> {
	const { kind = 'osrm', speed = 'provider', timeoutMs = 300 } = options;
	const double = await startTravelDouble({ world: PLAIN, isRecorded: true, ...options.double });
	const profile = kind === 'osrm' ? 'driving' : 'motor_scooter';
	const log: string[] = [];
	const clock = { now: 0 };
	const note = (level: string) => (fields: object) => {
		const { shop = 'all', why = '' } = fields as { shop?: string; why?: string };
		log.push(`${level} ${shop}${why && `: ${why}`}`);
	};
	const travel = openTravel({
		config: { kind, url: double.url, profile, speed, timeoutMs },
		log: { warn: note('warn'), info: note('info') },
		now: () => clock.now,
		...options.parts
	});
	return {
		double,
		travel,
		log,
		clock,
		async close() {
			travel.close();
			await double.close();
		}
	};
}

export const SHOP = { id: 'gare', point: { lat: 43.6, lng: 3.88 }, speedKmh: SPEED_KMH };
export const OTHER = { id: 'lac', point: { lat: 43.7, lng: 3.9 }, speedKmh: SPEED_KMH };

/** Doors around a shop, no two in one cell. */
export function doorsAround({ point }: { point: Point }, count: number): Point[] {
	return Array.from({ length: count }, (_, at) => ({
		lat: point.lat + 0.001 * (1 + (at % 20)),
		lng: point.lng + 0.001 * (1 + Math.floor(at / 20))
	}));
}

/** Minutes of riding by the plain's roads, and by great circle times detour. */
export const byRoad = (a: Point, b: Point, speedKmh = SPEED_KMH): number =>
	(distanceM(a, b) * TWICE) / (speedKmh / 3.6) / 60;
export const byCircle = (a: Point, b: Point, speedKmh = SPEED_KMH): number =>
	(distanceM(a, b) * 1.3) / (speedKmh / 3.6) / 60;

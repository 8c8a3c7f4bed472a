/** Valhalla's matrix service, as its documentation describes it (docs/api/matrix of valhalla). */
import { isPlace, secondsOf, type Answer, type Engine, type Place } from './world.ts';

const COSTINGS = [
	'auto',
	'bicycle',
	'bikeshare',
	'bus',
	'motor_scooter',
	'motorcycle',
	'pedestrian'
];

const fault = (error_code: number, error: string): Answer => ({
	status: 400,
	json: { error_code, error, status_code: 400, status: 'Bad Request' }
});

interface Request {
	sources?: unknown;
	targets?: unknown;
	costing?: unknown;
	units?: unknown;
}

/** Undefined if the address is not of this service. */
export function valhallaMatrix(
	method: string,
	url: URL,
	body: string,
	engine: Engine
): Answer | undefined {
	if (!/^\/sources_to_targets\/?$/.test(url.pathname)) return undefined;
	const text = method === 'POST' ? body : (url.searchParams.get('json') ?? '');
	let request: Request;
	try {
		request = JSON.parse(text) as Request;
	} catch {
		return fault(100, 'Failed to parse json request');
	}
	const from = placesOf(request.sources);
	const to = placesOf(request.targets);
	if (!from) return fault(131, "Insufficiently specified required parameter 'sources'");
	if (!to) return fault(132, "Insufficiently specified required parameter 'targets'");
	if (typeof request.costing !== 'string') return fault(124, 'No edge/node costing provided');
	if (!COSTINGS.includes(request.costing))
		return fault(125, `No costing method found: '${request.costing}'`);
	if (from.length * to.length > engine.maxPairs)
		return fault(150, `Exceeded max locations: ${engine.maxPairs}`);
	if (![...from, ...to].every((place) => engine.world.isOnMap(place)))
		return fault(171, 'No suitable edges near location');
	return {
		status: 200,
		json: matrixOf(from, to, request.units === 'miles' ? 1609.344 : 1000, engine)
	};
}

function matrixOf(from: Place[], to: Place[], unitM: number, engine: Engine): object {
	const locations = (places: Place[]) => places.map(({ lat, lng }) => ({ lon: lng, lat }));
	return {
		sources_to_targets: engine.world.table(from, to).map((row, from_index) =>
			row.map((metres, to_index) => ({
				distance: metres === null ? null : Math.round((metres / unitM) * 1000) / 1000,
				time: metres === null ? null : Math.round(secondsOf(metres, engine)),
				to_index,
				from_index
			}))
		),
		sources: locations(from),
		targets: locations(to),
		units: unitM === 1000 ? 'kilometers' : 'miles'
	};
}

function placesOf(list: unknown): Place[] | undefined {
	if (!Array.isArray(list) || list.length === 0) return undefined;
	const places = list.map((one: { lat?: unknown; lon?: unknown } | null) => ({
		lat: typeof one?.lat === 'number' ? one.lat : NaN,
		lng: typeof one?.lon === 'number' ? one.lon : NaN
	}));
	return places.every(isPlace) ? places : undefined;
}

/** OSRM's table service, as its documentation describes it (docs/http.md of osrm-backend, v5 and later). */
import { isPlace, secondsOf, type Answer, type Engine, type Place } from './world.ts';

const PATH = /^\/table\/v1\/[\w-]+\/([^/]+?)(?:\.json)?$/;
const OPTIONS = ['sources', 'destinations', 'annotations', 'generate_hints'];
const ANNOTATIONS = ['duration', 'distance', 'duration,distance', 'distance,duration'];

const fault = (code: string, message: string): Answer => ({ status: 400, json: { code, message } });

/** Undefined if the address is not of this service. */
export function osrmTable(method: string, url: URL, engine: Engine): Answer | undefined {
	const [, coordinates] = PATH.exec(decodeURI(url.pathname)) ?? [];
	if (method !== 'GET' || coordinates === undefined) return undefined;
	const places = coordinates.split(';').map(placeOf);
	if (places.some((place) => place === undefined))
		return fault('InvalidQuery', 'Query string malformed close to the coordinates');
	const all = places as Place[];
	if (!all.every(isPlace)) return fault('InvalidOptions', 'Coordinates are invalid');
	const query = url.searchParams;
	const unknown = [...query.keys()].find((name) => !OPTIONS.includes(name));
	if (unknown) return fault('InvalidQuery', `Query string malformed close to ${unknown}`);
	const annotations = query.get('annotations') ?? 'duration';
	const sources = indexes(query.get('sources'), all.length);
	const destinations = indexes(query.get('destinations'), all.length);
	if (!sources || !destinations || !ANNOTATIONS.includes(annotations))
		return fault('InvalidOptions', 'Options are invalid');
	if (sources.length * destinations.length > engine.maxTableSize ** 2)
		return fault('TooBig', 'Too many table coordinates');
	const lost = all.findIndex((place) => !engine.world.isOnMap(place));
	if (lost >= 0)
		return fault('NoSegment', `Could not find a matching segment for coordinate ${lost}`);
	const pick = (from: number[]) => from.map((index) => all[index]!);
	return { status: 200, json: tableOf(pick(sources), pick(destinations), annotations, engine) };
}

function tableOf(from: Place[], to: Place[], annotations: string, engine: Engine): object {
	const metres = engine.world.table(from, to);
	const map = (of: (value: number) => number) =>
		metres.map((row) => row.map((value) => (value === null ? null : of(value))));
	return {
		code: 'Ok',
		...(annotations.includes('duration') && {
			durations: map((value) => rounded(secondsOf(value, engine), 10))
		}),
		...(annotations.includes('distance') && { distances: map((value) => rounded(value, 100)) }),
		sources: from.map(waypoint),
		destinations: to.map(waypoint)
	};
}

const rounded = (value: number, by: number) => Math.round(value * by) / by;

const waypoint = ({ lat, lng }: Place) => ({ location: [lng, lat], name: '', distance: 0 });

function placeOf(pair: string): Place | undefined {
	const [, lng, lat] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(pair) ?? [];
	return lng === undefined || lat === undefined
		? undefined
		: { lat: Number(lat), lng: Number(lng) };
}

function indexes(option: string | null, count: number): number[] | undefined {
	if (option === null || option === 'all') return Array.from({ length: count }, (_, at) => at);
	const found = option.split(';').map((one) => (/^\d+$/.test(one) ? Number(one) : NaN));
	return found.every((index) => index < count) ? found : undefined;
}

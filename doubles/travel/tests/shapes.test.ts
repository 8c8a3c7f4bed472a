/** Requests and answers against the shapes of both documentations. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTravelDouble, type TravelDouble } from '../server.ts';
import { demoTown } from '../town.ts';

const cells = z.array(z.array(z.number().min(0).nullable()));
const waypoint = z.strictObject({
	location: z.tuple([z.number(), z.number()]),
	name: z.string(),
	distance: z.number(),
	hint: z.string().optional()
});
/** docs/http.md of osrm-backend, "Table service". */
const osrmAnswer = z.strictObject({
	code: z.literal('Ok'),
	durations: cells.optional(),
	distances: cells.optional(),
	sources: z.array(waypoint),
	destinations: z.array(waypoint)
});
const osrmFault = z.strictObject({ code: z.string(), message: z.string() });
const location = z.strictObject({ lon: z.number(), lat: z.number() });
/** docs/api/matrix/api-reference.md of valhalla, "Outputs of the matrix service". */
const valhallaAnswer = z.strictObject({
	sources_to_targets: z.array(
		z.array(
			z.strictObject({
				distance: z.number().nullable(),
				time: z.number().nullable(),
				to_index: z.number().int(),
				from_index: z.number().int()
			})
		)
	),
	sources: z.array(location),
	targets: z.array(location),
	units: z.enum(['kilometers', 'miles'])
});
const valhallaFault = z.strictObject({
	error_code: z.number().int(),
	error: z.string(),
	status_code: z.literal(400),
	status: z.literal('Bad Request')
});

const GARE = { lat: 43.6048, lng: 3.8812 };
const LAC = { lat: 43.6242, lng: 3.8683 };
const POINTS = '3.8812,43.6048;3.8683,43.6242;3.8917,43.6056';

let double: TravelDouble;
beforeAll(async () => void (double = await startTravelDouble({ world: demoTown() })));
afterAll(() => double.close());

const get = async (path: string) => {
	const answer = await fetch(`${double.url}${path}`);
	return { status: answer.status, json: (await answer.json()) as unknown };
};
const matrix = async (body: unknown) => {
	const answer = await fetch(`${double.url}/sources_to_targets`, {
		method: 'POST',
		body: JSON.stringify(body)
	});
	return { status: answer.status, json: (await answer.json()) as unknown };
};

describe('OSRM', () => {
	test('answers with durations in seconds by default, for all points', async () => {
		const { status, json } = await get(`/table/v1/driving/${POINTS}`);
		const { durations, distances, sources } = osrmAnswer.parse(json);

		expect(status).toBe(200);
		expect(durations?.map((row) => row.length)).toEqual([3, 3, 3]);
		expect(durations?.[1]?.[1]).toBeLessThan(30);
		expect(distances).toBeUndefined();
		expect(sources[0]?.location).toEqual([3.8812, 43.6048]);
	});

	test('answers for some sources and destinations, with distances in metres', async () => {
		const asked = `/table/v1/driving/${POINTS}.json?sources=0&destinations=2;1&annotations=duration,distance`;
		const { durations, distances } = osrmAnswer.parse((await get(asked)).json);

		const [[toPre, toLac] = []] = distances ?? [];
		expect(distances?.length).toBe(1);
		expect(toLac).toBeGreaterThan(2400);
		expect(toPre).toBeLessThan(toLac ?? 0);
		expect(durations?.[0]?.[1]).toBeCloseTo((toLac ?? 0) / 5, 0);
	});

	test.each([
		[`/table/v1/driving/${POINTS}?sources=3`, 'InvalidOptions'],
		[`/table/v1/driving/${POINTS}?annotations=speed`, 'InvalidOptions'],
		[`/table/v1/driving/${POINTS}?colour=red`, 'InvalidQuery'],
		['/table/v1/driving/3.8;4.1', 'InvalidQuery'],
		['/table/v1/driving/3.88,43.6;200,43.6', 'InvalidOptions'],
		['/table/v1/driving/3.88,43.6;7.1,43.6', 'NoSegment'],
		[`/table/v1/driving/${Array(101).fill('3.88,43.6').join(';')}`, 'TooBig']
	])('refuses %s', async (path, code) => {
		const { status, json } = await get(path);

		expect(status).toBe(400);
		expect(osrmFault.parse(json).code).toBe(code);
	});
});

describe('Valhalla', () => {
	const at = ({ lat, lng }: typeof GARE) => ({ lat, lon: lng });

	test('answers with seconds and kilometres, rows of the sources', async () => {
		const asked = { sources: [at(GARE)], targets: [at(LAC), at(GARE)], costing: 'motor_scooter' };
		const { status, json } = await matrix(asked);
		const { sources_to_targets: rows, units } = valhallaAnswer.parse(json);

		expect(status).toBe(200);
		expect(units).toBe('kilometers');
		expect(rows[0]?.map(({ from_index, to_index }) => [from_index, to_index])).toEqual([
			[0, 0],
			[0, 1]
		]);
		const { distance = 0, time } = rows[0]?.[0] ?? {};
		expect(distance).toBeGreaterThan(2.4);
		expect(time).toBeCloseTo(((distance ?? 0) * 1000) / 5, -1);
	});

	test('reads the json of an address as well', async () => {
		const json = JSON.stringify({ sources: [at(GARE)], targets: [at(LAC)], costing: 'auto' });
		const answer = await get(`/sources_to_targets?json=${encodeURIComponent(json)}`);

		expect(valhallaAnswer.parse(answer.json).targets).toEqual([{ lon: 3.8683, lat: 43.6242 }]);
	});

	test.each([
		[{ targets: [at(GARE)], costing: 'auto' }, 131],
		[{ sources: [at(GARE)], costing: 'auto' }, 132],
		[{ sources: [at(GARE)], targets: [at(LAC)] }, 124],
		[{ sources: [at(GARE)], targets: [at(LAC)], costing: 'rocket' }, 125],
		[{ sources: [at(GARE)], targets: [{ lat: 43.6, lon: 7.1 }], costing: 'auto' }, 171],
		[{ sources: Array(51).fill(at(GARE)), targets: Array(50).fill(at(LAC)), costing: 'auto' }, 150]
	])('refuses what is wrong, case %#', async (asked, code) => {
		const { status, json } = await matrix(asked);

		expect(status).toBe(400);
		expect(valhallaFault.parse(json).error_code).toBe(code);
	});
});

test('there is nothing else', async () => {
	expect((await get('/route/v1/driving/3.88,43.6;3.87,43.61')).status).toBe(404);
});

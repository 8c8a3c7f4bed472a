import { afterEach, describe, expect, test } from 'vitest';
import { pointOf, cellOf } from '#domain/road/travel.ts';
import type { Trouble } from '../../doubles/travel/server.ts';
import { startTestServer } from '../support/house/server.ts';
import {
	byCircle,
	byRoad,
	doorsAround,
	openTravelBench,
	OTHER,
	PLAIN,
	SHOP,
	type TravelBench,
	type TravelBenchOptions
} from '../support/house/travel.ts';

const benches: TravelBench[] = [];
afterEach(() => Promise.all(benches.splice(0).map((bench) => bench.close())));

async function open(options?: TravelBenchOptions): Promise<TravelBench> {
	const bench = await openTravelBench(options);
	benches.push(bench);
	return bench;
}

const DOORS = doorsAround(SHOP, 5);
const [DOOR, NEXT] = DOORS as [(typeof DOORS)[0], (typeof DOORS)[0]];
const allOf = (shop: typeof SHOP, doors = doorsAround(shop, 5)) => ({
	shop,
	from: [shop.point, ...doors],
	to: [shop.point, ...doors]
});
const timed = async <T>(task: () => Promise<T>): Promise<[T, number]> => {
	const since = performance.now();
	return [await task(), performance.now() - since];
};
/** Waits for what goes on without us. */
const settle = (ms = 60) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(['osrm', 'valhalla'] as const)('%s', (kind) => {
	test("gives the provider's times in one request, then the cache does", async () => {
		const { travel, double } = await open({ kind });

		const first = await travel.matrix(allOf(SHOP));
		const again = await travel.matrix(allOf(SHOP));

		for (const of of [first, again]) {
			expect(of(SHOP.point, DOOR)).toBeCloseTo(byRoad(SHOP.point, DOOR), 1);
			expect(of(DOOR, NEXT)).toBeCloseTo(byRoad(DOOR, NEXT), 1);
			expect(of(DOOR, DOOR)).toBe(0);
		}
		expect(double.asked.length).toBe(1);
		expect(travel.state()).toMatchObject({
			requests: { ok: 1, refused: 0, failed: 0 },
			pairs: { provider: 72, greatCircle: 0 },
			cachedPairs: 30
		});
	});

	test("gives its distances at the shop's own speed where the shop's speed counts", async () => {
		const { travel } = await open({ kind, speed: 'shop' });
		const fast = { ...SHOP, speedKmh: 36 };

		const slowly = await travel.matrix(allOf(SHOP));
		const fastly = await travel.matrix({ ...allOf(SHOP), shop: fast });

		expect(slowly(SHOP.point, DOOR)).toBeCloseTo(byRoad(SHOP.point, DOOR), 1);
		expect(fastly(SHOP.point, DOOR)).toBeCloseTo(byRoad(SHOP.point, DOOR, 36), 1);
	});

	test('asks for a new door alone: its row and its column', async () => {
		const { travel, double } = await open({ kind });
		await travel.matrix(allOf(SHOP));
		double.engine.world = { ...PLAIN, table: (from, to) => counted(PLAIN.table(from, to)) };
		let pairs = 0;
		const counted = (rows: (number | null)[][]) => {
			pairs += rows.flat().length;
			return rows;
		};

		const of = await travel.matrix(allOf(SHOP, doorsAround(SHOP, 6)));

		expect(of(DOOR, doorsAround(SHOP, 6)[5]!)).toBeCloseTo(
			byRoad(DOOR, doorsAround(SHOP, 6)[5]!),
			1
		);
		expect(pairs).toBeLessThanOrEqual(6 + 7);
	});

	test('divides many points by its limits', async () => {
		const { travel, double } = await open({ kind, timeoutMs: 4000 });
		const doors = doorsAround(SHOP, 150);

		const of = await travel.matrix(allOf(SHOP, doors));

		expect(of(doors[149]!, doors[0]!)).toBeCloseTo(byRoad(doors[149]!, doors[0]!), 1);
		expect(travel.state().requests).toMatchObject({ refused: 0, failed: 0 });
		expect(double.asked.length).toBe(kind === 'osrm' ? 4 : 16);
		for (const { url, body } of double.asked)
			expect(url.href.length + body.length).toBeLessThan(8000);
	});

	test('learns a lower limit of the provider', async () => {
		const { travel, double } = await open({
			kind,
			timeoutMs: 4000,
			double: { maxTableSize: 8, maxPairs: 64 }
		});

		const of = await travel.matrix(allOf(SHOP, doorsAround(SHOP, 20)));
		const [a, b] = [doorsAround(SHOP, 20)[19]!, doorsAround(SHOP, 20)[3]!];

		expect(of(a, b)).toBeCloseTo(byRoad(a, b), 1);
		const before = travel.state().requests.refused;
		expect(before).toBeGreaterThan(0);
		await travel.matrix(allOf(OTHER, doorsAround(OTHER, 20)));
		expect(travel.state().requests.refused).toBe(before);
		expect(double.asked.length).toBeLessThan(40);
	});

	test('one point in the sea costs the others nothing', async () => {
		const { travel, log } = await open({ kind, timeoutMs: 2000 });
		const sea = { lat: 44.01, lng: 3.88 };
		const doors = [...doorsAround(SHOP, 20), sea];

		const of = await travel.matrix(allOf(SHOP, doors));

		expect(of(SHOP.point, doors[19]!)).toBeCloseTo(byRoad(SHOP.point, doors[19]!), 1);
		expect(of(SHOP.point, sea)).toBeCloseTo(byCircle(SHOP.point, sea), 6);
		const refused = travel.state().requests.refused;
		expect(refused).toBeLessThan(14);
		await travel.matrix(allOf(SHOP, [...doors, ...doorsAround(SHOP, 21)]));
		expect(travel.state().requests.refused).toBe(refused);
		expect(log).toEqual([]);
	});

	test('a point without a way has the great circle, the others have their way', async () => {
		const { travel } = await open({
			kind,
			double: {
				world: {
					...PLAIN,
					table: (from, to) =>
						PLAIN.table(from, to).map((row) =>
							row.map((value, at) => (to[at]!.lat === pointOf(cellOf(NEXT)).lat ? null : value))
						)
				}
			}
		});

		const of = await travel.matrix(allOf(SHOP));

		expect(of(SHOP.point, NEXT)).toBeCloseTo(byCircle(SHOP.point, NEXT), 6);
		expect(of(NEXT, SHOP.point)).toBeCloseTo(byRoad(NEXT, SHOP.point), 1);
		expect(of(SHOP.point, DOOR)).toBeCloseTo(byRoad(SHOP.point, DOOR), 1);
	});

	const field = kind === 'osrm' ? 'durations' : 'sources_to_targets';
	const wrong: [string, Trouble][] = [
		['no answer', 'hang'],
		['a closed connection', 'close'],
		['an answer that comes too late', { delayMs: 1000 }],
		['an error of its own', { status: 500, text: '{"message":"out of memory"}' }],
		['too many requests', { status: 429, text: '{}' }],
		['a page instead of JSON', { status: 200, text: '<html>welcome</html>' }],
		['an empty answer', { status: 200, text: '' }],
		['JSON of another kind', { status: 200, text: '[]' }],
		['a null', { status: 200, text: 'null' }],
		['a redirect', { status: 302, text: '' }],
		['a row too few', { change: (json) => ({ ...json, [field]: (json[field] as []).slice(1) }) }],
		[
			'a column too many',
			{ change: (json) => ({ ...json, [field]: (json[field] as [][]).map((row) => [...row, 1]) }) }
		],
		[
			'a negative time',
			{
				change: (json) => ({
					...json,
					[field]: (json[field] as unknown[][]).map((row) =>
						row.map(() => (kind === 'osrm' ? -1 : { time: -1, distance: 1 }))
					)
				})
			}
		],
		['a text for a time', { change: (json) => ({ ...json, [field]: [['soon']] }) }],
		['far too much', { change: (json) => ({ ...json, padding: 'x'.repeat(5_000_000) }) }]
	];

	test.each(wrong)('%s leads to the great circle, in time', async (_what, trouble) => {
		const { travel, double } = await open({ kind, timeoutMs: 300 });
		double.trouble = () => trouble;

		const [of, ms] = await timed(() => travel.matrix(allOf(SHOP)));

		expect(of(SHOP.point, DOOR)).toBeCloseTo(byCircle(SHOP.point, DOOR), 6);
		expect(ms).toBeLessThan(3000);
		expect(travel.state()).toMatchObject({ requests: { ok: 0, failed: 1 }, cachedPairs: 0 });
	});
});

describe('a provider that is down', () => {
	test('is waited for twice, then not at all, until it is back; the log has one line of each', async () => {
		const { travel, double, clock, log } = await open({ timeoutMs: 200 });
		double.trouble = () => 'hang';
		await travel.matrix(allOf(SHOP));
		await travel.matrix(allOf(SHOP));
		expect(double.asked.length).toBe(2);

		for (let times = 0; times < 20; times++) {
			const [of, ms] = await timed(() => travel.matrix(allOf(SHOP)));
			expect(of(SHOP.point, DOOR)).toBeCloseTo(byCircle(SHOP.point, DOOR), 6);
			expect(ms).toBeLessThan(250);
		}
		expect(double.asked.length).toBe(2);
		expect(log).toEqual(['warn gare: no answer in time']);
		expect(travel.state()).toMatchObject({ isUp: true, shopsDown: 1 });

		// The trial makes no caller wait either.
		clock.now += 5000;
		const [, ms] = await timed(() => travel.matrix(allOf(SHOP)));
		expect(ms).toBeLessThan(250);
		await settle(300);
		expect(double.asked.length).toBe(3);

		double.trouble = undefined;
		clock.now += 10_000;
		await travel.matrix(allOf(SHOP));
		await settle();
		const of = await travel.matrix(allOf(SHOP));

		expect(of(SHOP.point, DOOR)).toBeCloseTo(byRoad(SHOP.point, DOOR), 1);
		expect(log).toEqual(['warn gare: no answer in time', 'info gare']);
		expect(travel.state().shopsDown).toBe(0);
	});

	test('is not found out again by each shop', async () => {
		const { travel, double, clock, log } = await open();
		double.trouble = () => ({ status: 500, text: '{}' });
		await travel.matrix(allOf(SHOP));
		await travel.matrix(allOf(OTHER));
		expect(travel.state().isUp).toBe(false);

		for (let at = 0; at < 50; at++) await travel.matrix(allOf({ ...SHOP, id: `shop ${at}` }));

		expect(double.asked.length).toBe(2);
		expect(log).toEqual(['warn all: status 500, code unknown']);
		double.trouble = undefined;
		clock.now += 5000;
		await travel.matrix(allOf({ ...SHOP, id: 'shop 7' }));
		await settle();
		expect(travel.state().isUp).toBe(true);
		expect(log.at(-1)).toBe('info all');
	});

	test('leaves known times known', async () => {
		const { travel, double, clock } = await open();
		await travel.matrix(allOf(SHOP));
		double.trouble = () => 'hang';

		const [of, ms] = await timed(() => travel.matrix(allOf(SHOP)));
		expect(of(SHOP.point, DOOR)).toBeCloseTo(byRoad(SHOP.point, DOOR), 1);
		expect(ms).toBeLessThan(250);

		clock.now += 60 * 60_000;
		const later = await travel.matrix(allOf(SHOP));
		expect(later(SHOP.point, DOOR)).toBeCloseTo(byCircle(SHOP.point, DOOR), 6);
	});

	test('may not be there at all, or be something else', async () => {
		const { travel, double, log } = await open();
		await double.close();
		await travel.matrix(allOf(SHOP));
		await travel.matrix(allOf(SHOP));
		expect(log).toEqual(['warn gare: ECONNREFUSED']);

		const other = await open({ kind: 'valhalla' });
		other.double.trouble = () => ({ status: 404, text: '{"code":"InvalidUrl","message":"no"}' });
		await other.travel.matrix(allOf(SHOP));
		await other.travel.matrix(allOf(SHOP));
		expect(other.log).toEqual(['warn gare: status 404, error unknown']);
	});
});

describe('one must not hurt the others', () => {
	test('a shop is served while the requests of another hang', async () => {
		const { travel, double } = await open({ timeoutMs: 1000 });
		const isOf = (shop: typeof SHOP, url: URL) => url.pathname.includes(`,${shop.point.lat}`);
		double.trouble = ({ url }) => (isOf(SHOP, url) ? 'hang' : undefined);
		const hanging = Array.from({ length: 30 }, (_, at) =>
			travel.matrix(allOf(SHOP, [doorsAround(SHOP, 200)[at]!]))
		);
		await settle(30);

		const [of, ms] = await timed(() => travel.matrix(allOf(OTHER)));
		const door = doorsAround(OTHER, 1)[0]!;

		expect(of(OTHER.point, door)).toBeCloseTo(byRoad(OTHER.point, door), 1);
		expect(ms).toBeLessThan(200);
		expect(double.asked.filter(({ url }) => isOf(SHOP, url)).length).toBe(2);
		const [all, allMs] = await timed(() => Promise.all(hanging));
		expect(all.length).toBe(30);
		expect(allMs).toBeLessThan(1200);
		const next = await travel.matrix(allOf(OTHER, doorsAround(OTHER, 9)));
		const far = doorsAround(OTHER, 9)[8]!;
		expect(next(OTHER.point, far)).toBeCloseTo(byRoad(OTHER.point, far), 1);
		expect(travel.state()).toMatchObject({ isUp: true, shopsDown: 1 });
	});

	test('customers with endless new doors push out no pair of another shop', async () => {
		const { travel, double } = await open({ parts: { cache: { pairs: 500, ageMs: 1e9 } } });
		await travel.matrix(allOf(OTHER));
		const doors = doorsAround(SHOP, 1500);
		for (let at = 0; at < doors.length; at += 50)
			await travel.matrix({ shop: SHOP, from: [SHOP.point], to: doors.slice(at, at + 50) });
		expect(travel.state().cachedPairs).toBeLessThanOrEqual(500);
		const before = double.asked.length;

		await travel.matrix(allOf(OTHER));

		expect(double.asked.length).toBe(before);
	});

	test('a phone that claims to be far away is not asked for', async () => {
		const { travel, double } = await open();
		const places = [
			{ lat: 0, lng: 0 },
			{ lat: NaN, lng: 3 },
			{ lat: 43.6, lng: 5 },
			{ lat: -43.6, lng: -176 }
		];

		const of = await travel.matrix({ shop: SHOP, from: places, to: [SHOP.point] });

		expect(double.asked).toEqual([]);
		expect(of({ lat: 43.6, lng: 5 }, SHOP.point)).toBeCloseTo(
			byCircle({ lat: 43.6, lng: 5 }, SHOP.point),
			6
		);
	});

	test('a phone that moves a few metres asks for nothing new', async () => {
		const { travel, double } = await open();
		for (let at = 0; at < 10; at++) {
			const driver = { lat: SHOP.point.lat + 0.002 + at * 0.000_003, lng: SHOP.point.lng };
			await travel.matrix({ shop: SHOP, from: [driver], to: [SHOP.point, DOOR] });
		}

		expect(double.asked.length).toBe(1);
	});
});

describe('the requests', () => {
	test('of OSRM are as documented: longitude first, sources and destinations by index', async () => {
		const { travel, double } = await open();
		await travel.matrix({ shop: SHOP, from: [SHOP.point], to: [DOOR, NEXT] });
		const [{ method, url } = { method: '', url: new URL('http://x') }] = double.asked;

		expect(method).toBe('GET');
		expect(decodeURI(url.pathname)).toBe('/table/v1/driving/3.88,43.6;3.881,43.601;3.881,43.602');
		expect(Object.fromEntries(url.searchParams)).toEqual({
			annotations: 'duration',
			generate_hints: 'false',
			sources: '0',
			destinations: '1;2'
		});
	});

	test('of Valhalla are as documented, with its costing', async () => {
		const { travel, double } = await open({ kind: 'valhalla' });
		await travel.matrix({ shop: SHOP, from: [SHOP.point], to: [DOOR] });
		const [{ method, url, body } = { method: '', url: new URL('http://x'), body: '' }] =
			double.asked;

		expect([method, url.pathname]).toEqual(['POST', '/sources_to_targets']);
		expect(JSON.parse(body)).toEqual({
			sources: [{ lat: 43.6, lon: 3.88 }],
			targets: [{ lat: 43.601, lon: 3.881 }],
			costing: 'motor_scooter',
			units: 'kilometers'
		});
	});

	test('keep path and key of the address, which are in no line of the log', async () => {
		const { double } = await open();
		const { openTravel } = await import('../../travel/open.ts');
		const lines: string[] = [];
		const travel = openTravel({
			config: {
				kind: 'osrm',
				url: `${double.url}/europe/?key=s3cret`,
				profile: 'driving',
				speed: 'provider',
				timeoutMs: 300
			},
			log: {
				warn: (...line) => lines.push(JSON.stringify(line)),
				info: (...line) => lines.push(JSON.stringify(line))
			}
		});
		await travel.matrix(allOf(SHOP));
		await travel.matrix(allOf(SHOP));
		travel.close();

		expect(double.asked[0]?.url.pathname).toMatch(/^\/europe\/table\/v1\//);
		expect(double.asked[0]?.url.searchParams.get('key')).toBe('s3cret');
		expect(lines.length).toBe(1);
		expect(lines.join()).not.toMatch(/s3cret|127\.0\.0\.1/);
	});

	test('end when the process closes', async () => {
		const { travel, double, log } = await open({ timeoutMs: 5000 });
		double.trouble = () => 'hang';
		const asked = timed(() => travel.matrix(allOf(SHOP)));
		await settle(30);

		travel.close();

		const [of, ms] = await asked;
		expect(ms).toBeLessThan(500);
		expect(of(SHOP.point, DOOR)).toBeCloseTo(byCircle(SHOP.point, DOOR), 6);
		await travel.matrix(allOf(SHOP));
		expect(double.asked.length).toBe(1);
		expect(log).toEqual([]);
	});
});

test('the web process shows at /metrics what its travel times come from', async () => {
	const { double } = await open();
	const config = {
		kind: 'osrm',
		url: double.url,
		profile: 'driving',
		speed: 'shop',
		timeoutMs: 300
	} as const;
	const server = await startTestServer({ config: { travel: config } });

	const text = await (await fetch(`${server.url}/metrics`)).text();
	await server.close();

	expect(text).toContain('\ntravel_provider_up 1\n');
	expect(text).toContain('\ntravel_requests_total{outcome="failed"} 0\n');
	expect(text).toContain('\ntravel_pairs_total{source="great_circle"} 0\n');
});

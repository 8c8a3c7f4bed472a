/**
 * Travel times: how far straight distance times detour is from the streets of the demo town, and what a
 * matrix costs.
 *
 * First, the ways from each shop of the demo to the doors in its reach, and between those doors, by the
 * street graph and by great circle. Then a matrix of 81 × 61 points (60 orders, 20 drivers, a shop): from
 * the provider, from the cache, and while the provider hangs. The baseline is one bare `fetch` of the same
 * table from the same server.
 *
 * `npm run bench -- travel [--quick]`
 */

import { availableParallelism, cpus } from 'node:os';
import { DETOUR } from '#domain/road/travel.ts';
import { distanceM } from '#domain/road/distance.ts';
import type { Point } from '#domain/order/order.ts';
import { DEMO_SHOPS } from '../db/demo/shops.ts';
import { startTravelDouble } from '../doubles/travel/server.ts';
import { doorsNear, doorsOf } from '../simulation/plan/doors.ts';
import { roadsOf, TOWN_STREETS } from '../simulation/road/roads.ts';
import { openTravel } from '../travel/open.ts';
import { quantile } from './floors/machine.ts';

const isQuick = process.argv.includes('--quick');
/** Every nth door of a shop. */
const EVERY = isQuick ? 40 : 8;
const ROUNDS = isQuick ? 20 : 200;
/** Shorter ways have a detour of any size, and next to no duration. */
const SHORTEST_M = 100;
const SPEED_KMH = 18;

interface Way {
	straightM: number;
	roadM: number;
}

console.log(
	`${availableParallelism()} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`
);
const verdicts = [measureDetour(), await measureMatrix()];
process.exit(verdicts.every(Boolean) ? 0 : 1);

function measureDetour(): boolean {
	const roads = roadsOf(TOWN_STREETS);
	const all = doorsOf(TOWN_STREETS);
	const fromShop: Way[] = [];
	const between: Way[] = [];
	for (const { point, deliveryRadiusM } of DEMO_SHOPS) {
		const doors = doorsNear(all, point, deliveryRadiusM)
			.filter((_, at) => at % EVERY === 0)
			.map((door) => door.point);
		fromShop.push(...waysOf([point], doors));
		between.push(
			...waysOf(
				doors.filter((_, at) => at % 8 === 0),
				doors
			)
		);
	}

	function waysOf(from: readonly Point[], to: readonly Point[]): Way[] {
		const metres = roads.table(from, to);
		return from
			.flatMap((a, row) =>
				to.map((b, column) => ({ straightM: distanceM(a, b), roadM: metres[row]?.[column] ?? NaN }))
			)
			.filter(({ straightM }) => straightM >= SHORTEST_M);
	}

	console.log('\nRoad by the street graph to straight distance, in the demo town');
	console.table({
		'shop to door': describe(fromShop),
		'door to door': describe(between),
		'both, over 1 km': describe(
			[...fromShop, ...between].filter(({ straightM }) => straightM > 1000)
		)
	});
	const { median = 0 } = describe(fromShop);
	return verdict(`the usual detour is near ${DETOUR}`, Math.abs(median / DETOUR - 1) < 0.15);
}

function describe(ways: readonly Way[]) {
	const ratios = ways.map(({ straightM, roadM }) => roadM / straightM);
	const offMinutes = ways.map(
		({ straightM, roadM }) => Math.abs(roadM - straightM * DETOUR) / (SPEED_KMH / 3.6) / 60
	);
	const rounded = (value: number) => Math.round(value * 100) / 100;
	return {
		ways: ways.length,
		p10: rounded(quantile(ratios, 0.1)),
		median: rounded(quantile(ratios, 0.5)),
		p90: rounded(quantile(ratios, 0.9)),
		'× 1.3 is off by, min': rounded(quantile(offMinutes, 0.5)),
		'at p90': rounded(quantile(offMinutes, 0.9))
	};
}

async function measureMatrix(): Promise<boolean> {
	const shop = { id: 'bench', point: { lat: 43.6, lng: 3.88 }, speedKmh: SPEED_KMH };
	const points = Array.from({ length: 81 }, (_, at) => ({
		lat: shop.point.lat + 0.001 * (at % 9),
		lng: shop.point.lng + 0.001 * Math.floor(at / 9)
	}));
	const ask = { from: points, to: points.slice(0, 61) };
	const double = await startTravelDouble({
		world: {
			table: (from, to) => from.map((a) => to.map((b) => distanceM(a, b) * DETOUR)),
			isOnMap: () => true
		},
		isRecorded: true
	});
	const config = {
		kind: 'osrm',
		url: double.url,
		profile: 'driving',
		speed: 'provider',
		timeoutMs: 800
	} as const;
	const travel = openTravel({ config, log: { warn() {}, info() {} } });
	let round = 0;
	const asked = () => travel.matrix({ ...ask, shop: { ...shop, id: `bench ${round++}` } });
	await asked();
	const address = new URL(double.asked[0]?.url.pathname ?? '/', double.url);
	address.search = double.asked[0]?.url.search ?? '';

	const bare = await timesOf(async () => void (await (await fetch(address)).json()));
	const cold = await timesOf(async () => void (await asked()));
	// Of its own: the rounds before fill the cache more than once.
	const known = { ...ask, shop: { ...shop, id: 'known' } };
	const of = await travel.matrix(known);
	const warm = await timesOf(async () => void (await travel.matrix(known)));
	const lookUps = await timesOf(async () => {
		for (const a of ask.from) for (const b of ask.to) of(a, b);
	});
	double.trouble = () => 'hang';
	await asked();
	await asked();
	const down = await timesOf(async () => void (await asked()));
	travel.close();
	await double.close();

	console.log('\nA matrix of 81 × 61 points, ms');
	console.table({
		'a bare fetch of the table': bare,
		'from the provider': cold,
		'from the cache': warm,
		'while the provider hangs': down,
		'4,941 look-ups in it': lookUps
	});
	return [
		verdict('from the cache within 2 ms, median', warm.p50 <= 2),
		verdict('nobody waits for a provider that hangs: within 2 ms, median', down.p50 <= 2)
	].every(Boolean);
}

async function timesOf(task: () => Promise<void>) {
	const times: number[] = [];
	for (let at = 0; at < ROUNDS; at++) {
		const since = performance.now();
		await task();
		times.push(performance.now() - since);
	}
	const rounded = (value: number) => Math.round(value * 100) / 100;
	return { p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)) };
}

function verdict(claim: string, holds: boolean): boolean {
	console.log(`${holds ? 'holds ' : 'MISSED'}  ${claim}`);
	return holds;
}

/** Travel times for plans and quotes: from a provider where there is one and it answers, else by great circle. */
import type { Point } from '#domain/order/order.ts';
import { cellOf, fromTable, greatCircle, roadMinutes, type Travel } from '#domain/road/travel.ts';
import { distanceM } from '#domain/road/distance.ts';
import type { TravelConfig } from '../config/travel.ts';
import { createAsk } from './asking.ts';
import { Breakers, type BreakerTimes } from './breaker.ts';
import { Cache, type CacheLimits } from './cache.ts';
import { Lanes } from './lanes.ts';
import { osrm } from './osrm.ts';
import { valhalla } from './valhalla.ts';

/** Streets change seldom, traffic within the hour. 200,000 pairs are about 30 MB. */
const CACHE: CacheLimits = { pairs: 200_000, ageMs: 60 * 60_000 };
const BREAKER: BreakerTimes = { pauseMs: 5000, maxPauseMs: 60_000 };
const LANES = { perShop: 2, all: 8, waiting: 16 };
/** Points farther from the shop are not asked for: no driver goes there, and a phone may say anything. */
const REACH_M = 50_000;
/** More points of one side are not asked for. */
const MAX_POINTS = 400;

export interface TravelAsk {
	shop: { id: string; point: Point; speedKmh: number };
	/** Where the travel may begin: the shop, doors, drivers. */
	from: readonly Point[];
	/** Where it may end: the shop, doors. Drivers on their way are no ends. */
	to: readonly Point[];
}

export interface TravelTimes {
	/**
	 * The travel times between these points: minutes of riding, without loading and handover. It waits
	 * for the provider at most `TRAVEL_TIMEOUT_MS` and never rejects; what is not known by then is great
	 * circle times detour at the shop's speed, as for all other points. While the provider is down it
	 * does not wait. Never call it in a transaction.
	 */
	matrix(ask: TravelAsk): Promise<Travel>;
	/**
	 * What is known of the shop's roads by now, from earlier questions of this process; great circle for all
	 * else. It asks for nothing and never waits, so it may be called in a transaction.
	 */
	known(shop: TravelAsk['shop']): Travel;
	/** False without a provider: then there is nothing to ask for. */
	hasProvider: boolean;
	state(): TravelState;
	/** Ends the requests that are under way; after it all times are great circles. */
	close(): void;
}

/** For metrics; the counts are since the start of the process. */
export interface TravelState {
	/** False while all shops fall back. True without a provider. */
	isUp: boolean;
	/** Shops that fall back by themselves. */
	shopsDown: number;
	requests: { ok: number; refused: number; failed: number };
	/** Pairs of points that were asked for, by the source of their answer. */
	pairs: { provider: number; greatCircle: number };
	cachedPairs: number;
}

/** A part of the logger. */
export interface TravelLog {
	warn(fields: object, text: string): void;
	info(fields: object, text: string): void;
}

export interface TravelParts {
	/** Undefined: great circles alone. */
	config: TravelConfig | undefined;
	log: TravelLog;
	/** A clock of ms that never goes back. Default: of the process. */
	now?: () => number;
	cache?: CacheLimits;
	breaker?: BreakerTimes;
}

/** Opens the travel times of a process. It connects to nothing before the first question. */
export function openTravel(parts: TravelParts): TravelTimes {
	const { config } = parts;
	return config ? withProvider(config, parts) : withoutProvider();
}

function withoutProvider(): TravelTimes {
	const state = emptyState();
	return {
		matrix({ shop, from, to }) {
			state.pairs.greatCircle += from.length * to.length;
			return Promise.resolve(greatCircle(shop.speedKmh));
		},
		known: ({ speedKmh }) => greatCircle(speedKmh),
		hasProvider: false,
		state: () => structuredClone(state),
		close() {}
	};
}

const emptyState = (): TravelState => ({
	isUp: true,
	shopsDown: 0,
	requests: { ok: 0, refused: 0, failed: 0 },
	pairs: { provider: 0, greatCircle: 0 },
	cachedPairs: 0
});

function withProvider(config: TravelConfig, parts: TravelParts): TravelTimes {
	const { log, now = () => performance.now() } = parts;
	const state = emptyState();
	const closing = new AbortController();
	const cache = new Cache(parts.cache ?? CACHE, now);
	const breakers = new Breakers(parts.breaker ?? BREAKER, logged(log, config.kind), now);
	const provider = config.kind === 'osrm' ? osrm(config) : valhalla(config);
	const ask = createAsk({
		provider,
		cache,
		lanes: new Lanes(LANES),
		onRequest: (outcome) => state.requests[outcome]++
	});

	async function fill(shop: string, from: readonly number[], to: readonly number[]): Promise<void> {
		const signal = AbortSignal.any([AbortSignal.timeout(config.timeoutMs), closing.signal]);
		const asked = await ask({ shop, from, to, signal });
		if (closing.signal.aborted || asked === 'nothing') return;
		if (asked === 'worked') breakers.worked(shop);
		else breakers.failed(shop, asked.message);
	}

	async function know(shop: string, from: readonly number[], to: readonly number[]): Promise<void> {
		const first = unknownOf(shop, from, to);
		if (closing.signal.aborted || !first) return;
		const advice = breakers.advice(shop);
		if (advice === 'ask') await fill(shop, from, to);
		// One pair, and no caller waits for it.
		if (advice === 'try') void fill(shop, [first.a], [first.b]);
	}

	/** The first pair to ask for. */
	function unknownOf(shop: string, from: readonly number[], to: readonly number[]) {
		const { knows } = cache.of(shop);
		for (const a of from) for (const b of to) if (!knows(a, b)) return { a, b };
		return undefined;
	}

	/** Minutes between two cells of a shop; null when they are not known. */
	function minutesAt({ id, speedKmh }: TravelAsk['shop']) {
		const { get } = cache.of(id);
		return (from: number, to: number): number | null => {
			const value = from === to ? 0 : get(from, to);
			if (value === undefined || value === null) return null;
			return config.speed === 'provider' ? value / 60 : roadMinutes(value, speedKmh);
		};
	}

	return {
		async matrix({ shop, from, to }) {
			const isNear = (point: Point) => distanceM(shop.point, point) <= REACH_M;
			const near = { from: from.filter(isNear), to: to.filter(isNear) };
			const cells = { from: cellsOf(near.from), to: cellsOf(near.to) };
			await know(shop.id, cells.from, cells.to);

			const minutesOf = minutesAt(shop);
			const ends = near.to.map(cellOf);
			const minutes = near.from.map(cellOf).map((a) => ends.map((b) => minutesOf(a, b)));
			const known = minutes.flat().filter((value) => value !== null).length;
			state.pairs.provider += known;
			state.pairs.greatCircle += from.length * to.length - known;
			return fromTable({ ...near, minutes }, greatCircle(shop.speedKmh));
		},
		known(shop) {
			const minutesOf = minutesAt(shop);
			const otherwise = greatCircle(shop.speedKmh);
			return (from, to) => minutesOf(cellOf(from), cellOf(to)) ?? otherwise(from, to);
		},
		hasProvider: true,
		state: () => ({
			...structuredClone(state),
			isUp: !breakers.isOpen,
			shopsDown: breakers.openShops,
			cachedPairs: cache.pairs
		}),
		close: () => closing.abort()
	};
}

const cellsOf = (points: readonly Point[]): number[] =>
	[...new Set(points.map(cellOf))].slice(0, MAX_POINTS);

/** One line when it falls back, one when it is back. */
function logged(log: TravelLog, kind: string) {
	return {
		onOpen: (shop: string | undefined, why: string) =>
			log.warn(
				{ provider: kind, shop, why },
				'travel times fall back to straight distance: the provider does not answer'
			),
		onClose: (shop: string | undefined) =>
			log.info({ provider: kind, shop }, 'travel times come from the provider again')
	};
}

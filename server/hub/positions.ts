import type { MovedDriver, PositionFix } from '#domain/contract.ts';
import { done, refuse } from '#domain/faults.ts';
import type { Result } from '#domain/faults.ts';
import { claimedAt, newestOf } from '#domain/fix.ts';
import type { Logger } from 'pino';
import { isLockedOut, isOutage } from '../../db/errors.ts';
import type { Db } from '../../db/pool.ts';
import { movedSince, record } from '../../db/positions.ts';
import type { ShopPosition, StoredFix } from '../../db/positions.ts';
import type { Room } from '../feeds/feed.ts';
import { FEEDS } from '../feeds/index.ts';
import { movedDriver } from '../views.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Rooms } from './rooms.ts';
import type { Broadcast } from './broadcast.ts';

const STORE_MS = 250;
const TELL_MS = 1000;
/** Read again what may have been committed out of order; what was sent already is known. */
const OVERLAP_MS = 1000;
/** Well under a phone's second, or a fix that comes early would wait for the tick. */
const AT_MOST_EVERY_MS = 400;
/** After so long, assume that another hub sends this driver's positions. */
const PASSED_FOR_MS = 3000;

interface PositionsOptions {
	broadcast: Broadcast;
	db: Db;
	rooms: Rooms;
	open: OpenOrders;
	log: Pick<Logger, 'warn'>;
	/** The database's time, epoch ms. */
	now(): number;
}

export interface Positions {
	/** Stores fixes with the next tick; refused when the driver is off shift. */
	take(driverId: string, fixes: readonly [PositionFix, ...PositionFix[]]): Promise<Result<object>>;
	close(): void;
}

interface Waiting {
	newest: PositionFix;
	answers: ((result: Result<object>) => void)[];
}

/** What this hub passed on by itself, before the database had it. */
interface Passed {
	to: Room;
	/** Monotonic ms of the last passing on. */
	at: number;
	/** A later fix came too soon after it: the next tick has to tell it. */
	isOwed: boolean;
}

/**
 * Where drivers are. A fix goes at once to the customer that the driver is riding to. Four times a
 * second the hub stores what its own phones sent; once a second it reads what moved anywhere and sends
 * one frame a room: managers get their shop's drivers, a customer whose driver talks to another hub gets
 * that one driver.
 */
export function createPositions(options: PositionsOptions): Positions {
	const { broadcast, db, rooms, open } = options;
	let waiting = new Map<string, Waiting>();
	let since: Date | undefined;
	const sent = new Map<string, string>();
	const passed = new Map<string, Passed>();
	/** Who was on shift when last stored; of others nothing is passed on before the database allows it. */
	const onShift = new Set<string>();
	let isBusy = false;
	let nextTelling = performance.now();

	async function tick(): Promise<void> {
		if (waiting.size > 0) await store();
		const now = performance.now();
		if (now < nextTelling) return;
		// On a beat of its own, however long the reading takes.
		nextTelling = Math.max(nextTelling + TELL_MS, now);
		if (hasWatchers()) tell(await news());
	}

	function hasWatchers(): boolean {
		for (const { kind } of rooms.all()) if (FEEDS[kind].isDesk || kind === 'order') return true;
		return false;
	}

	async function store(): Promise<void> {
		const batch = waiting;
		waiting = new Map();
		const now = options.now();
		const fixes = [...batch].map(([driver, { newest }]): [string, StoredFix] => [
			driver,
			{ ...newest, at: claimedAt(newest.at, now) }
		]);
		await storeAll(fixes, (driver, result) => {
			for (const answer of batch.get(driver)?.answers ?? []) answer(result);
		});
	}

	/** One driver's fix that cannot be stored fails the statement of all: then each half is tried. */
	async function storeAll(
		fixes: [string, StoredFix][],
		answer: (driver: string, result: Result<object>) => void
	): Promise<void> {
		try {
			const stored = await record(db, new Map(fixes));
			for (const [driver] of fixes) {
				const isStored = stored.has(driver);
				if (isStored) onShift.add(driver);
				else forget(driver);
				answer(driver, isStored ? done({}) : refuse('driver_off'));
			}
		} catch (error) {
			const isOfOneRow = isLockedOut(error) || !isOutage(error);
			if (isOfOneRow && fixes.length > 1) {
				const half = Math.ceil(fixes.length / 2);
				await storeAll(fixes.slice(0, half), answer);
				return storeAll(fixes.slice(half), answer);
			}
			options.log.warn({ err: error }, 'positions were not stored');
			const code = isOutage(error) ? 'unavailable' : 'internal';
			for (const [driver] of fixes) answer(driver, refuse(code));
		}
	}

	function forget(driver: string): void {
		onShift.delete(driver);
		passed.delete(driver);
	}

	function roomToward(driver: string): Room | undefined {
		const order = open.legOf(driver);
		return order === undefined ? undefined : rooms.ofOrder(order);
	}

	/** Without waiting for the tick: half a second on average is what a customer would see. */
	function passOn(driver: string, fix: PositionFix): void {
		const room = onShift.has(driver) ? roomToward(driver) : undefined;
		if (!room) return;
		const now = performance.now();
		const last = passed.get(driver);
		if (last?.to === room && now - last.at < AT_MOST_EVERY_MS) {
			last.isOwed = true;
			return;
		}
		passed.set(driver, { to: room, at: now, isOwed: false });
		const { lat, lng, accuracyM } = fix;
		emit(room, [
			{ driver, point: { lat, lng }, accuracyM, at: new Date(options.now()).toISOString() }
		]);
	}

	/** Whether the customer has this place from us already. */
	function isPassed(driver: string, room: Room): boolean {
		const last = passed.get(driver);
		if (last?.to !== room || performance.now() - last.at > PASSED_FOR_MS) return false;
		if (!last.isOwed) return true;
		last.isOwed = false;
		return false;
	}

	/** Drivers whose place is new since the last tick. The first reading only learns where we are. */
	async function news(): Promise<ShopPosition[]> {
		const isFirst = since === undefined;
		const from = since ?? new Date(0);
		const { at, moved } = await movedSince(db, new Date(Math.max(0, from.getTime() - OVERLAP_MS)));
		since = at > from ? at : from;
		const fresh = moved.filter((place) => sent.get(place.driver) !== place.at);
		for (const place of fresh) sent.set(place.driver, place.at);
		return isFirst ? [] : fresh;
	}

	function tell(places: readonly ShopPosition[]): void {
		for (const place of places) {
			const room = roomToward(place.driver);
			if (room && !isPassed(place.driver, room)) emit(room, [movedDriver(place)]);
		}
		for (const room of rooms.all()) {
			if (!FEEDS[room.kind].isDesk) continue;
			const here = places.filter((place) => room.shops.includes(place.shop));
			if (here.length > 0) emit(room, here.map(movedDriver));
		}
	}

	const emit = (room: Room, drivers: MovedDriver[]) =>
		broadcast(room.name, 'moved', { feed: room.feed, drivers });

	const timer = setInterval(() => {
		if (isBusy) return;
		isBusy = true;
		tick()
			.catch((error: unknown) => options.log.warn({ err: error }, 'positions were not read'))
			.finally(() => (isBusy = false));
	}, STORE_MS);

	return {
		take: (driver, fixes) => {
			const newest = newestOf(fixes);
			const entry = waiting.get(driver) ?? { newest, answers: [] };
			waiting.set(driver, entry);
			entry.newest = newestOf([entry.newest, newest]);
			passOn(driver, newest);
			return new Promise((resolve) => entry.answers.push(resolve));
		},
		close: () => clearInterval(timer)
	};
}

import type { MovedDriver, PositionFix } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import type { Result } from '#domain/wire/faults.ts';
import { claimedAt, newestOf } from '#domain/road/fix.ts';
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
export class Positions {
	readonly #options: PositionsOptions;
	readonly #timer: NodeJS.Timeout;
	#waiting = new Map<string, Waiting>();
	/** The database's time up to which movements were read; undefined before the first reading. */
	#since: Date | undefined;
	/** The time of each driver's place that was sent last. */
	readonly #sent = new Map<string, string>();
	readonly #passed = new Map<string, Passed>();
	/** Who was on shift when last stored; of others nothing is passed on before the database allows it. */
	readonly #onShift = new Set<string>();
	#isBusy = false;
	#nextTelling = performance.now();

	constructor(options: PositionsOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.#tick(), STORE_MS);
	}

	/** Stores fixes with the next tick; refused when the driver is off shift. */
	take(driver: string, fixes: readonly [PositionFix, ...PositionFix[]]): Promise<Result<object>> {
		const newest = newestOf(fixes);
		const entry = this.#waiting.get(driver) ?? { newest, answers: [] };
		this.#waiting.set(driver, entry);
		entry.newest = newestOf([entry.newest, newest]);
		this.#passOn(driver, newest);
		return new Promise((resolve) => entry.answers.push(resolve));
	}

	close(): void {
		clearInterval(this.#timer);
	}

	async #tick(): Promise<void> {
		if (this.#isBusy) return;
		this.#isBusy = true;
		try {
			if (this.#waiting.size > 0) await this.#store();
			const now = performance.now();
			if (now < this.#nextTelling) return;
			// On a beat of its own, however long the reading takes.
			this.#nextTelling = Math.max(this.#nextTelling + TELL_MS, now);
			if (this.#hasWatchers()) this.#tell(await this.#news());
		} catch (error) {
			this.#options.log.warn({ err: error }, 'positions were not read');
		} finally {
			this.#isBusy = false;
		}
	}

	#hasWatchers(): boolean {
		for (const { kind } of this.#options.rooms.all())
			if (FEEDS[kind].isDesk || kind === 'order') return true;
		return false;
	}

	async #store(): Promise<void> {
		const batch = this.#waiting;
		this.#waiting = new Map();
		const now = this.#options.now();
		const fixes = [...batch].map(([driver, { newest }]): [string, StoredFix] => [
			driver,
			{ ...newest, at: claimedAt(newest.at, now) }
		]);
		await this.#storeAll(fixes, (driver, result) => {
			for (const answer of batch.get(driver)?.answers ?? []) answer(result);
		});
	}

	/** One driver's fix that cannot be stored fails the statement of all: then each half is tried. */
	async #storeAll(
		fixes: [string, StoredFix][],
		answer: (driver: string, result: Result<object>) => void
	): Promise<void> {
		try {
			const stored = await record(this.#options.db, new Map(fixes));
			for (const [driver] of fixes) {
				const isStored = stored.has(driver);
				if (isStored) this.#onShift.add(driver);
				else this.#forget(driver);
				answer(driver, isStored ? done({}) : refuse('driver_off'));
			}
		} catch (error) {
			const isOfOneRow = isLockedOut(error) || !isOutage(error);
			if (isOfOneRow && fixes.length > 1) {
				const half = Math.ceil(fixes.length / 2);
				await this.#storeAll(fixes.slice(0, half), answer);
				return this.#storeAll(fixes.slice(half), answer);
			}
			this.#options.log.warn({ err: error }, 'positions were not stored');
			const code = isOutage(error) ? 'unavailable' : 'internal';
			for (const [driver] of fixes) answer(driver, refuse(code));
		}
	}

	#forget(driver: string): void {
		this.#onShift.delete(driver);
		this.#passed.delete(driver);
	}

	/** The room of the customer who is the next stop of this driver. */
	#roomToward(driver: string): Room | undefined {
		const order = this.#options.open.legOf(driver);
		return order === undefined ? undefined : this.#options.rooms.ofOrder(order);
	}

	/** Without waiting for the tick: half a second on average is what a customer would see. */
	#passOn(driver: string, fix: PositionFix): void {
		const room = this.#onShift.has(driver) ? this.#roomToward(driver) : undefined;
		if (!room) return;
		const now = performance.now();
		const last = this.#passed.get(driver);
		if (last?.to === room && now - last.at < AT_MOST_EVERY_MS) {
			last.isOwed = true;
			return;
		}
		this.#passed.set(driver, { to: room, at: now, isOwed: false });
		const { lat, lng, accuracyM } = fix;
		const at = new Date(this.#options.now()).toISOString();
		this.#emit(room, [{ driver, point: { lat, lng }, accuracyM, at }]);
	}

	/** Whether the customer has this place from us already. */
	#isPassed(driver: string, room: Room): boolean {
		const last = this.#passed.get(driver);
		if (last?.to !== room || performance.now() - last.at > PASSED_FOR_MS) return false;
		if (!last.isOwed) return true;
		last.isOwed = false;
		return false;
	}

	/** Drivers whose place is new since the last tick. The first reading only learns where we are. */
	async #news(): Promise<ShopPosition[]> {
		const isFirst = this.#since === undefined;
		const from = this.#since ?? new Date(0);
		const start = new Date(Math.max(0, from.getTime() - OVERLAP_MS));
		const { at, moved } = await movedSince(this.#options.db, start);
		this.#since = at > from ? at : from;
		const fresh = moved.filter((place) => this.#sent.get(place.driver) !== place.at);
		for (const place of fresh) this.#sent.set(place.driver, place.at);
		return isFirst ? [] : fresh;
	}

	#tell(places: readonly ShopPosition[]): void {
		for (const place of places) {
			const room = this.#roomToward(place.driver);
			if (room && !this.#isPassed(place.driver, room)) this.#emit(room, [movedDriver(place)]);
		}
		for (const room of this.#options.rooms.all()) {
			if (!FEEDS[room.kind].isDesk) continue;
			const here = places.filter((place) => room.shops.includes(place.shop));
			if (here.length > 0) this.#emit(room, here.map(movedDriver));
		}
	}

	#emit(room: Room, drivers: MovedDriver[]): void {
		this.#options.broadcast(room.name, 'moved', { feed: room.feed, drivers });
	}
}

import type { MovedDriver, PositionFix } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import type { Result } from '#domain/wire/faults.ts';
import { claimedAt, newestOf } from '#domain/road/fix.ts';
import type { Logger } from 'pino';
import { isLockedOut, isOutage } from '../../db/plumbing/errors.ts';
import type { Db } from '../../db/plumbing/pool.ts';
import { movedSince, record } from '../../db/tables/positions.ts';
import type { ShopPosition, StoredFix } from '../../db/tables/positions.ts';
import type { Room } from '../feeds/feed.ts';
import { FEEDS } from '../feeds/index.ts';
import { movedDriver } from '../views.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Rooms } from './rooms.ts';
import type { Broadcast } from './broadcast.ts';

const STORE_MS = 250;
const SEND_MS = 1000;
/**
 * Overlap of two reads: rows may be committed out of order. Positions already sent are filtered
 * out.
 */
const OVERLAP_MS = 1000;
/**
 * Well below the phone's interval of one second, so that a slightly early fix is not delayed to the
 * tick.
 */
const DIRECT_GAP_MS = 400;
/** If this hub sent nothing for so long, another hub receives the driver's fixes now. */
const DIRECT_TTL_MS = 3000;

interface PositionsOptions {
	broadcast: Broadcast;
	db: Db;
	rooms: Rooms;
	open: OpenOrders;
	log: Pick<Logger, 'warn'>;
	/** The database's clock, epoch ms. */
	now(): number;
}

interface QueuedFixes {
	newest: PositionFix;
	answers: ((result: Result<object>) => void)[];
}

/** The last fix that this hub sent to a customer directly, before it was stored. */
interface DirectSend {
	to: Room;
	/** Monotonic ms when it was sent. */
	at: number;
	/** A later fix came within the minimal gap and was not sent: the next tick must send it. */
	hasUnsentFix: boolean;
}

/**
 * Positions of the drivers. A fix is sent at once to the customer whose drop-off is next. Four
 * times a second the fixes received here are stored in one batch. Once a second all positions that
 * moved are read back and sent, one message per room: managers get the drivers of their shop, and a
 * customer whose driver is connected to another hub gets that driver.
 */
export class Positions {
	readonly #options: PositionsOptions;
	readonly #timer: NodeJS.Timeout;
	#queued = new Map<string, QueuedFixes>();
	/** Database time up to which positions were read; undefined before the first read. */
	#since: Date | undefined;
	/** Time of the last position sent, by driver. */
	readonly #sent = new Map<string, string>();
	readonly #directSends = new Map<string, DirectSend>();
	/**
	 * Drivers who were on shift when last stored. Fixes of others are not sent before the database
	 * accepts them.
	 */
	readonly #onShift = new Set<string>();
	#isBusy = false;
	#nextSendMono = performance.now();

	constructor(options: PositionsOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.#tick(), STORE_MS);
	}

	/** Queues fixes for the next batch; the answer is a refusal when the driver is off shift. */
	queue(driver: string, fixes: readonly [PositionFix, ...PositionFix[]]): Promise<Result<object>> {
		const newest = newestOf(fixes);
		const entry = this.#queued.get(driver) ?? { newest, answers: [] };
		this.#queued.set(driver, entry);
		entry.newest = newestOf([entry.newest, newest]);
		this.#sendDirectly(driver, newest);
		return new Promise((resolve) => entry.answers.push(resolve));
	}

	close(): void {
		clearInterval(this.#timer);
	}

	async #tick(): Promise<void> {
		if (this.#isBusy) return;
		this.#isBusy = true;
		try {
			if (this.#queued.size > 0) await this.#store();
			const now = performance.now();
			if (now < this.#nextSendMono) return;
			// Fixed interval, whatever the read takes.
			this.#nextSendMono = Math.max(this.#nextSendMono + SEND_MS, now);
			if (this.#hasWatchers()) this.#sendMoved(await this.#readMoved());
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
		const batch = this.#queued;
		this.#queued = new Map();
		const now = this.#options.now();
		const fixes = [...batch].map(([driver, { newest }]): [string, StoredFix] => [
			driver,
			{ ...newest, at: claimedAt(newest.at, now) }
		]);
		await this.#storeAll(fixes, (driver, result) => {
			for (const answer of batch.get(driver)?.answers ?? []) answer(result);
		});
	}

	/** Stores a batch. When one row makes the statement fail, each half is tried again alone. */
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
		this.#directSends.delete(driver);
	}

	/** The room of the customer whose drop-off is the driver's next. */
	#customerRoomOf(driver: string): Room | undefined {
		const order = this.#options.open.nextDropoffOf(driver);
		return order === undefined ? undefined : this.#options.rooms.ofOrder(order);
	}

	/**
	 * Sends a fix to the customer at once; waiting for the tick would add half a second on average.
	 */
	#sendDirectly(driver: string, fix: PositionFix): void {
		const room = this.#onShift.has(driver) ? this.#customerRoomOf(driver) : undefined;
		if (!room) return;
		const now = performance.now();
		const last = this.#directSends.get(driver);
		if (last?.to === room && now - last.at < DIRECT_GAP_MS) {
			last.hasUnsentFix = true;
			return;
		}
		this.#directSends.set(driver, { to: room, at: now, hasUnsentFix: false });
		const { lat, lng, accuracyM } = fix;
		const at = new Date(this.#options.now()).toISOString();
		this.#emit(room, [{ driver, point: { lat, lng }, accuracyM, at }]);
	}

	/** Whether this hub has already sent the driver's latest position to the customer directly. */
	#wasSentDirectly(driver: string, room: Room): boolean {
		const last = this.#directSends.get(driver);
		if (last?.to !== room || performance.now() - last.at > DIRECT_TTL_MS) return false;
		if (!last.hasUnsentFix) return true;
		last.hasUnsentFix = false;
		return false;
	}

	/** Drivers who moved since the last tick. The first read only sets the starting point. */
	async #readMoved(): Promise<ShopPosition[]> {
		const isFirst = this.#since === undefined;
		const from = this.#since ?? new Date(0);
		const start = new Date(Math.max(0, from.getTime() - OVERLAP_MS));
		const { at, moved } = await movedSince(this.#options.db, start);
		this.#since = at > from ? at : from;
		const fresh = moved.filter((place) => this.#sent.get(place.driver) !== place.at);
		for (const place of fresh) this.#sent.set(place.driver, place.at);
		return isFirst ? [] : fresh;
	}

	#sendMoved(places: readonly ShopPosition[]): void {
		for (const place of places) {
			const room = this.#customerRoomOf(place.driver);
			if (room && !this.#wasSentDirectly(place.driver, room))
				this.#emit(room, [movedDriver(place)]);
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

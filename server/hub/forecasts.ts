import { FRAME_FORECASTS, type ForecastFrame, type OrderForecast } from '#domain/wire/forecasts.ts';
import type { Logger } from 'pino';
import type { Db } from '../../db/plumbing/pool.ts';
import { changedSince, plansOf } from '../../db/tables/forecasts.ts';
import type { Behind, ChangedForecast, ShopPlan } from '../../db/tables/forecasts.ts';
import { coverageRecord } from '../feeds/forecasts.ts';
import { FEEDS } from '../feeds/index.ts';
import type { Room } from '../feeds/feed.ts';
import type { Broadcast } from './broadcast.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Rooms } from './rooms.ts';

const SEND_MS = 1000;
/** Overlap of two reads: rows may be committed out of order. What was sent already is filtered out. */
const OVERLAP_MS = 3000;
/** Screens hear at least so often that their forecasts are still true. */
const CONFIRM_MS = 15_000;
/** Forecasts of one shop in one read; the rest comes a second later, after those of the other shops. */
const SHOP_LIMIT = 200;

interface ForecastsOptions {
	broadcast: Broadcast;
	db: Db;
	rooms: Rooms;
	open: OpenOrders;
	log: Pick<Logger, 'warn'>;
	tickMs?: number;
}

/**
 * Sends forecasts: once a second those that changed are read and sent, to each room one message (several
 * when there are more than `FRAME_FORECASTS`).
 */
export class ForecastSender {
	readonly #options: ForecastsOptions;
	readonly #timer: NodeJS.Timeout;
	/** Database time up to which changes of all shops were read; undefined before the first read. */
	#since: Date | undefined;
	/** Of shops with more changes than one read gives: up to where theirs were read. */
	#behind: Behind = new Map();
	/** When a forecast that was sent had changed, by order. */
	readonly #sent = new Map<string, number>();
	/** The last plan that screens heard of, by shop. */
	readonly #confirmed = new Map<string, number>();
	#isBusy = false;

	constructor(options: ForecastsOptions) {
		this.#options = options;
		this.#timer = setInterval(() => void this.#tick(), options.tickMs ?? SEND_MS);
	}

	close(): void {
		clearInterval(this.#timer);
	}

	async #tick(): Promise<void> {
		if (this.#isBusy || !this.#hasRooms()) return;
		this.#isBusy = true;
		try {
			const changed = await this.#readChanged();
			const plans = new Map((await plansOf(this.#options.db)).map((plan) => [plan.shop, plan]));
			this.#send(changed, plans);
			this.#confirm(plans);
		} catch (error) {
			this.#options.log.warn({ err: error }, 'forecasts were not read');
		} finally {
			this.#isBusy = false;
		}
	}

	#hasRooms(): boolean {
		for (const { kind } of this.#options.rooms.all()) if (FEEDS[kind].forecast) return true;
		return false;
	}

	/**
	 * Forecasts that changed since the last tick. The first read only sets the starting point: screens that joined
	 * before have them from a snapshot.
	 */
	async #readChanged(): Promise<ChangedForecast[]> {
		const isFirst = this.#since === undefined;
		const from = new Date(Math.max(0, (this.#since?.getTime() ?? 0) - OVERLAP_MS));
		const { at, changed, behind } = await changedSince(this.#options.db, {
			since: isFirst ? null : from,
			behind: this.#behind,
			limit: SHOP_LIMIT
		});
		if (!this.#since || at > this.#since) this.#since = at;
		this.#behind = behind;
		const fresh = changed.filter(({ order, changedAt }) => this.#sent.get(order) !== changedAt);
		for (const { order, changedAt } of fresh) this.#sent.set(order, changedAt);
		this.#forget();
		return isFirst ? [] : fresh;
	}

	/** What is older than any next read needs no filter. */
	#forget(): void {
		if (this.#behind.size > 0) return;
		const oldest = (this.#since?.getTime() ?? 0) - 2 * OVERLAP_MS;
		for (const [order, at] of this.#sent) if (at < oldest) this.#sent.delete(order);
	}

	#send(changed: readonly ChangedForecast[], plans: ReadonlyMap<string, ShopPlan>): void {
		const { open, rooms } = this.#options;
		const context = {
			driverOf: (order: string) => open.driverOf(order),
			roomOfOrder: (order: string) => rooms.ofOrder(order)
		};
		const frames = new Map<string, { feed: string; plan: number; forecasts: OrderForecast[] }>();
		for (const forecast of changed)
			for (const { forecast: spec } of Object.values(FEEDS)) {
				const to = spec?.room(forecast, context);
				if (!spec || !to || !rooms.has(to.room)) continue;
				const plan = plans.get(forecast.shop)?.plannedAt ?? forecast.plannedAt;
				const frame = frames.get(to.room) ?? { feed: to.feed, plan, forecasts: [] };
				frame.forecasts.push(spec.view(forecast));
				frames.set(to.room, frame);
			}
		for (const [room, { feed, plan, forecasts }] of frames)
			for (let n = 0; n < forecasts.length; n += FRAME_FORECASTS)
				this.#emit(room, {
					feed,
					at: new Date(plan).toISOString(),
					forecasts: forecasts.slice(n, n + FRAME_FORECASTS)
				});
	}

	/** Tells the screens of shops with a new plan how old their forecasts are. */
	#confirm(plans: ReadonlyMap<string, ShopPlan>): void {
		const due = new Map<string, ShopPlan>();
		for (const [shop, plan] of plans) {
			const before = this.#confirmed.get(shop);
			if (before !== undefined && plan.plannedAt - before < CONFIRM_MS) continue;
			this.#confirmed.set(shop, plan.plannedAt);
			due.set(shop, plan);
		}
		if (due.size === 0) return;
		for (const room of this.#options.rooms.all()) {
			// Several shops have no common age of their forecasts.
			if (room.kind === 'group') continue;
			const plan = due.get(room.shops[0] ?? '');
			if (plan && FEEDS[room.kind].forecast) this.#emit(room.name, confirmation(room, plan));
		}
	}

	#emit(room: string, frame: ForecastFrame): void {
		this.#options.broadcast(room, 'forecast', frame);
	}
}

function confirmation(room: Room, plan: ShopPlan): ForecastFrame {
	return {
		feed: room.feed,
		at: new Date(plan.plannedAt).toISOString(),
		forecasts: [],
		...(FEEDS[room.kind].isDesk && { coverage: coverageRecord(plan) })
	};
}

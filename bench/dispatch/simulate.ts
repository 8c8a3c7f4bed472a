import type { Instance, Spot } from './instance.ts';
import type { Solution } from './solution.ts';

/** What a policy may know at a minute: no order before its placement. */
export interface View {
	now: number;
	/** Placed and not picked up, oldest first. */
	open: readonly OpenOrder[];
	/** Every courier of the day; shifts are known ahead. */
	couriers: readonly CourierState[];
	/** Minutes from a place to another, by the index of the place. */
	travel: (from: number, to: number) => number;
	/** Orders placed so far, oldest first: what may be learnt from. */
	placed: readonly OpenOrder[];
}

export interface OpenOrder {
	id: string;
	placedAt: number;
	readyAt: number;
	/** Places, by index. */
	restaurant: number;
	door: number;
}

export interface CourierState {
	id: string;
	/** Where they are, or where they drive to and may not be diverted from. */
	place: number;
	/** When they arrived there, or will, or can leave the door; never before the shift. */
	freeAt: number;
	onAt: number;
	offAt: number;
}

export type Decision =
	| { courier: string; to: number }
	/** Takes these orders now, in the sequence of the drop-offs. */
	| { courier: string; take: readonly string[] };

/** Decides at each minute; `now` rises by one. */
export type Decide = (view: View) => readonly Decision[];

/**
 * Plays a day minute by minute. A courier drives to a restaurant and cannot be diverted; what they
 * take is decided at the pick-up. Throws if a policy asks for what no courier can do.
 */
export function simulate(instance: Instance, decide: Decide): Solution {
	const day = new Day(instance);
	const last = Math.max(...instance.couriers.map(({ offAt }) => offAt));
	const first = Math.min(...instance.orders.map(({ placedAt }) => placedAt));
	for (let now = first; now <= last && !day.isOver(); now++) {
		day.reveal(now);
		for (const decision of decide(day.view(now))) day.act(now, decision);
	}
	return day.solution;
}

class Day {
	readonly solution: Solution = { moves: [], pickups: [], drops: [] };
	readonly #instance: Instance;
	readonly #spots: Spot[];
	readonly #coming: OpenOrder[];
	readonly #placed: OpenOrder[] = [];
	readonly #open = new Map<string, OpenOrder>();
	readonly #couriers: Map<string, CourierState>;
	/** -1: couriers stay at their last door. */
	readonly #home: number;

	constructor(instance: Instance) {
		const { restaurants, couriers, orders } = instance;
		this.#instance = instance;
		this.#spots = [...restaurants, ...couriers, ...orders];
		const restaurantAt = new Map(restaurants.map(({ id }, index) => [id, index]));
		this.#home = restaurants.findIndex(({ id }) => id === instance.home);
		const firstDoor = restaurants.length + couriers.length;
		this.#coming = orders
			.map((order, index) => ({
				id: order.id,
				placedAt: order.placedAt,
				readyAt: order.readyAt,
				restaurant: restaurantAt.get(order.restaurant)!,
				door: firstDoor + index
			}))
			.sort((a, b) => a.placedAt - b.placedAt || a.door - b.door);
		this.#couriers = new Map(
			couriers.map(({ id, onAt, offAt }, index) => [
				id,
				{
					id,
					onAt,
					offAt,
					place: this.#home < 0 ? restaurants.length + index : this.#home,
					freeAt: onAt
				}
			])
		);
	}

	isOver(): boolean {
		return this.#coming.length === this.#placed.length && this.#open.size === 0;
	}

	reveal(now: number): void {
		for (;;) {
			const order = this.#coming[this.#placed.length];
			if (!order || order.placedAt > now) return;
			this.#placed.push(order);
			this.#open.set(order.id, order);
		}
	}

	view(now: number): View {
		return {
			now,
			open: [...this.#open.values()],
			couriers: [...this.#couriers.values()].map((courier) => ({ ...courier })),
			travel: (from, to) => this.#travel(from, to),
			placed: this.#placed
		};
	}

	act(now: number, decision: Decision): void {
		const courier = this.#couriers.get(decision.courier);
		if (!courier) throw new Error(`No courier ${decision.courier}`);
		if (courier.freeAt > now) throw new Error(`${courier.id} is not free at ${now}`);
		if ('to' in decision) this.#drive(courier, now, decision.to);
		else this.#take(courier, now, decision.take);
	}

	#travel(from: number, to: number): number {
		const a = this.#spots[from]!;
		const b = this.#spots[to]!;
		return Math.ceil(Math.hypot(a.x - b.x, a.y - b.y) / this.#instance.metresPerMinute);
	}

	/** Sends a courier off; returns when they arrive. */
	#drive(courier: CourierState, leftAt: number, to: number): number {
		const { id, place } = courier;
		this.solution.moves.push({
			courier: id,
			leftAt,
			from: this.#spots[place]!.id,
			to: this.#spots[to]!.id
		});
		courier.freeAt = leftAt + this.#travel(place, to);
		courier.place = to;
		return courier.freeAt;
	}

	#take(courier: CourierState, now: number, ids: readonly string[]): void {
		const { pickupMinutes, dropMinutes } = this.#instance;
		const orders = ids.map((id) => this.#open.get(id));
		for (const order of orders) {
			if (order?.restaurant !== courier.place)
				throw new Error(`${courier.id} takes what is not at ${this.#spots[courier.place]!.id}`);
			if (order.readyAt > now) throw new Error(`${order.id} is not ready at ${now}`);
			this.#open.delete(order.id);
		}
		if (courier.freeAt + pickupMinutes / 2 > now || now > courier.offAt)
			throw new Error(`${courier.id} cannot take orders at ${now}`);
		this.solution.pickups.push({
			courier: courier.id,
			decidedAt: now,
			pickedAt: now,
			orders: [...ids]
		});
		let time = now + pickupMinutes / 2;
		for (const order of orders) {
			const droppedAt = this.#drive(courier, time, order!.door) + dropMinutes / 2;
			this.solution.drops.push({ order: order!.id, droppedAt });
			time = droppedAt + dropMinutes / 2;
		}
		courier.freeAt = time;
		if (this.#home >= 0) this.#drive(courier, time, this.#home);
	}
}

import type { Instance } from './instance.ts';
import type { Move, Pickup, Solution } from './solution.ts';

/**
 * Checks a solution against the rules of the instance: nothing is shared with the simulator, not even
 * the way that travel is computed. Returns every fault in words; none: the solution stands.
 */
export function faultsOf(instance: Instance, solution: Solution): string[] {
	const check = new Check(instance, solution);
	check.everyOrderOnce();
	for (const pickup of solution.pickups) check.pickup(pickup);
	for (const { id } of instance.couriers) check.day(id);
	return check.faults;
}

interface Stay {
	place: string;
	from: number;
	/** When the courier leaves; Infinity for the last. */
	to: number;
}

/** The only stays at which something may happen: those that a chain of moves leads to. */
class Check {
	readonly faults: string[] = [];
	readonly #instance: Instance;
	readonly #solution: Solution;
	readonly #points: Map<string, readonly [number, number]>;
	readonly #orders: Map<string, Instance['orders'][number]>;
	readonly #couriers: Map<string, Instance['couriers'][number]>;
	readonly #drops: Map<string, number>;

	constructor(instance: Instance, solution: Solution) {
		this.#instance = instance;
		this.#solution = solution;
		const { orders, couriers, restaurants } = instance;
		this.#points = new Map(
			[...orders, ...couriers, ...restaurants].map(({ id, x, y }) => [id, [x, y]])
		);
		this.#orders = new Map(orders.map((order) => [order.id, order]));
		this.#couriers = new Map(couriers.map((courier) => [courier.id, courier]));
		this.#drops = new Map(solution.drops.map(({ order, droppedAt }) => [order, droppedAt]));
	}

	everyOrderOnce(): void {
		const taken = this.#solution.pickups.flatMap(({ orders }) => orders);
		const dropped = this.#solution.drops.map(({ order }) => order);
		this.#expect(new Set(taken).size === taken.length, 'an order is picked up twice');
		this.#expect(new Set(dropped).size === dropped.length, 'an order is dropped off twice');
		const isTaken = new Set(taken);
		for (const order of dropped)
			this.#expect(isTaken.has(order), `${order} is dropped off and was not picked up`);
		for (const order of taken)
			this.#expect(this.#drops.has(order), `${order} is picked up and not dropped off`);
	}

	pickup({ courier, decidedAt, pickedAt, orders }: Pickup): void {
		const shift = this.#couriers.get(courier);
		const bundle = orders.map((id) => this.#orders.get(id));
		const what = `${courier} at ${pickedAt} with ${orders.join(' ')}`;
		if (!shift || !bundle.length || bundle.includes(undefined))
			return this.#fault(`${what}: an unknown courier or order, or an empty bundle`);
		this.#expect(
			Number.isInteger(pickedAt) && Number.isInteger(decidedAt),
			`${what}: part minutes`
		);
		this.#expect(decidedAt <= pickedAt, `${what}: decided after the pick-up`);
		this.#expect(pickedAt <= shift.offAt, `${what}: picked up after the shift`);
		this.#expect(pickedAt >= shift.onAt, `${what}: picked up before the shift`);
		for (const order of bundle) {
			this.#expect(decidedAt >= order!.placedAt, `${what}: decided before ${order!.id} was placed`);
			this.#expect(pickedAt >= order!.readyAt, `${what}: ${order!.id} was not ready`);
		}
		const shops = new Set(bundle.map((order) => order!.restaurant));
		this.#expect(shops.size === 1, `${what}: a bundle of several restaurants`);
	}

	/** Follows one courier: moves in a chain, and every pick-up and drop-off where they then are. */
	day(courier: string): void {
		const moves = this.#solution.moves.filter((move) => move.courier === courier);
		const stays = this.#stays(courier, moves);
		const visits = this.#visits(courier);
		let index = 0;
		for (const visit of visits) {
			while (index < stays.length && !this.#isAt(stays[index]!, visit)) index++;
			if (index === stays.length)
				return this.#fault(`${courier} is not at ${visit.place} around ${visit.at}`);
			// The next visit begins after this one has ended: never at the same stay.
			index++;
		}
		for (const { from, to, leftAt } of moves)
			if (this.#orders.has(to) && !visits.some(({ place }) => place === to))
				this.#fault(`${courier} drives from ${from} to the door ${to} at ${leftAt} for nothing`);
	}

	#isAt(stay: Stay, visit: { place: string; at: number; half: number }): boolean {
		return (
			stay.place === visit.place &&
			stay.from + visit.half <= visit.at &&
			visit.at + visit.half <= stay.to
		);
	}

	#visits(courier: string) {
		const { pickupMinutes, dropMinutes } = this.#instance;
		const own = this.#solution.pickups
			.filter((pickup) => pickup.courier === courier)
			.sort((a, b) => a.pickedAt - b.pickedAt);
		return own.flatMap(({ orders, pickedAt }) => [
			{
				place: this.#orders.get(orders[0] ?? '')?.restaurant ?? '?',
				at: pickedAt,
				half: pickupMinutes / 2
			},
			...orders.map((id) => ({
				place: id,
				at: this.#drops.get(id) ?? Number.NaN,
				half: dropMinutes / 2
			}))
		]);
	}

	#stays(courier: string, moves: readonly Move[]): Stay[] {
		const { onAt } = this.#couriers.get(courier)!;
		const stays: Stay[] = [{ place: this.#instance.home ?? courier, from: onAt, to: Infinity }];
		for (const { leftAt, from, to } of moves) {
			const stay = stays.at(-1)!;
			const what = `${courier} from ${from} to ${to} at ${leftAt}`;
			this.#expect(Number.isInteger(leftAt), `${what}: part minutes`);
			this.#expect(from === stay.place, `${what}: but was at ${stay.place}`);
			this.#expect(leftAt >= stay.from, `${what}: arrived only at ${stay.from}`);
			stay.to = leftAt;
			stays.push({ place: to, from: leftAt + this.#minutes(from, to), to: Infinity });
		}
		return stays;
	}

	#minutes(from: string, to: string): number {
		const [fromX, fromY] = this.#points.get(from) ?? [Number.NaN, 0];
		const [toX, toY] = this.#points.get(to) ?? [Number.NaN, 0];
		const metres = Math.sqrt((fromX - toX) ** 2 + (fromY - toY) ** 2);
		return Math.ceil(metres / this.#instance.metresPerMinute);
	}

	#expect(holds: boolean, fault: string): void {
		if (!holds) this.#fault(fault);
	}

	#fault(fault: string): void {
		this.faults.push(fault);
	}
}

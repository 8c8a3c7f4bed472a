/** The drivers of an evening: they wait for their orders, ride, hand over, and come back. */

import type { Point } from '#domain/order/order.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { chanceOf } from '../../simulation/random.ts';
import type { Agenda } from './agenda.ts';
import type { Ticket } from './kitchen.ts';
import type { Night } from './night.ts';

export interface Driver {
	id: string;
	/** What they are offered or carry; empty when they are free. */
	run: Ticket[];
	phase: 'free' | 'offered' | 'loading' | 'out';
	/** Their last drop-off, or the start. */
	freeSince: number;
	/** From the last door back to the shop. */
	way: { from: Point; leftAt: number; backAt: number } | null;
	awayMs: number;
	runs: number;
	km: number;
}

/** A delivery that is over. */
export interface Drop {
	ticket: Ticket;
	doorAt: number;
	leftAt: number;
}

/** Minutes into the bag, at the shop. */
const LOAD_MINUTES = 0.8;
/** A driver waits no longer for the rest of a run; what is not boxed then is free again. */
const PATIENCE_MINUTES = 5;

export class Crew {
	readonly drivers: Driver[];
	readonly drops: Drop[] = [];
	readonly #agenda: Agenda;
	readonly #night: Night;
	readonly #onFree: () => void;

	constructor(agenda: Agenda, night: Night, onFree: () => void) {
		this.#agenda = agenda;
		this.#night = night;
		this.#onFree = onFree;
		const none = { run: [], way: null, awayMs: 0, runs: 0, km: 0 };
		this.drivers = night.drivers.map((id) => {
			return { ...none, id, phase: 'free', freeSince: night.startsAt };
		});
	}

	/** The driver takes these orders; they leave when they are back and all is boxed. */
	take(driver: Driver, run: Ticket[]): void {
		driver.run = run;
		driver.phase = 'loading';
		const backAt = Math.max(this.#agenda.now, driver.way?.backAt ?? 0);
		this.#agenda.at(backAt, () => this.#load(driver, backAt));
	}

	/** Called when a driver is back, and when an order of theirs is boxed. */
	#load(driver: Driver, since: number): void {
		const { now } = this.#agenda;
		const boxed = driver.run.filter(({ boxedAt }) => boxedAt !== null);
		const isPatient = now - since < PATIENCE_MINUTES * MINUTE;
		if (boxed.length === 0 || (boxed.length < driver.run.length && isPatient)) {
			this.#agenda.at(now + MINUTE / 6, () => this.#load(driver, since));
			return;
		}
		driver.run = boxed;
		const chance = chanceOf(this.#night.seed, 'load', boxed[0]!.order.id);
		this.#agenda.at(now + LOAD_MINUTES * chance.spread() * MINUTE, () => this.#leave(driver));
	}

	#leave(driver: Driver): void {
		const leftAt = this.#agenda.now;
		driver.phase = 'out';
		driver.runs++;
		driver.way = null;
		for (const ticket of driver.run) {
			ticket.status = 'out';
			ticket.stageAt = leftAt;
		}
		this.#ride(driver, this.#night.shop.point, { stop: 0, leftAt });
	}

	#ride(driver: Driver, from: Point, { stop, leftAt }: { stop: number; leftAt: number }): void {
		const ticket = driver.run[stop]!;
		const door = ticket.order.door ?? this.#night.shop.point;
		const { ms, km } = this.#night.rideOf(from, door);
		driver.km += km;
		this.#agenda.at(this.#agenda.now + ms, () => {
			const doorAt = this.#agenda.now;
			ticket.status = 'at_door';
			ticket.stageAt = doorAt;
			this.drops.push({ ticket, doorAt, leftAt });
			this.#agenda.at(doorAt + ticket.order.atDoorMs, () => {
				ticket.status = 'delivered';
				if (stop + 1 < driver.run.length) this.#ride(driver, door, { stop: stop + 1, leftAt });
				else this.#return(driver, door, leftAt);
			});
		});
	}

	#return(driver: Driver, from: Point, leftAt: number): void {
		const { now } = this.#agenda;
		const { ms, km } = this.#night.rideOf(from, this.#night.shop.point);
		driver.km += km;
		driver.awayMs += now + ms - leftAt;
		driver.way = { from, leftAt: now, backAt: now + ms };
		driver.run = [];
		driver.phase = 'free';
		driver.freeSince = now;
		this.#onFree();
		this.#agenda.at(now + ms, this.#onFree);
	}

	/** Where the phone is, on the straight line between the last door and the shop. */
	placeOf({ way, phase }: Driver): Point {
		const { point } = this.#night.shop;
		if (phase === 'out' || !way || this.#agenda.now >= way.backAt) return point;
		const share = (this.#agenda.now - way.leftAt) / (way.backAt - way.leftAt);
		return {
			lat: way.from.lat + (point.lat - way.from.lat) * share,
			lng: way.from.lng + (point.lng - way.from.lng) * share
		};
	}
}

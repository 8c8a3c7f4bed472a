/**
 * The queues of a kitchen: hands, oven places and one cut table. Pizzas pass all three in one fixed order
 * (a permutation schedule): each takes what is free first, and none overtakes. So a further pizza can only
 * make those behind it later. Times are ms from any origin.
 */

import type { KitchenCapacity } from './capacity.ts';
import type { PizzaLeft } from './work.ts';

export interface PizzaTimes {
	makeFrom: number;
	makeTo: number;
	ovenIn: number;
	ovenOut: number;
	cutFrom: number;
	/** Cut and boxed. */
	cutTo: number;
}

export class Line {
	readonly #hands: Float64Array;
	readonly #oven: Float64Array;
	readonly #cutMs: number;
	#table: number;

	constructor({ hands, ovenPlaces, cutMs }: KitchenCapacity, now: number) {
		this.#hands = new Float64Array(hands).fill(now);
		this.#oven = new Float64Array(ovenPlaces).fill(now);
		this.#table = now;
		this.#cutMs = cutMs;
	}

	/** When a place in the oven is free for a further pizza. */
	get ovenFreeAt(): number {
		return this.#oven[firstFree(this.#oven)]!;
	}

	/** When the first hands are free. */
	get handsFreeAt(): number {
		return this.#hands[firstFree(this.#hands)]!;
	}

	/** A pizza that is in the oven already; undefined when every place is taken. */
	keep(pizza: PizzaLeft & { outAt: number }, now: number): PizzaTimes | undefined {
		const place = firstFree(this.#oven);
		if (this.#oven[place]! > now) return undefined;
		this.#oven[place] = pizza.outAt;
		const ovenIn = Math.min(now, pizza.outAt - pizza.bakeMs);
		return this.#cut({ makeFrom: ovenIn, makeTo: ovenIn, ovenIn, ovenOut: pizza.outAt });
	}

	/** The next pizza, not started before `from`. One that is made needs no hands. */
	lay({ makeMs, bakeMs }: PizzaLeft, from: number): PizzaTimes {
		let [makeFrom, makeTo] = [from, from];
		if (makeMs > 0) {
			const hand = firstFree(this.#hands);
			makeFrom = Math.max(from, this.#hands[hand]!);
			makeTo = makeFrom + makeMs;
			this.#hands[hand] = makeTo;
		}
		const place = firstFree(this.#oven);
		const ovenIn = Math.max(makeTo, this.#oven[place]!);
		const ovenOut = ovenIn + bakeMs;
		this.#oven[place] = ovenOut;
		return this.#cut({ makeFrom, makeTo, ovenIn, ovenOut });
	}

	/** The same backwards, to be cut at `due`: the latest times, as far as the pizzas behind it allow. */
	layBack({ makeMs, bakeMs }: PizzaLeft, due: number): Pick<PizzaTimes, 'makeFrom' | 'ovenIn'> {
		this.#table = Math.max(this.#table, -due) + this.#cutMs;
		const place = firstFree(this.#oven);
		const ovenIn = Math.max(this.#table, this.#oven[place]!) + bakeMs;
		this.#oven[place] = ovenIn;
		if (makeMs === 0) return { makeFrom: -ovenIn, ovenIn: -ovenIn };
		const hand = firstFree(this.#hands);
		this.#hands[hand] = Math.max(ovenIn, this.#hands[hand]!) + makeMs;
		return { makeFrom: -this.#hands[hand]!, ovenIn: -ovenIn };
	}

	#cut(times: Omit<PizzaTimes, 'cutFrom' | 'cutTo'>): PizzaTimes {
		const cutFrom = Math.max(times.ovenOut, this.#table);
		this.#table = cutFrom + this.#cutMs;
		return { ...times, cutFrom, cutTo: this.#table };
	}
}

function firstFree(times: Float64Array): number {
	let first = 0;
	for (let i = 1; i < times.length; i++) if (times[i]! < times[first]!) first = i;
	return first;
}

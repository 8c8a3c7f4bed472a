/** The cooks, the oven and the cut table of a shop, pizza by pizza, in simulated time. */

import type { Status } from '#domain/order/order.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { pizzaCount } from '#domain/plan/kitchen/work.ts';
import type { Agenda } from './agenda.ts';
import type { Night, NightOrder } from './night.ts';

export interface Ticket {
	order: NightOrder;
	promisedAt: number;
	status: Status;
	stageAt: number;
	/** Pizzas by what is done. */
	begun: number;
	made: number;
	inOven: number;
	cut: number;
	/** When the first pizza left the oven: the age of the order counts from there. */
	outAt: number | null;
	boxedAt: number | null;
}

/** What the cooks follow. Instants are epoch ms. */
export interface Lead {
	/** The smaller, the earlier it is made. */
	rank(ticket: Ticket): number;
	/** Not made and not baked earlier. */
	startAt(ticket: Ticket): number;
	ovenAt(ticket: Ticket): number;
}

/** Drinks and desserts of an order without a pizza. */
const PACK_MS = MINUTE;

export class Kitchen {
	readonly tickets: Ticket[] = [];
	readonly #agenda: Agenda;
	readonly #night: Night;
	readonly #onBoxed: () => void;
	lead: Lead;
	#hands: number;
	#places: number;
	#tableFreeAt = 0;

	constructor(agenda: Agenda, night: Night, lead: Lead, onBoxed: () => void) {
		this.#agenda = agenda;
		this.#night = night;
		this.lead = lead;
		this.#onBoxed = onBoxed;
		this.#hands = night.shop.kitchen.hands;
		this.#places = night.shop.kitchen.ovenPlaces;
	}

	place(order: NightOrder, promisedAt: number): void {
		const { now } = this.#agenda;
		const none = { begun: 0, made: 0, inOven: 0, cut: 0, outAt: null, boxedAt: null };
		const ticket: Ticket = { order, promisedAt, status: 'placed', stageAt: now, ...none };
		this.tickets.push(ticket);
		this.#agenda.at(now + order.acceptMs, () => {
			this.#enter(ticket, 'accepted');
			this.work();
		});
	}

	/** Gives free hands and free places what comes next. */
	work(): void {
		for (let next = this.#toMake(); next && this.#hands > 0; next = this.#toMake())
			this.#make(next);
		for (let next = this.#toBake(); next && this.#places > 0; next = this.#toBake())
			this.#bake(next);
	}

	/** What is begun comes first. */
	#toMake(): Ticket | undefined {
		const { now } = this.#agenda;
		const { lead } = this;
		const isOpen = ({ status, begun, order }: Ticket) =>
			status === 'making' && begun < countOf(order);
		const begun = this.#first(isOpen);
		return begun ?? this.#first((one) => one.status === 'accepted' && lead.startAt(one) <= now);
	}

	#toBake(): Ticket | undefined {
		const { now } = this.#agenda;
		return this.#first((one) => one.inOven < one.made && this.lead.ovenAt(one) <= now);
	}

	#first(isMeant: (ticket: Ticket) => boolean): Ticket | undefined {
		let best: Ticket | undefined;
		for (const ticket of this.tickets)
			if (isMeant(ticket) && (!best || this.lead.rank(ticket) < this.lead.rank(best)))
				best = ticket;
		return best;
	}

	#make(ticket: Ticket): void {
		const { now } = this.#agenda;
		const { order } = ticket;
		if (ticket.status === 'accepted') this.#enter(ticket, 'making');
		this.#hands--;
		ticket.begun++;
		const isPacked = countOf(order) === 0;
		const ms = isPacked ? PACK_MS : this.#night.shop.kitchen.makeMinutes * order.make * MINUTE;
		this.#agenda.at(now + ms, () => {
			this.#hands++;
			if (isPacked) this.#box(ticket);
			else ticket.made++;
			this.work();
		});
	}

	#bake(ticket: Ticket): void {
		const { now } = this.#agenda;
		const { bakeMinutes, cutMinutes } = this.#night.shop.kitchen;
		this.#places--;
		ticket.inOven++;
		if (ticket.inOven === countOf(ticket.order)) this.#enter(ticket, 'in_oven');
		this.#agenda.at(now + bakeMinutes * ticket.order.bake * MINUTE, () => {
			const out = this.#agenda.now;
			this.#places++;
			ticket.outAt ??= out;
			this.#tableFreeAt = Math.max(this.#tableFreeAt, out) + cutMinutes * MINUTE;
			this.#agenda.at(this.#tableFreeAt, () => {
				ticket.cut++;
				if (ticket.cut === countOf(ticket.order)) this.#box(ticket);
			});
			this.work();
		});
	}

	#box(ticket: Ticket): void {
		this.#enter(ticket, 'boxed');
		ticket.boxedAt = this.#agenda.now;
		ticket.outAt ??= ticket.boxedAt;
		this.#onBoxed();
	}

	#enter(ticket: Ticket, status: Status): void {
		ticket.status = status;
		ticket.stageAt = this.#agenda.now;
	}
}

export const countOf = ({ pizzas }: NightOrder): number => pizzaCount(pizzas);

/** One evening of a shop in one mode, in simulated time. Equal nights have equal courses. */

import { MINUTE } from '#domain/time/hours.ts';
import { metresTo, quoteFor } from '#domain/plan/kitchen/quote.ts';
import { Agenda } from './agenda.ts';
import { kitchenAt } from './board.ts';
import { Crew, type Drop, type Driver } from './crew.ts';
import { Desk, type DeskOptions } from './desk.ts';
import { Kitchen, type Ticket } from './kitchen.ts';
import type { Night, NightOrder } from './night.ts';

export interface Play extends DeskOptions {
	/** The promise of each order, as quoted when it came in `off`; without it the quotes are asked. */
	promises?: ReadonlyMap<string, number>;
}

export interface Played {
	drops: Drop[];
	drivers: Driver[];
	/** Deliveries that were not at a door when the simulation ended. */
	left: number;
	promises: Map<string, number>;
	/** First order and last handover, epoch ms. */
	from: number;
	to: number;
}

const END_MINUTES = 480;
/** The product plans after every change, and every 15 s; here as the rehearsal does. */
const EVERY_SECONDS = 30;

export function play(night: Night, options: Play): Played {
	const agenda = new Agenda();
	const promises = new Map<string, number>();
	const end = night.startsAt + END_MINUTES * MINUTE;
	const desk = new Desk(agenda, night, options);
	const act = () => desk.act();
	const crew = new Crew(agenda, night, act);
	const kitchen = new Kitchen(agenda, night, desk.lead, act);
	desk.open(kitchen, crew);
	for (const order of night.orders)
		agenda.at(order.placedAt, () => {
			const promise = options.promises?.get(order.id) ?? promiseOf(night, kitchen.tickets, order);
			promises.set(order.id, promise);
			kitchen.place(order, promise);
		});
	const deliveries = night.orders.filter(({ fulfilment }) => fulfilment === 'delivery').length;
	const tick = () => {
		desk.plan();
		kitchen.work();
		const next = agenda.now + EVERY_SECONDS * 1000;
		for (const at of desk.callsUntil(next)) agenda.at(at, () => kitchen.work());
		if (crew.drops.length < deliveries) agenda.at(next, tick);
	};
	agenda.at(night.orders[0]?.placedAt ?? end, tick);
	agenda.run(end);
	const { drops, drivers } = crew;
	const last = drops.map(({ doorAt, ticket }) => doorAt + ticket.order.atDoorMs);
	const from = night.startsAt;
	return {
		drops,
		drivers,
		left: deliveries - drops.length,
		promises,
		from,
		to: Math.max(from, ...last)
	};
}

/** As the product quotes it at that moment; the wanted time of an order ahead. */
function promiseOf(night: Night, tickets: readonly Ticket[], order: NightOrder): number {
	if (order.wantedAt !== null) return order.wantedAt;
	const shop = kitchenAt(night, tickets);
	const { fulfilment, door, pizzas, placedAt } = order;
	const straightM = metresTo(shop, fulfilment, door);
	return quoteFor(placedAt, shop, pizzas, { fulfilment, straightM }).promise;
}

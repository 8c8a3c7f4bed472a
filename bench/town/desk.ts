/** Who gives out the orders: a person with the first release's rule, or the product's planner. */

import { distanceM } from '#domain/time/quote.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { readyByKitchen } from '#domain/plan/kitchen-ready.ts';
import { planShop, shopSearch, type PlannedRun, type ShopPlan } from '#domain/plan/shop-plan.ts';
import type { Agenda } from './agenda.ts';
import { answerOf } from './answers.ts';
import { boardAt, kitchenAt, type Memory, type Setting } from './board.ts';
import type { Crew, Driver } from './crew.ts';
import { countOf, type Kitchen, type Lead, type Ticket } from './kitchen.ts';
import type { Night } from './night.ts';

export type Mode = 'off' | 'suggest' | 'auto';

export interface DeskOptions extends Setting {
	mode: Mode;
	/** Of the planner's search. */
	rounds: number;
}

/** Cooks have a pizza made so long before it has to go in; a base does not keep for longer. */
const MADE_BEFORE_MINUTES = 4;
/** An order ahead is not begun earlier before its promise. */
const AHEAD_MINUTES = 35;

export class Desk {
	readonly lead: Lead;
	readonly #agenda: Agenda;
	readonly #night: Night;
	readonly #options: DeskOptions;
	readonly #memory: Memory = { passedOver: new Map(), declinedBy: new Map() };
	#kitchen!: Kitchen;
	#crew!: Crew;
	#called: ShopPlan['estimates'] = { ready: new Map(), leave: new Map() };

	constructor(agenda: Agenda, night: Night, options: DeskOptions) {
		this.#agenda = agenda;
		this.#night = night;
		this.#options = options;
		this.lead = options.mode === 'off' ? FIRST_COME : this.#ovenCall();
	}

	open(kitchen: Kitchen, crew: Crew): void {
		this.#kitchen = kitchen;
		this.#crew = crew;
	}

	/** After an order was boxed, and when a driver is free. */
	act(): void {
		if (this.#options.mode === 'off') this.#greedy();
	}

	/** Every half minute. */
	plan(): void {
		if (this.#options.mode === 'off') return this.#greedy();
		const { tickets } = this.#kitchen;
		const { now } = this.#agenda;
		const state = { tickets, crew: this.#crew, memory: this.#memory };
		const board = boardAt(this.#night, state, this.#options);
		const shop = kitchenAt(this.#night, tickets);
		const plan = planShop(board, now, {
			search: { ...shopSearch(() => false), rounds: this.#options.rounds },
			kitchen: (rank) => readyByKitchen(shop, board, now, rank)
		});
		this.#called = plan.estimates;
		const due = plan.runs.filter(({ isDue }) => isDue);
		for (const run of due) this.#hand(run);
		this.#countPassed(due);
		for (const { order, why } of plan.unplanned)
			if (why === 'all_declined') this.#memory.declinedBy.delete(order);
	}

	/** As the plan ranks it: what leaves first is made first. A delivery goes in when it is called. */
	#ovenCall(): Lead {
		const { makeMinutes, hands } = this.#night.shop.kitchen;
		const callOf = ({ order }: Ticket) =>
			order.fulfilment === 'delivery' ? (this.#called.ready.get(order.id)?.ovenBy ?? 0) : 0;
		return {
			rank: ({ order, promisedAt }) => this.#called.leave.get(order.id)?.leaveAt ?? promisedAt,
			startAt: (ticket) => {
				const own = (countOf(ticket.order) * makeMinutes) / hands;
				return Math.max(aheadFrom(ticket), callOf(ticket) - (own + MADE_BEFORE_MINUTES) * MINUTE);
			},
			ovenAt: callOf
		};
	}

	/** When a cook looks at the oven before the next plan. */
	callsUntil(end: number): number[] {
		const calls = [...this.#called.ready.values()].map(({ ovenBy }) => ovenBy ?? 0);
		return calls.filter((at) => at > this.#agenda.now && at < end);
	}

	#hand(run: PlannedRun): void {
		const driver = this.#crew.drivers.find(({ id }) => id === run.driver);
		const tickets = run.orders.flatMap(
			(id) => this.#kitchen.tickets.find(({ order }) => order.id === id) ?? []
		);
		if (!driver || driver.phase !== 'free') return;
		if (this.#options.mode === 'auto') this.#crew.take(driver, tickets);
		else this.#offer(driver, tickets);
	}

	/** The answer of a driver to a suggestion; while it is open the orders are held. */
	#offer(driver: Driver, tickets: Ticket[]): void {
		const { now } = this.#agenda;
		const { takes, afterMs } = answerOf(this.#night.seed, tickets[0]!.order.id, driver.id);
		driver.phase = 'offered';
		driver.run = tickets;
		this.#agenda.at(now + afterMs, () => {
			if (takes) return this.#crew.take(driver, tickets);
			driver.phase = 'free';
			driver.run = [];
			const { declinedBy } = this.#memory;
			for (const { order } of tickets)
				declinedBy.set(order.id, [...(declinedBy.get(order.id) ?? []), driver.id]);
		});
	}

	/** As the worker counts it. */
	#countPassed(due: readonly PlannedRun[]): void {
		const leaving = new Set(due.flatMap(({ orders }) => orders));
		const held = new Set(this.#crew.drivers.flatMap(({ run }) => run));
		const placed = new Map(this.#night.orders.map(({ id, placedAt }) => [id, placedAt]));
		const { passedOver } = this.#memory;
		for (const ticket of this.#kitchen.tickets) {
			const { order, status } = ticket;
			if (status !== 'boxed' || order.fulfilment !== 'delivery' || held.has(ticket)) continue;
			const isLater = (id: string) => (placed.get(id) ?? 0) > order.placedAt;
			if (!leaving.has(order.id) && due.some(({ orders }) => orders.some(isLater)))
				passedOver.set(order.id, (passedOver.get(order.id) ?? 0) + 1);
		}
	}

	/** The first release: each ready order, oldest promise first, to the nearest free driver. */
	#greedy(): void {
		const { point } = this.#night.shop;
		const { drivers } = this.#crew;
		const held = new Set(drivers.flatMap(({ run }) => run));
		const ready = this.#kitchen.tickets
			.filter(({ status, order }) => status === 'boxed' && order.fulfilment === 'delivery')
			.filter((ticket) => !held.has(ticket))
			.toSorted((a, b) => a.promisedAt - b.promisedAt || a.order.number - b.order.number);
		const far = (driver: Driver) => Math.round(distanceM(this.#crew.placeOf(driver), point) / 230);
		for (const ticket of ready) {
			const [driver] = drivers
				.filter(({ phase }) => phase === 'free')
				.toSorted((a, b) => far(a) - far(b) || a.freeSince - b.freeSince);
			if (!driver) return;
			this.#crew.take(driver, [ticket]);
		}
	}
}

const aheadFrom = ({ order, promisedAt }: Ticket): number =>
	order.wantedAt === null ? 0 : promisedAt - AHEAD_MINUTES * MINUTE;

const FIRST_COME: Lead = {
	rank: ({ order }) => order.wantedAt ?? order.placedAt,
	startAt: aheadFrom,
	ovenAt: () => 0
};

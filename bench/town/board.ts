/** What the product knows at one instant of the evening: its board, and the kitchen of its forecasts. */

import { isClosed } from '#domain/order/order.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { NO_KNOBS } from '#domain/plan/kitchen/capacity.ts';
import type { QuoteShop } from '#domain/plan/kitchen/quote.ts';
import type { PlanBoard, PlanOrder } from '#domain/plan/plan-board.ts';
import type { Crew, Driver } from './crew.ts';
import { countOf, type Ticket } from './kitchen.ts';
import type { Night } from './night.ts';

/** What the planner's own tables keep of an order. */
export interface Memory {
	passedOver: Map<string, number>;
	declinedBy: Map<string, string[]>;
}

export interface Setting {
	freshness: number;
	runOrders: number;
}

export function boardAt(
	night: Night,
	{ tickets, crew, memory }: { tickets: readonly Ticket[]; crew: Crew; memory: Memory },
	setting: Setting
): PlanBoard {
	const { id, point, prepMinutes, speedKmh } = night.shop;
	const stops = stopsOf(crew);
	return {
		...{ shop: id, point, prepMinutes, speedKmh, pace: 1, ...setting },
		orders: tickets.filter(isOpen).map((ticket) => orderOf(ticket, memory, stops)),
		drivers: crew.drivers.map((driver) => ({
			id: driver.id,
			name: driver.id,
			point: crew.placeOf(driver),
			freeSince: driver.freeSince,
			awayMinutes: driver.awayMs / MINUTE
		}))
	};
}

export const isOpen = ({ status, order }: Ticket): boolean =>
	!isClosed(status) && !(order.fulfilment === 'collection' && status === 'boxed');

type Stops = ReadonlyMap<Ticket, NonNullable<PlanOrder['stop']>>;

const stopsOf = ({ drivers }: Crew): Stops =>
	new Map(
		drivers.flatMap(({ id, run, phase }: Driver) =>
			run.map((ticket, position) => [ticket, { driver: id, position, isOut: phase === 'out' }])
		)
	);

function orderOf(ticket: Ticket, { passedOver, declinedBy }: Memory, stops: Stops): PlanOrder {
	const { order, status, stageAt, promisedAt } = ticket;
	const { id, number, placedAt, wantedAt, fulfilment, door } = order;
	return {
		...{ id, number, placedAt, wantedAt, fulfilment, door, status, stageAt, promisedAt },
		pizzas: countOf(order),
		stop: stops.get(ticket) ?? null,
		passedOver: passedOver.get(id) ?? 0,
		declinedBy: declinedBy.get(id) ?? []
	};
}

/** Without learnt times: a shop of this evening's age has none. */
export function kitchenAt(night: Night, tickets: readonly Ticket[]): QuoteShop {
	const { prepMinutes, speedKmh, point, deliveryRadiusM, kitchen } = night.shop;
	const open = tickets.filter(
		({ status }) =>
			status === 'placed' || status === 'accepted' || status === 'making' || status === 'in_oven'
	);
	return {
		...{ prepMinutes, speedKmh, point, deliveryRadiusM, kitchen, knobs: NO_KNOBS, times: [] },
		open: open.map((ticket) => {
			const { order, status, stageAt, promisedAt } = ticket;
			const { id, number, wantedAt, fulfilment, door } = order;
			const base = { id, number, wantedAt, fulfilment, door, status, stageAt, promisedAt };
			return { ...base, evidence: 'tap' as const, pizzas: struck(ticket) };
		})
	};
}

/** The cook strikes each line that is made; the last one puts the ticket into the oven. */
function struck({ order, made }: Ticket) {
	let left = made;
	return order.pizzas.map((group) => {
		const here = Math.min(group.count, left);
		left -= here;
		return { ...group, struck: here };
	});
}

/**
 * A kitchen that replays a recorded day: each order is ready at its recorded time, with any cook.
 */

import { BEFORE_BOXED, type Status } from '#domain/order/order.ts';
import type { ActionAnswer, KitchenTicket } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { Cook } from './kitchen.ts';
import { fateOfOrder, hasFate, pollUntilStopped, run, type Stage } from './stage.ts';

/** Time of each step, as a share of the time from order to ready. */
const STEPS: readonly { action: Action; at: number }[] = [
	{ action: 'accept', at: 0.05 },
	{ action: 'start', at: 0.3 },
	{ action: 'bake', at: 0.6 },
	{ action: 'box', at: 1 }
];
/** The status from which each step starts. */
const FROM: readonly Status[] = BEFORE_BOXED;
/** Minutes for an order that is not in the record. */
const USUAL_MINUTES = 12;
const LOOK_MS = 100;

export function openRecordedKitchen(stage: Stage, cooks: readonly Cook[]): void {
	const begun = new Set<string>();

	/**
	 * Takes the next due step of a ticket; false when it was refused because another cook did it or
	 * the order has ended.
	 */
	async function cook(hand: Cook, ticket: KitchenTicket): Promise<boolean> {
		const { clock } = stage;
		const placed = clock.now() - stage.since(ticket.placedAt);
		const ready = fateOfOrder(stage, ticket.id).readyAfter ?? USUAL_MINUTES;
		for (const { action, at } of STEPS.slice(FROM.indexOf(ticket.status))) {
			await clock.until(placed + ready * at);
			const said = await hand.caller.post<ActionAnswer>(`/api/orders/${ticket.id}/${action}`, {});
			if (!said.ok) return false;
		}
		return true;
	}

	pollUntilStopped(stage, LOOK_MS, () => {
		for (const [at, hand] of cooks.entries()) {
			if (hand.screen.isStale()) continue;
			for (const { id, view } of hand.screen.rows()) {
				const ticket = view as KitchenTicket;
				if (begun.has(id) || !FROM.includes(ticket.status) || !hasFate(stage, ticket)) continue;
				// Tickets are divided among the cooks by number.
				if (ticket.number % cooks.length !== at) continue;
				begun.add(id);
				const work = cook(hand, ticket).then((isBoxed) => {
					if (!isBoxed) begun.delete(id);
				});
				run(stage, `${hand.name}, recorded`, work);
			}
		}
	});
}

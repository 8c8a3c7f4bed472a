/** Checks an order's history against the lifecycle. */

import type { TimelineAnswer, TimelineEvent } from '#domain/wire/contract.ts';
import { isAction, transitionOf } from '#domain/order/lifecycle.ts';
import { ENDED, isIn, type Fulfilment, type Status } from '#domain/order/order.ts';
import type { EndedOrder } from '../tally.ts';

/** The faults in this order's history, as text. */
export function lifeFaults(order: { id: string }, answer: TimelineAnswer | undefined): string[] {
	if (!answer) return [`${order.id} was acknowledged and is not there`];
	const events = answer.events.toSorted((a, b) => a.seq - b.seq);
	const faults: string[] = [];
	let status: Status | null = null;
	let ends = 0;
	for (const [at, event] of events.entries()) {
		if (event.version !== at + 1)
			faults.push(`version ${event.version} where ${at + 1} was to come`);
		const wrong = stepFault(status, event, answer.order.fulfilment);
		if (wrong) faults.push(wrong);
		if (event.to !== status && isEnd(event.to)) ends++;
		status = event.to ?? status;
	}
	if (ends !== 1) faults.push(`${ends} ends, the last stage is ${status}`);
	if (answer.order.status !== status) faults.push(`it is ${answer.order.status} and not ${status}`);
	return faults.map((fault) => `${order.id}: ${fault}`);
}

/** An order that is paid in advance waits for its payment first. */
const BEGINS = ['awaiting_payment', 'placed'] as const;

const isEnd = (status: Status | null): boolean => status !== null && isIn(ENDED, status);

function stepFault(
	before: Status | null,
	{ from, to, action }: TimelineEvent,
	fulfilment: Fulfilment
): string | undefined {
	if (before === null) return to !== null && isIn(BEGINS, to) ? undefined : `it begins as ${to}`;
	if (to === null || to === before) return undefined;
	if (from !== before) return `${action} from ${from}, while it was ${before}`;
	const row = isAction(action) ? transitionOf(before, action, fulfilment) : undefined;
	return row?.to === to ? undefined : `${before} → ${to} by ${action} is no legal move`;
}

/** Simulated time of the order's end. */
export function endMinute(
	stage: { clock: { minutesOf(ms: number): number }; pace: number },
	{ order, events }: TimelineAnswer
): EndedOrder {
	const end = events.toSorted((a, b) => a.seq - b.seq).find((event) => isEnd(event.to));
	const at = Date.parse(end?.at ?? order.stageAt);
	const placed = Date.parse(order.placedAt);
	return {
		id: order.id,
		status: order.status,
		took: stage.clock.minutesOf(at - placed),
		promised: ((Date.parse(order.promisedAt) - placed) * stage.pace) / 60_000
	};
}

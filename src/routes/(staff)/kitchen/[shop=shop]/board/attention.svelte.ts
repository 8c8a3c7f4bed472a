/* eslint-disable svelte/prefer-svelte-reactivity -- what was before is remembered, not drawn */
/** Tickets that came or changed since a person looked: new ones flash until touched, others until read. */

import type { KitchenTicket } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';

export type Mark = 'new' | 'changed';

interface Known {
	status: Status;
	lines: number;
	voided: number;
}

const knownOf = ({ status, lines }: KitchenTicket): Known => ({
	status,
	lines: lines.length,
	voided: lines.filter((line) => line.voidedAt !== null).length
});

export class Attention {
	#marks = $state<Record<string, Mark>>({});
	#before: Map<string, Known> | undefined;

	markOf(id: string): Mark | undefined {
		return this.#marks[id];
	}

	/** A finger, or the keyboard's choice, is on it. That shows no more than that it was seen to be there. */
	touch(id: string): void {
		if (this.#marks[id] === 'new') delete this.#marks[id];
	}

	/** The change was read: what was taken off the ticket, too. */
	acknowledge(id: string): void {
		delete this.#marks[id];
	}

	/** Compares with the last look; what the first look finds is not new. Gives what to sound. */
	compare(tickets: readonly KitchenTicket[]): Set<Mark> {
		const before = this.#before;
		const now = new Map(tickets.map((ticket) => [ticket.id, knownOf(ticket)]));
		this.#before = now;
		const heard = new Set<Mark>();
		if (!before) return heard;
		for (const ticket of tickets) {
			const known = before.get(ticket.id);
			const mark = changeOf(known, now.get(ticket.id), ticket);
			// Taken to another stage, on whichever screen: a person has it in hand.
			if (known && known.status !== ticket.status) delete this.#marks[ticket.id];
			if (!mark) continue;
			this.#marks[ticket.id] = mark;
			heard.add(mark);
		}
		for (const id of Object.keys(this.#marks)) if (!now.has(id)) delete this.#marks[id];
		return heard;
	}
}

function changeOf(
	before: Known | undefined,
	now: Known | undefined,
	ticket: KitchenTicket
): Mark | undefined {
	// Ordered now, or ahead and now to be begun; back on the board, as from the road, is not new.
	if (!before) return ['placed', 'accepted'].includes(ticket.status) ? 'new' : undefined;
	const isSame = before.lines === now?.lines && before.voided === now.voided;
	return isSame ? undefined : 'changed';
}

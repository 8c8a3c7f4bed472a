/* eslint-disable svelte/prefer-svelte-reactivity -- what was before is remembered, not drawn */
/** Tickets that are new or changed: new ones flash until touched, changed ones until acknowledged. */

import type { KitchenTicket } from '#domain/wire/contract.ts';
import { BEFORE_START, isIn, isTakenDown, type Status } from '#domain/order/order.ts';

export type Mark = 'new' | 'changed';

interface Known {
	status: Status;
	lines: number;
	voided: number;
	alarms: string[];
}

const knownOf = ({ status, lines, alarms }: KitchenTicket): Known => ({
	status,
	lines: lines.length,
	voided: lines.filter((line) => line.voidedAt !== null).length,
	alarms: alarms.map(({ raisedAt }) => raisedAt)
});

export class Attention {
	#marks = $state<Record<string, Mark>>({});
	#before: Map<string, Known> | undefined;

	markOf(id: string): Mark | undefined {
		return this.#marks[id];
	}

	/** It was touched, or chosen by keyboard: no longer new. A change needs `acknowledge`. */
	touch(id: string): void {
		if (this.#marks[id] === 'new') delete this.#marks[id];
	}

	/** The change was read, removed lines included. */
	acknowledge(id: string): void {
		delete this.#marks[id];
	}

	/** Compares with the last call; the first call marks nothing. Returns the sounds to play. */
	compare(tickets: readonly KitchenTicket[]): Set<Mark> {
		const before = this.#before;
		const now = new Map(tickets.map((ticket) => [ticket.id, knownOf(ticket)]));
		this.#before = now;
		const sounds = new Set<Mark>();
		if (!before) return sounds;
		for (const ticket of tickets) {
			const known = before.get(ticket.id);
			const rung = known?.alarms ?? [];
			// An alarm sounds once on each screen, when it is raised.
			if (now.get(ticket.id)?.alarms.some((at) => !rung.includes(at))) sounds.add('changed');
			const mark = changeOf(known, now.get(ticket.id), ticket);
			// Moved to another stage on any screen: it was seen.
			if (known && known.status !== ticket.status) delete this.#marks[ticket.id];
			if (!mark) continue;
			this.#marks[ticket.id] = mark;
			// Taken down by a person of the shop: it flashes, and does not ring.
			if (mark === 'changed' || !isTakenDown(ticket.channel)) sounds.add(mark);
		}
		for (const id of Object.keys(this.#marks)) if (!now.has(id)) delete this.#marks[id];
		return sounds;
	}
}

function changeOf(
	before: Known | undefined,
	now: Known | undefined,
	ticket: KitchenTicket
): Mark | undefined {
	// Ordered now, or ahead and now to be begun; back on the board, as from the road, is not new.
	if (!before) return isIn(BEFORE_START, ticket.status) ? 'new' : undefined;
	const isSame = before.lines === now?.lines && before.voided === now.voided;
	return isSame ? undefined : 'changed';
}

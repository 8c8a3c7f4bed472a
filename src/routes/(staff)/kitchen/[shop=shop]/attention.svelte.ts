/* eslint-disable svelte/prefer-svelte-reactivity -- what was before is remembered, not drawn */
/** Tickets that nobody has looked at since they came or changed: they flash until touched. */

import type { KitchenTicket } from '#domain/contract.ts';

export type Mark = 'new' | 'changed';

interface Known {
	lines: number;
	voided: number;
}

const knownOf = ({ lines }: KitchenTicket): Known => ({
	lines: lines.length,
	voided: lines.filter((line) => line.voidedAt !== null).length
});

export class Attention {
	#marks = $state<Record<string, Mark>>({});
	#before: Map<string, Known> | undefined;

	markOf(id: string): Mark | undefined {
		return this.#marks[id];
	}

	/** Somebody has put a finger, or the keyboard's choice, on it. */
	touch(id: string): void {
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
			const mark = changeOf(before.get(ticket.id), now.get(ticket.id), ticket);
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

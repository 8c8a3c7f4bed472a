/* eslint-disable svelte/prefer-svelte-reactivity -- what was before is remembered, not drawn */
/** Tickets that were in work and have vanished: which were cancelled, and which simply went out. */

import type { Change, KitchenTicket } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';

const AT_WORK: readonly Status[] = ['placed', 'accepted', 'making', 'in_oven'];
const BEGUN: readonly Status[] = ['making', 'in_oven'];
const ENDED: readonly Status[] = ['cancelled', 'refused'];

export interface Lost {
	id: string;
	number: number;
	/** Somebody may be making it right now. */
	isBegun: boolean;
	/** `left` went its usual way while this screen was cut off; `unknown` could not be asked. */
	fate: 'ended' | 'left' | 'unknown';
}

export class Gone {
	list = $state.raw<readonly Lost[]>([]);
	#before = new Map<string, KitchenTicket>();
	#expected = new Set<string>();
	#left = new Map<string, number>();
	#asked = new Map<string, KitchenTicket>();

	/** A change as it comes: from work, an order leaves the kitchen in one step only by its end. */
	note(change: Change): void {
		if (change.view === null) this.#left.set(change.id, change.version);
	}

	/**
	 * Looks for tickets that were in work a moment ago and are no longer in the kitchen. Gives the ids
	 * of those that may have gone any way: to be asked about, and then settled.
	 */
	compare(tickets: readonly KitchenTicket[]): string[] {
		const now = new Map(tickets.map((ticket) => [ticket.id, ticket]));
		const lost = [...this.#before.values()].filter(
			({ id, status }) => AT_WORK.includes(status) && !now.has(id) && !this.#expected.has(id)
		);
		this.#before = now;
		const ended = lost.filter(({ id, version }) => this.#left.get(id) === version + 1);
		this.#add(ended.map((ticket) => lostOf(ticket, 'ended')));
		const unclear = lost.filter((ticket) => !ended.includes(ticket));
		for (const ticket of unclear) this.#asked.set(ticket.id, ticket);
		return unclear.map(({ id }) => id);
	}

	/** What became of those asked about; one without an answer is told as unknown. */
	settle(ids: readonly string[], standings: readonly { id: string; status: Status }[]): void {
		const found = new Map(standings.map(({ id, status }) => [id, status]));
		const lost: Lost[] = [];
		for (const id of ids) {
			const ticket = this.#asked.get(id);
			this.#asked.delete(id);
			// It may be back by now, recalled or returned.
			if (ticket && !this.#before.has(id)) lost.push(lostOf(ticket, fateOf(found.get(id))));
		}
		this.#add(lost);
	}

	/** This screen itself is about to refuse it: no need to tell. */
	expect(id: string): void {
		this.#expected.add(id);
	}

	of(fate: Lost['fate']): Lost[] {
		return this.list.filter((lost) => lost.fate === fate);
	}

	/** All of one fate, by one press. */
	acknowledge(fate: Lost['fate']): void {
		this.list = this.list.filter((lost) => lost.fate !== fate);
	}

	#add(lost: readonly Lost[]): void {
		if (lost.length > 0) this.list = [...this.list, ...lost];
	}
}

const lostOf = ({ id, number, status }: KitchenTicket, fate: Lost['fate']): Lost => ({
	id,
	number,
	isBegun: BEGUN.includes(status),
	fate
});

const fateOf = (status: Status | undefined): Lost['fate'] =>
	status === undefined ? 'unknown' : ENDED.includes(status) ? 'ended' : 'left';

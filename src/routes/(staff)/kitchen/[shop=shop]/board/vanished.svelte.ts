/* eslint-disable svelte/prefer-svelte-reactivity -- earlier tickets are kept for comparison, not drawn */
/** Tickets that were in work and have vanished: which were cancelled, and which simply went out. */

import type { Change, KitchenTicket } from '#domain/wire/contract.ts';
import { BEFORE_BOXED, CALLED_OFF, isIn, type Status } from '#domain/order/order.ts';

const BEGUN: readonly Status[] = ['making', 'in_oven'];

export interface VanishedTicket {
	id: string;
	number: number;
	/** It may be in the making right now. */
	isBegun: boolean;
	/** `left` left as usual while this screen was offline; of `unknown` the server did not say. */
	fate: 'ended' | 'left' | 'unknown';
}

export class VanishedTickets {
	list = $state.raw<readonly VanishedTicket[]>([]);
	#before = new Map<string, KitchenTicket>();
	#expected = new Set<string>();
	#left = new Map<string, number>();
	#asked = new Map<string, KitchenTicket>();

	/** Notes a change: in one step, an order in work leaves the kitchen only when it is cancelled or refused. */
	note(change: Change): void {
		if (change.view === null) this.#left.set(change.id, change.version);
	}

	/**
	 * Looks for tickets that were in work a moment ago and are no longer in the kitchen. Returns the ids
	 * whose fate is not clear: ask the server, then call `settle`.
	 */
	compare(tickets: readonly KitchenTicket[]): string[] {
		const now = new Map(tickets.map((ticket) => [ticket.id, ticket]));
		const vanished = [...this.#before.values()].filter(
			({ id, status }) => isIn(BEFORE_BOXED, status) && !now.has(id) && !this.#expected.has(id)
		);
		this.#before = now;
		const ended = vanished.filter(({ id, version }) => this.#left.get(id) === version + 1);
		this.#add(ended.map((ticket) => vanishedTicket(ticket, 'ended')));
		const unclear = vanished.filter((ticket) => !ended.includes(ticket));
		for (const ticket of unclear) this.#asked.set(ticket.id, ticket);
		return unclear.map(({ id }) => id);
	}

	/** What the server says became of them; one without an answer is listed as unknown. */
	settle(ids: readonly string[], standings: readonly { id: string; status: Status }[]): void {
		const found = new Map(standings.map(({ id, status }) => [id, status]));
		const vanished: VanishedTicket[] = [];
		for (const id of ids) {
			const ticket = this.#asked.get(id);
			this.#asked.delete(id);
			// It may be back by now, recalled or returned.
			if (ticket && !this.#before.has(id))
				vanished.push(vanishedTicket(ticket, fateOf(found.get(id))));
		}
		this.#add(vanished);
	}

	/** This screen is about to refuse it: it is not listed then. */
	expect(id: string): void {
		this.#expected.add(id);
	}

	of(fate: VanishedTicket['fate']): VanishedTicket[] {
		return this.list.filter((vanished) => vanished.fate === fate);
	}

	/** All of one fate, by one press. */
	acknowledge(fate: VanishedTicket['fate']): void {
		this.list = this.list.filter((vanished) => vanished.fate !== fate);
	}

	#add(vanished: readonly VanishedTicket[]): void {
		if (vanished.length > 0) this.list = [...this.list, ...vanished];
	}
}

const vanishedTicket = (
	{ id, number, status }: KitchenTicket,
	fate: VanishedTicket['fate']
): VanishedTicket => ({
	id,
	number,
	isBegun: BEGUN.includes(status),
	fate
});

const fateOf = (status: Status | undefined): VanishedTicket['fate'] =>
	status === undefined ? 'unknown' : isIn(CALLED_OFF, status) ? 'ended' : 'left';

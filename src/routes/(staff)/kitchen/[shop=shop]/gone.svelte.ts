/* eslint-disable svelte/prefer-svelte-reactivity -- what was before is remembered, not drawn */
/** Tickets that were in work and have vanished: a person has to say that they have seen it. */

import type { Change, KitchenTicket } from '#domain/contract.ts';
import type { Status } from '#domain/order.ts';

const AT_WORK: readonly Status[] = ['placed', 'accepted', 'making', 'in_oven'];

export interface Lost {
	id: string;
	number: number;
	/** Seen to be cancelled; else it vanished while this screen was cut off, for whatever reason. */
	isCancelled: boolean;
}

export class Gone {
	list = $state.raw<Lost[]>([]);
	#before = new Map<string, KitchenTicket>();
	#expected = new Set<string>();
	#left = new Map<string, number>();

	/** A change as it comes: from work, an order leaves the kitchen in one step only by its end. */
	note(change: Change): void {
		if (change.view === null) this.#left.set(change.id, change.version);
	}

	/** Looks for tickets that were in work a moment ago and are no longer in the kitchen at all. */
	compare(tickets: readonly KitchenTicket[]): void {
		const now = new Map(tickets.map((ticket) => [ticket.id, ticket]));
		const lost = [...this.#before.values()].filter(
			({ id, status }) => AT_WORK.includes(status) && !now.has(id) && !this.#expected.has(id)
		);
		this.#before = now;
		if (lost.length > 0) this.list = [...this.list, ...lost.map((ticket) => this.#told(ticket))];
	}

	#told({ id, number, version }: KitchenTicket): Lost {
		return { id, number, isCancelled: this.#left.get(id) === version + 1 };
	}

	/** This screen itself is about to refuse it: no need to tell. */
	expect(id: string): void {
		this.#expected.add(id);
	}

	acknowledge(id: string): void {
		this.list = this.list.filter((lost) => lost.id !== id);
	}
}

/* eslint-disable svelte/prefer-svelte-reactivity -- what was before is remembered, not drawn */
/** Tickets that were in work and are cancelled: a person has to say that they have seen it. */

import type { KitchenTicket } from '#domain/contract.ts';
import type { Status } from '#domain/order.ts';

const AT_WORK: readonly Status[] = ['placed', 'accepted', 'making', 'in_oven'];

export class Gone {
	list = $state.raw<{ id: string; number: number }[]>([]);
	#before = new Map<string, KitchenTicket>();
	#expected = new Set<string>();

	/** Looks for tickets that were in work a moment ago and are no longer in the kitchen at all. */
	compare(tickets: readonly KitchenTicket[]): void {
		const now = new Map(tickets.map((ticket) => [ticket.id, ticket]));
		const lost = [...this.#before.values()].filter((ticket) => {
			const status = now.get(ticket.id)?.status;
			const isOff = status === undefined || status === 'cancelled' || status === 'refused';
			return AT_WORK.includes(ticket.status) && isOff && !this.#expected.has(ticket.id);
		});
		this.#before = now;
		if (lost.length > 0)
			this.list = [...this.list, ...lost.map(({ id, number }) => ({ id, number }))];
	}

	/** This screen itself is about to refuse it: no need to tell. */
	expect(id: string): void {
		this.#expected.add(id);
	}

	acknowledge(id: string): void {
		this.list = this.list.filter((lost) => lost.id !== id);
	}
}

/** What cooks do to the tickets of a board, and what the board answers. */

import { act, ask, handOver, seeAlarm, strike, type Sent } from '$lib/live/commands.ts';
import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Target } from '#domain/kitchen/aim.ts';
import { isUndoable } from '#domain/kitchen/board.ts';
import type { ActionAnswer, KitchenTicket, TicketLine } from '#domain/wire/contract.ts';
import { transitionOf, type Action } from '#domain/order/lifecycle.ts';
import type { Status } from '#domain/order/order.ts';
import type { AlarmKind } from '#domain/plan/alarms.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import { Aiming } from './aiming.ts';
import { Attention } from './attention.svelte.ts';
import { VanishedTickets } from './vanished.svelte.ts';
import { Undo } from './undo.svelte.ts';

interface Feed {
	readonly orders: readonly KitchenTicket[];
	readonly stale: boolean;
}
/** Steps that ask something before they are taken. */
export type Question = 'refuse' | 'box' | 'collect';
type Ask = (kind: Question, ticket: KitchenTicket) => void;

export class Work {
	readonly runner = new CommandRunner();
	readonly vanished = new VanishedTickets();
	readonly attention = new Attention();
	readonly undo = new Undo();
	readonly aiming = new Aiming();
	#feed: Feed;
	#shop: string;
	#ask: Ask;

	constructor(feed: Feed, shop: string, ask: Ask) {
		this.#feed = feed;
		this.#shop = shop;
		this.#ask = ask;
	}

	/** A press of a ticket's button, or of the key that means it: only what it was aimed at. */
	async press(ticket: KitchenTicket, action: Action, event?: MouseEvent): Promise<void> {
		if (this.#isOffline()) return;
		const aimed = this.aiming.step(ticket, action, event);
		if (aimed.kind === 'double') return;
		if (aimed.kind === 'moved') return this.#say(m.kitchen_moved());
		if (aimed.kind === 'late') return this.#tooLate(ticket, aimed.target);
		this.attention.touch(ticket.id);
		if (isAsked(ticket, action)) return this.#ask(action, ticket);
		await this.step(ticket, action);
	}

	/** Takes one step, as this screen shows the ticket. */
	async step(ticket: KitchenTicket, action: Action): Promise<void> {
		this.attention.touch(ticket.id);
		const sent = await this.#run(ticket, () => act(ticket, action));
		const to = transitionOf(ticket.status, action, ticket.fulfilment)?.to;
		if (!sent?.ok || !to) return;
		const { version } = sent.value.order;
		if (isUndoable(action)) this.undo.offer({ ...shortOf(ticket), to, version });
		else if (action === 'accept') this.undo.keep(ticket.number);
	}

	/** Hands an order over at the counter, with how it was paid. */
	async handOver(ticket: KitchenTicket, report: DoorReport): Promise<void> {
		if (this.#isOffline()) return;
		this.attention.touch(ticket.id);
		await this.#run(ticket, () => handOver(ticket, 'collect', report));
	}

	/** An alarm was read: it is quiet on the screens of this person. */
	see(ticket: KitchenTicket, kind: AlarmKind): void {
		void this.#run(ticket, () => seeAlarm(ticket, kind));
	}

	refuse(ticket: KitchenTicket, reason: string): void {
		this.vanished.expect(ticket.id);
		void this.#run(ticket, () => act(ticket, 'refuse', reason));
	}

	/** Takes the last step back; says so when another screen was faster. */
	async takeBack(): Promise<void> {
		if (this.#isOffline()) return;
		const last = this.undo.take();
		if (!last) return;
		const ticket = this.#feed.orders.find(({ id }) => id === last.id);
		if (ticket?.status !== last.to) return this.#say(m.kitchen_undo_late({ number: last.number }));
		await this.step(ticket, 'recall');
		const { line } = last;
		if (line !== undefined) void this.runner.run(line, () => strike(ticket, line, false));
	}

	/** A press on a line strikes it, or takes the strike back. */
	async toggle(ticket: KitchenTicket, line: TicketLine, event?: MouseEvent): Promise<void> {
		if (this.#isOffline()) return;
		const aimed = this.aiming.line(ticket, line, event);
		if (aimed.kind === 'double') return;
		if (aimed.kind === 'moved') return this.#say(m.kitchen_moved());
		this.attention.touch(ticket.id);
		// Another screen struck it a moment ago: this tap meant the same, not to take it back.
		const wasStruck = aimed.kind === 'late' ? aimed.target.action === 'unstrike' : line.struckAt;
		const sent = await this.runner.run(line.id, () => strike(ticket, line.id, !wasStruck));
		if (!sent?.ok || sent.value.order.status === ticket.status) return;
		// Striking the last line moved the ticket to its next stage.
		const { status: to, version } = sent.value.order;
		this.undo.offer({ ...shortOf(ticket), to, version, line: line.id });
	}

	/** Asks what became of tickets that left while this screen was offline. */
	async learnFates(ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		const path = `/api/shops/${this.#shop}/fates?orders=${ids.join()}`;
		const sent = await ask<{ orders: { id: string; status: Status }[] }>(path);
		this.vanished.settle(ids, sent.ok ? sent.value.orders : []);
	}

	/** Says what was aimed at: it is refused, with what has happened and who did it. */
	async #tooLate(ticket: KitchenTicket, { action, version }: Target): Promise<void> {
		const seen = { id: ticket.id, version, isExact: true };
		await this.#run(ticket, () => act(seen, action as Action));
	}

	async #run(
		{ id, number }: KitchenTicket,
		task: () => Promise<Sent<ActionAnswer>>
	): Promise<Sent<ActionAnswer> | undefined> {
		const sent = await this.runner.run(id, task);
		if (sent && !sent.ok && sent.status === 409)
			this.#say(`${m.order_number({ number })} · ${sent.error.message}`);
		return sent;
	}

	#isOffline(): boolean {
		if (this.#feed.stale) this.#say(m.kitchen_cut_off());
		return this.#feed.stale;
	}

	#say(words: string): void {
		this.runner.fault = words;
	}
}

const shortOf = ({ id, number }: KitchenTicket) => ({ id, number });

/** Several lines, none of them struck: probably not checked. One line is seen at a glance. */
function isUnticked({ lines }: KitchenTicket): boolean {
	const standing = lines.filter((line) => line.voidedAt === null);
	return standing.length > 1 && standing.every((line) => line.struckAt === null);
}

function isAsked(ticket: KitchenTicket, action: Action): action is Question {
	if (action === 'collect') return Boolean(ticket.toCollect);
	return action === 'refuse' || (action === 'box' && isUnticked(ticket));
}

/** Gives `Aim` the board as it is drawn: which button was where, and what it did. */

import { isOwnChange } from '$lib/live/commands.ts';
import { Aim, type Aimed, type Changed, type Spot, type Target } from '#domain/kitchen/aim.ts';
import { isForward } from '#domain/kitchen/board.ts';
import type { KitchenTicket, TicketLine } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';

export class Aiming {
	#aim = new Aim(({ order, version }) => isOwnChange(order, version));
	#before = new Map<string, KitchenTicket>();
	#order = '';
	#isByHand = false;

	/**
	 * Call before the board is drawn again. `around` names what else moves it: a banner, a strip, another
	 * view.
	 */
	note(tickets: readonly KitchenTicket[], around: string): void {
		const after = new Map(tickets.map((ticket) => [ticket.id, ticket]));
		const order = `${around} ${tickets.map(({ id }) => id).join()}`;
		const changed = changesBetween(this.#before, after);
		if (!this.#isByHand && (changed.length > 0 || order !== this.#order))
			this.#aim.replaced(spotsOn(this.#before), changed, performance.now());
		this.#before = after;
		this.#order = order;
		this.#isByHand = false;
	}

	/** What a press of a ticket's button, or of the key that means it, was aimed at. */
	step(ticket: KitchenTicket, action: Action, event?: MouseEvent): Aimed {
		return this.#aim.read(targetOf(ticket, slotOf(action), action), tapOf(event));
	}

	/** The same for one line, which a press strikes or unstrikes. */
	line(ticket: KitchenTicket, line: TicketLine, event?: MouseEvent): Aimed {
		return this.#aim.read(targetOfLine(ticket, line), tapOf(event));
	}

	/** The person has scrolled the board. */
	forget(): void {
		this.#aim.forget();
	}

	/** The person is about to move the board: what they close or acknowledge is drawn next. */
	byHand(): void {
		this.#aim.forget();
		this.#isByHand = true;
	}
}

const slotOf = (action: Action) => (isForward(action) ? 'bump' : action);

/** A click by keyboard has no coordinates. */
const tapOf = (event?: MouseEvent) =>
	event && event.detail > 0
		? { place: { x: event.clientX, y: event.clientY }, at: event.timeStamp }
		: { place: null, at: performance.now() };

function targetOf(ticket: KitchenTicket, slot: string, action: Action): Target {
	const voided = ticket.lines.filter((line) => line.voidedAt !== null).length;
	const state = `${ticket.status} ${ticket.lines.length} ${voided}`;
	return { order: ticket.id, slot, action, state, version: ticket.version };
}

function targetOfLine(ticket: KitchenTicket, line: TicketLine): Target {
	const action = line.struckAt === null ? 'strike' : 'unstrike';
	const { id, status, version } = ticket;
	return { order: id, slot: `line:${line.id}`, action, state: status, version };
}

function changesBetween(
	before: ReadonlyMap<string, KitchenTicket>,
	after: ReadonlyMap<string, KitchenTicket>
): Changed[] {
	const came = [...after.values()].filter(({ id, version }) => before.get(id)?.version !== version);
	const went = [...before.values()].filter(({ id }) => !after.has(id));
	return [
		...came.map(({ id, version }) => ({ order: id, version })),
		// It left by the change after the one that was shown.
		...went.map(({ id, version }) => ({ order: id, version: version + 1 }))
	];
}

const BUTTONS = '[data-action], [data-strike]';

/** Every button of these tickets, where it is drawn now. */
function spotsOn(tickets: ReadonlyMap<string, KitchenTicket>): Spot[] {
	const spots: Spot[] = [];
	for (const card of document.querySelectorAll<HTMLElement>('[data-ticket]')) {
		const ticket = tickets.get(card.dataset.ticket ?? '');
		if (!ticket) continue;
		for (const button of card.querySelectorAll<HTMLElement>(BUTTONS)) {
			const target = targetBehind(button, ticket);
			const { left, top, right, bottom } = button.getBoundingClientRect();
			if (target) spots.push({ ...target, left, top, right, bottom });
		}
	}
	return spots;
}

function targetBehind(button: HTMLElement, ticket: KitchenTicket): Target | undefined {
	const action = button.dataset.action as Action | undefined;
	if (action) return targetOf(ticket, slotOf(action), action);
	const place = button.closest<HTMLElement>('[data-line]')?.dataset.line;
	const line = ticket.lines[Number(place)];
	return line && targetOfLine(ticket, line);
}

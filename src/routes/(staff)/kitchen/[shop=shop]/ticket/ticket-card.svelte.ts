/** What one ticket on the board shows and offers: its page, its buttons, and what each line may do. */

import type { KitchenTicket, TicketLine } from '#domain/wire/contract.ts';
import { bumpOf, openItems, pagesOf } from '#domain/kitchen/board.ts';
import { conflictsOf } from '#domain/menu/allergy.ts';
import type { Allergen } from '#domain/menu/menu.ts';
import { actionsFor, type Action } from '#domain/order/lifecycle.ts';
import { ALERT_WORDS } from '#domain/order/order-words.ts';
import { word } from '$lib/ui/format.ts';
import { alarmWord } from './labels.ts';
import type { KitchenBoard } from '../board/board.svelte.ts';

export class TicketCard {
	readonly board: KitchenBoard;
	readonly #ticket: () => KitchenTicket;

	/** `ticket` is read again at each change. */
	constructor(board: KitchenBoard, ticket: () => KitchenTicket) {
		this.board = board;
		this.#ticket = ticket;
	}

	readonly ticket = $derived.by(() => this.#ticket());
	/** The screen is out of date: nothing can be done, and it shows. */
	readonly isStale = $derived.by(() => this.board.feed.stale);
	/** On the rack a ticket is only handed over: it shows what is in the boxes, no more. */
	readonly isShort = $derived.by(() => this.ticket.status === 'boxed');
	/** From the start until it is baked; after that, lines are read to be packed. */
	readonly mayStrike = $derived.by(
		() =>
			this.ticket.status === 'making' &&
			this.board.roles.some((role) => role !== 'counter' && role !== 'driver')
	);
	/** When it has to go into the oven to be at its door in time; null for a collection, and once it is in. */
	readonly ovenBy = $derived.by(() =>
		this.#fulfilment === 'delivery' ? this.board.forecastOf(this.ticket)?.ovenBy : null
	);
	readonly #bump = $derived.by(() => bumpOf(this.board.roles, this.#status, this.#fulfilment));
	/**
	 * The next step, then the others. A start is recalled at the undo bar or from the list: a button
	 * beside the oven's would be hit by mistake.
	 */
	readonly actions = $derived.by(() => {
		const others = actionsFor(this.board.roles, this.#status, this.#fulfilment).filter(
			(action) => action === 'refuse' || (action === 'recall' && this.#status !== 'making')
		);
		return this.#bump ? [this.#bump, ...others] : others;
	});
	readonly #pages = $derived.by(() =>
		this.isShort ? [this.ticket.lines] : pagesOf(this.ticket.lines)
	);
	readonly pageCount = $derived.by(() => this.#pages.length);
	/** From 0. */
	readonly page = $derived.by(() => (this.board.pageOf(this.ticket) ?? 0) % this.#pages.length);
	readonly #shown = $derived.by(() => this.#pages[this.page] ?? []);
	/** Before the screen is alive, and without scripts, all lines: nothing turns a page. */
	readonly lines = $derived.by(() =>
		this.board.pageOf(this.ticket) === null ? this.ticket.lines : this.#shown
	);
	readonly elsewhere = $derived.by(() =>
		this.ticket.lines.filter((line) => !this.#shown.includes(line))
	);
	/** The allergens in all lines that stand, each once. */
	readonly allergens = $derived.by((): Allergen[] => {
		const standing = this.ticket.lines.filter((line) => !line.voidedAt);
		const all = standing.flatMap((line) => line.allergens);
		return all.filter((one, i) => all.indexOf(one) === i);
	});

	/** The alarms that this person has not acknowledged. */
	readonly alarms = $derived.by(() =>
		this.ticket.alarms
			.filter((alarm) => !this.board.isSeen(alarm))
			.map(({ kind }) => ({ kind, words: alarmWord(kind) }))
	);
	/** What else is wrong with it, in words. */
	readonly alerts = $derived.by(() => {
		const { alert, alarms } = this.ticket;
		const seen = alarms.filter((alarm) => this.board.isSeen(alarm));
		const words = seen.map(({ kind }) => alarmWord(kind));
		return alert ? [word(ALERT_WORDS[alert]), ...words] : words;
	});

	get #status() {
		return this.ticket.status;
	}

	get #fulfilment() {
		return this.ticket.fulfilment;
	}

	/** How a step's button looks: the next one stands out once nothing is left to strike. */
	variantOf(action: Action): 'primary' | 'secondary' | 'danger' {
		if (action === 'refuse') return 'danger';
		const isReady = this.#status !== 'making' || openItems(this.ticket.lines) === 0;
		return action === this.#bump && isReady ? 'primary' : 'secondary';
	}

	/** On another page: drawn only where no script can turn to it. */
	isElsewhere(line: TicketLine): boolean {
		return !this.#shown.includes(line);
	}

	/** Which line of its ticket it is, from 0: shorter than its id, which compresses badly. */
	placeOf(line: TicketLine): number {
		return this.ticket.lines.indexOf(line);
	}

	/** Struck, at the stage where that says that it is made. */
	isTicked(line: TicketLine): boolean {
		return this.#status === 'making' && line.struckAt !== null;
	}

	/** Whether the customer added it after the order was placed. */
	isAddedLater(line: TicketLine): boolean {
		return line.addedIn > 1 && this.ticket.version >= line.addedIn;
	}

	/** Allergens of a line that the customer cannot eat. */
	conflictsOf(line: TicketLine): readonly Allergen[] {
		return conflictsOf(this.ticket.allergy, line);
	}

	/** The key that means this line now; null while keys mean something else. */
	digitOf(line: TicketLine): number | null {
		const mode = this.board.modeOf(this.ticket);
		if (mode !== 'strike' && mode !== 'recipe') return null;
		return (this.lines.indexOf(line) + 1) % 10;
	}

	strike(line: TicketLine, event: MouseEvent): void {
		void this.board.work.toggle(this.ticket, line, event);
	}

	openRecipe(line: TicketLine): void {
		this.board.openRecipe(this.ticket, line);
	}
}

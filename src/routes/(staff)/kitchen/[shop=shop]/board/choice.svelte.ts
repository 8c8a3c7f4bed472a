/** The ticket chosen by keyboard or bump bar, and what digits mean now. */

export type Mode = 'choose' | 'strike' | 'recipe';
type Way = 'up' | 'down' | 'left' | 'right';

export class Choice {
	id = $state<string | null>(null);
	mode = $state<Mode>('choose');
	/** Whether keys were used last: then their marks are shown. */
	byKeys = $state(false);
	#left: string | null = null;

	choose(id: string | null): void {
		if (id !== this.id) this.mode = 'choose';
		this.id = id;
	}

	/** The focus left the tickets: keys must not act on a ticket that is not visibly chosen. */
	leave(): void {
		this.#left = this.id ?? this.#left;
		this.choose(null);
	}

	/** Moves to the nearest ticket in that direction on the screen; or back to the last chosen one. */
	go(way: Way): void {
		const all = ticketsShown();
		const here = ticketShown(this.id);
		const next = here ? nearest(here, all, way) : (ticketShown(this.#left) ?? all[0]);
		if (next) focusOn(next);
	}

	/** Chooses the n-th ticket of the board, from 1. */
	pick(n: number): void {
		const ticket = ticketsShown()[n - 1];
		if (ticket) focusOn(ticket);
	}

	/** Restores the focus after its ticket was moved in the DOM. */
	hold(): void {
		if (this.id === null || !this.byKeys || document.activeElement !== document.body) return;
		const again = ticketShown(this.id);
		if (again) focusOn(again);
	}
}

export function ticketsShown(): HTMLElement[] {
	return [...document.querySelectorAll<HTMLElement>('[data-ticket]')];
}

export const ticketShown = (id: string | null | undefined): HTMLElement | undefined =>
	ticketsShown().find((one) => one.dataset.ticket === id);

function focusOn(ticket: HTMLElement): void {
	ticket.focus({ preventScroll: true });
	ticket.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** The other axis counts four times: up and down stay within a column as long as possible. */
function nearest(from: HTMLElement, all: HTMLElement[], way: Way): HTMLElement | undefined {
	const here = from.getBoundingClientRect();
	const isSideways = way === 'left' || way === 'right';
	const sign = way === 'left' || way === 'up' ? -1 : 1;
	let best: { one: HTMLElement; far: number } | undefined;
	for (const one of all) {
		const there = one.getBoundingClientRect();
		const dx = there.left - here.left;
		const dy = there.top - here.top;
		const along = sign * (isSideways ? dx : dy);
		if (one === from || along < 8) continue;
		const far = along + 4 * Math.abs(isSideways ? dy : dx);
		if (!best || far < best.far) best = { one, far };
	}
	return best?.one;
}

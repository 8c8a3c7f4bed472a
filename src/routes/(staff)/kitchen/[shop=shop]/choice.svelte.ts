/** What the keyboard, or a bump bar, is at: a chosen ticket, and what its digits mean now. */

export type Mode = 'choose' | 'strike' | 'recipe';
type Way = 'up' | 'down' | 'left' | 'right';

export class Choice {
	id = $state<string | null>(null);
	mode = $state<Mode>('choose');
	/** Whether keys were used last: then their marks are shown. */
	byKeys = $state(false);

	choose(id: string | null): void {
		if (id !== this.id) this.mode = 'choose';
		this.id = id;
	}

	/** Moves to the nearest ticket in that direction, as the board hangs on the wall. */
	go(way: Way): void {
		const all = ticketsShown();
		const here = all.find((one) => one.dataset.orderId === this.id);
		const next = here ? nearest(here, all, way) : all[0];
		if (next) focusOn(next);
	}

	/** Chooses the n-th ticket of the board, from 1. */
	pick(n: number): void {
		const ticket = ticketsShown()[n - 1];
		if (ticket) focusOn(ticket);
	}

	/** A ticket that moved took the keyboard's place with it: put it back. */
	hold(): void {
		if (this.id === null || !this.byKeys || document.activeElement !== document.body) return;
		const again = ticketsShown().find((one) => one.dataset.orderId === this.id);
		if (again) focusOn(again);
	}
}

export function ticketsShown(): HTMLElement[] {
	return [...document.querySelectorAll<HTMLElement>('[data-testid="ticket"]')];
}

function focusOn(ticket: HTMLElement): void {
	ticket.focus({ preventScroll: true });
	ticket.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/** Sideways counts four times: up and down stay within a column as long as it has more. */
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

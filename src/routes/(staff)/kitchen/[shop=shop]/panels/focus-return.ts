/** The keyboard's place, lent to a panel beside the board. */

import type { Attachment } from 'svelte/attachments';
import { ticketShown } from '../board/choice.svelte.ts';

/** Takes the focus; at its end gives it back, unless the person has moved on. */
export const takesFocus: Attachment<HTMLElement> = (panel) => {
	const before = document.activeElement;
	panel.focus();
	return () => {
		const at = document.activeElement;
		const isLost = !at || at === document.body || panel.contains(at);
		if (isLost) placeAgain(before)?.focus();
	};
};

/** Where the keyboard was: a ticket may hang in another column by now. */
function placeAgain(before: Element | null): HTMLElement | undefined {
	if (!(before instanceof HTMLElement)) return undefined;
	return before.isConnected ? before : ticketShown(before.dataset.ticket);
}

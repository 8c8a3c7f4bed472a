/** Returns the focus when a panel closes. */

import type { Attachment } from 'svelte/attachments';
import { ticketShown } from '../board/choice.svelte.ts';

/** Takes the focus, and returns it when the panel closes, unless it has moved on. */
export const takesFocus: Attachment<HTMLElement> = (panel) => {
	const before = document.activeElement;
	panel.focus();
	return () => {
		const at = document.activeElement;
		const isLost = !at || at === document.body || panel.contains(at);
		if (isLost) placeAgain(before)?.focus();
	};
};

/** The element that had the focus; its ticket may be in another column now. */
function placeAgain(before: Element | null): HTMLElement | undefined {
	if (!(before instanceof HTMLElement)) return undefined;
	return before.isConnected ? before : ticketShown(before.dataset.ticket);
}

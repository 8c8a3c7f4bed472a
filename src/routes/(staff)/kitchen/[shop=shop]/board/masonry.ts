/**
 * Tickets of different heights without gaps, oldest at the top left: each takes as many of the grid's
 * thin rows as it is high. CSS columns would do it too, and lay out all tickets again at each change.
 */

import type { Attachment } from 'svelte/attachments';

/** The height of a thin row, as `TicketGrid.svelte` has it. */
const ROW_PX = 4;

let heights: ResizeObserver | undefined;

/**
 * Keeps the rows of a list's item in step with its height, and marks the list as one of thin rows:
 * before the script runs each item has a row of its own.
 */
export const masonry: Attachment<HTMLElement> = (item) => {
	heights ??= new ResizeObserver((entries) => {
		for (const { target, borderBoxSize } of entries) {
			const rows = Math.ceil((borderBoxSize[0]?.blockSize ?? 0) / ROW_PX);
			if (!(target instanceof HTMLElement)) continue;
			target.style.gridRowEnd = `span ${rows}`;
			// A class, because a `:has` rule would be evaluated again at each change of a height.
			target.parentElement?.classList.add('masonry');
		}
	});
	heights.observe(item);
	return () => heights?.unobserve(item);
};

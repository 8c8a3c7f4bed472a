/** How many tickets of a column hang below its edge: the wall says so, it never hides them. */

import type { Attachment } from 'svelte/attachments';

/** Fewer pixels than this below the edge still read as "there". */
const SLACK_PX = 24;

/**
 * Null: nothing is below; 0: only the rest of one is. Counts anew when the column scrolls, or it or
 * what hangs in it changes its size.
 */
export function countBelow(tell: (n: number | null) => void): Attachment<HTMLElement> {
	return (list) => {
		let isAsked = false;
		const look = () => {
			isAsked = false;
			const edge = list.getBoundingClientRect().bottom;
			const isClipped = list.scrollHeight > list.clientHeight + SLACK_PX;
			const hidden = isClipped
				? [...list.querySelectorAll('li > article')].filter(
						(one) => one.getBoundingClientRect().top > edge - SLACK_PX
					)
				: [];
			const isLast = list.scrollTop + list.clientHeight >= list.scrollHeight - SLACK_PX;
			tell(isClipped && !isLast ? hidden.length : null);
		};
		const ask = () => {
			if (isAsked) return;
			isAsked = true;
			requestAnimationFrame(look);
		};
		const sizes = new ResizeObserver(ask);
		for (const one of [list, ...list.children]) sizes.observe(one);
		list.addEventListener('scroll', ask, { passive: true });
		return () => {
			sizes.disconnect();
			list.removeEventListener('scroll', ask);
		};
	};
}

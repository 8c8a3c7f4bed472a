/** Counts the tickets below the visible edge of a column, so that the board can say how many there are. */

import type { Attachment } from 'svelte/attachments';
import type { Mark } from './attention.svelte.ts';

/** Fewer pixels than this below the edge still read as "there". */
const SLACK_PX = 24;
/** The root margin grows upwards by more than any column: rows that a jump skips still count as seen. */
const ABOVE_PX = 1_000_000;

/** The tickets below the edge; `n` is 0 when only the rest of one is. `mark`: one of them flashes. */
export interface Overflow {
	n: number;
	mark?: Mark | undefined;
}

/**
 * Reports the overflow, null when there is none. Attach to an element that scrolls and holds the list, then an
 * empty end element. Forces no layout, however often tickets change.
 */
export function countOverflow(
	report: (overflow: Overflow | null) => void
): Attachment<HTMLElement> {
	return (root) => {
		const [list, end] = [root.firstElementChild, root.lastElementChild];
		if (!list || !end) return;
		const hidden = new Set<Element>();
		let isWhole = true;
		const update = () =>
			report(hidden.size > 0 || !isWhole ? { n: hidden.size, mark: markIn(hidden) } : null);

		const tickets = watchEdge(root, -SLACK_PX, (ticket, isBelow) => {
			if (isBelow) hidden.add(ticket);
			else hidden.delete(ticket);
			update();
		});
		const ends = watchEdge(root, SLACK_PX, (_, isBelow) => {
			isWhole = !isBelow;
			update();
		});
		const changes = new MutationObserver((records) => {
			for (const { addedNodes, removedNodes } of records) {
				for (const node of removedNodes) if (node instanceof Element) forget(node);
				for (const node of addedNodes) if (node instanceof Element) tickets.observe(node);
			}
			update();
		});
		const forget = (ticket: Element) => {
			tickets.unobserve(ticket);
			hidden.delete(ticket);
		};

		const marks = new MutationObserver(update);

		for (const ticket of list.children) tickets.observe(ticket);
		ends.observe(end);
		changes.observe(list, { childList: true });
		marks.observe(list, { subtree: true, attributeFilter: ['data-mark'] });
		return () => {
			for (const observer of [tickets, ends, changes, marks]) observer.disconnect();
		};
	};
}

function markIn(hidden: Iterable<Element>): Mark | undefined {
	for (const ticket of hidden) {
		const mark = ticket.querySelector<HTMLElement>('[data-mark]')?.dataset.mark;
		if (mark) return mark as Mark;
	}
	return undefined;
}

/** Notes of each element whether it begins below the edge, moved by `marginPx`. */
function watchEdge(
	root: Element,
	marginPx: number,
	note: (element: Element, isBelow: boolean) => void
): IntersectionObserver {
	return new IntersectionObserver(
		(entries) => {
			for (const { target, isIntersecting } of entries) note(target, !isIntersecting);
		},
		{ root, rootMargin: `${ABOVE_PX}px 0px ${marginPx}px 0px` }
	);
}

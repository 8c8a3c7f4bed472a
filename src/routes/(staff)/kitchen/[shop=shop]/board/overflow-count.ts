/** How many tickets of a column hang below its edge: the wall says so, it never hides them. */

import type { Attachment } from 'svelte/attachments';
import type { Mark } from './attention.svelte.ts';

/** Fewer pixels than this below the edge still read as "there". */
const SLACK_PX = 24;
/** The root margin grows upwards by more than any column: rows that a jump skips still count as seen. */
const ABOVE_PX = 1_000_000;

/** What hangs below an edge: so many, with 0 only the rest of one; and the mark of one that flashes there. */
export interface Hidden {
	n: number;
	mark?: Mark | undefined;
}

/**
 * Tells what is below, null when nothing is. On an element that scrolls, with the list and then an empty
 * element as its end. Asks no layout of its own of the browser, however often tickets change.
 */
export function countBelow(tell: (below: Hidden | null) => void): Attachment<HTMLElement> {
	return (root) => {
		const [list, end] = [root.firstElementChild, root.lastElementChild];
		if (!list || !end) return;
		const hidden = new Set<Element>();
		let isWhole = true;
		const say = () =>
			tell(hidden.size > 0 || !isWhole ? { n: hidden.size, mark: markIn(hidden) } : null);

		const tickets = sight(root, -SLACK_PX, (ticket, isBelow) => {
			if (isBelow) hidden.add(ticket);
			else hidden.delete(ticket);
			say();
		});
		const ends = sight(root, SLACK_PX, (_, isBelow) => {
			isWhole = !isBelow;
			say();
		});
		const changes = new MutationObserver((records) => {
			for (const { addedNodes, removedNodes } of records) {
				for (const node of removedNodes) if (node instanceof Element) forget(node);
				for (const node of addedNodes) if (node instanceof Element) tickets.observe(node);
			}
			say();
		});
		const forget = (ticket: Element) => {
			tickets.unobserve(ticket);
			hidden.delete(ticket);
		};

		const marks = new MutationObserver(say);

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

/** Says of each element whether it begins below the edge, moved by so many pixels. */
function sight(
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

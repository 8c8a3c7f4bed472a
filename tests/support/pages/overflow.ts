/** Finds texts that overflow their element. Runs in the page. */

/**
 * Elements that are wider than their container: the page itself, a part that scrolls sideways
 * because of `word`, and every button, time or text with `word` that is cut off or sticks out of
 * its card.
 */
export function findOverflows(word: string): string[] {
	const found: string[] = [];
	const page = document.documentElement;
	if (page.scrollWidth > page.clientWidth)
		found.push(`the page scrolls by ${page.scrollWidth - page.clientWidth}`);

	const styleOf = (one: Element) => getComputedStyle(one);
	const nameOf = (one: Element) =>
		`${one.tagName.toLowerCase()}.${one.className} « ${(one.textContent ?? '').trim().slice(0, 24)} »`;
	const isSeen = (rect: DOMRect) => rect.width > 1 && rect.height > 1;
	const isPainted = (one: Element) => {
		const { backgroundColor, borderLeftWidth, borderLeftStyle } = styleOf(one);
		const hasGround = backgroundColor !== 'rgba(0, 0, 0, 0)';
		return hasGround || (borderLeftStyle !== 'none' && parseFloat(borderLeftWidth) > 0);
	};

	/** Whether the element sticks out of the next painted ancestor, or is clipped by one. */
	function judge(one: Element, rect: DOMRect): void {
		for (let at: Element | null = one; at && at !== document.body; at = at.parentElement) {
			const { overflowX, position } = styleOf(at);
			const frame = at.getBoundingClientRect();
			const isOut = rect.left < frame.left - 1 || rect.right > frame.right + 1;
			if (at !== one && overflowX !== 'visible') {
				if (isOut) found.push(`cut off: ${nameOf(one)} in ${nameOf(at)}`);
				return;
			}
			if (at !== one && isPainted(at)) {
				if (isOut) found.push(`sticks out: ${nameOf(one)} of ${nameOf(at)}`);
				return;
			}
			if (position === 'fixed') return;
		}
	}

	for (const one of document.querySelectorAll(
		'button, a.button, time, [data-testid="age"], [data-testid="promise"] *, .price, .amount'
	)) {
		const rect = one.getBoundingClientRect();
		if (isSeen(rect) && one.checkVisibility()) judge(one, rect);
	}

	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text = texts.nextNode(); text; text = texts.nextNode()) {
		const parent = text.parentElement;
		if (!parent || !text.nodeValue?.includes(word) || !parent.checkVisibility()) continue;
		// Names with an ellipsis are shortened on purpose.
		if (styleOf(parent).textOverflow === 'ellipsis') continue;
		const range = document.createRange();
		range.selectNodeContents(text);
		for (const rect of range.getClientRects()) if (isSeen(rect)) judge(parent, rect);
		for (let at: Element | null = parent; at && at !== page; at = at.parentElement)
			if (['auto', 'scroll'].includes(styleOf(at).overflowX) && at.scrollWidth > at.clientWidth + 1)
				found.push(`scrolls sideways: ${nameOf(at)}`);
	}
	return [...new Set(found)];
}

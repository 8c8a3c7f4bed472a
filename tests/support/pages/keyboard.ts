import type { Page } from '@playwright/test';

export interface Walk {
	/** Elements that work with a mouse but cannot be reached with Tab. */
	missed: string[];
	/** Elements whose focus is not visible. */
	unseen: string[];
	reached: number;
}

const MOST = 400;

/** Presses Tab from the top of the page to its end and reports missed elements. */
export async function walk(page: Page): Promise<Walk> {
	const count = await page.evaluate(prepare);
	for (let i = 0; i < Math.min(MOST, count * 2 + 20); i++) {
		await page.keyboard.press('Tab');
		if (!(await page.evaluate(note))) break;
	}
	return page.evaluate(tell);
}

interface Walked {
	all: HTMLElement[];
	seen: Set<Element>;
	unseen: Set<string>;
}
declare const window: { walked: Walked };

function prepare(): number {
	const WORKED =
		'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [role="tab"], [role="menuitem"], [tabindex]';
	const open = document.querySelector<HTMLElement>(
		'dialog:modal, [role="dialog"][data-state="open"]'
	);
	const all = [...(open ?? document).querySelectorAll<HTMLElement>(WORKED)].filter((one) => {
		const isOff =
			(one as HTMLButtonElement).disabled || one.closest('[inert], [aria-hidden="true"]');
		// In a radio group one element has the focus, and the arrow keys move to the others.
		const isOneOfGroup = one.tabIndex < 0;
		return !isOff && !isOneOfGroup && one.checkVisibility({ visibilityProperty: true });
	});
	window.walked = { all, seen: new Set(), unseen: new Set() };
	// Without it, Tab would continue from the last click and skip everything before.
	const top = document.createElement('span');
	top.tabIndex = -1;
	(open ?? document.body).prepend(top);
	top.focus({ preventScroll: true });
	return all.length;
}

/** Records the focused element; false when the focus has left the page or returned to the start. */
function note(): boolean {
	const { seen, unseen } = window.walked;
	const at = document.activeElement as HTMLElement | null;
	if (!at || at === document.body) return false;
	// In a field of a date or a time, Tab goes from part to part.
	if (seen.has(at)) return at.matches('[type="datetime-local"], [type="date"]');
	seen.add(at);
	const around = [at, at.closest('label'), at.nextElementSibling, at.parentElement];
	const isShown = around.some((one) => {
		if (!one) return false;
		const { outlineStyle, outlineWidth } = getComputedStyle(one);
		return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
	});
	if (!isShown) unseen.add(at.outerHTML.slice(0, 140));
	return true;
}

function tell(): Walk {
	const { all, seen, unseen } = window.walked;
	const groups = new Set(
		[...seen].flatMap((one) =>
			one instanceof HTMLInputElement && one.type === 'radio' ? [one.name] : []
		)
	);
	const missed = all.filter((one) => {
		const isInGroup =
			one instanceof HTMLInputElement && one.type === 'radio' && groups.has(one.name);
		return !seen.has(one) && !isInGroup && one.isConnected;
	});
	return {
		missed: missed.map((one) => one.outerHTML.slice(0, 140)),
		unseen: [...unseen],
		reached: seen.size
	};
}

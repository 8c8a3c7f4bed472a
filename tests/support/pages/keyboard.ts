import type { Page } from '@playwright/test';

export interface Walk {
	/** What can be worked with a mouse and never got the focus by Tab. */
	missed: string[];
	/** What had the focus without showing it. */
	unseen: string[];
	reached: number;
}

const MOST = 400;

/** Presses Tab from the top of the page to its end, and tells what was left out. */
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
		// One of a group has the focus, and the arrows lead to the others.
		const isOneOfGroup = one.tabIndex < 0;
		return !isOff && !isOneOfGroup && one.checkVisibility({ visibilityProperty: true });
	});
	window.walked = { all, seen: new Set(), unseen: new Set() };
	// Without it Tab would go on from whatever was pressed last, and leave out all before that.
	const top = document.createElement('span');
	top.tabIndex = -1;
	(open ?? document.body).prepend(top);
	top.focus({ preventScroll: true });
	return all.length;
}

/** False when the focus has left the page, or come back to where it was. */
function note(): boolean {
	const { seen, unseen } = window.walked;
	const at = document.activeElement as HTMLElement | null;
	if (!at || at === document.body) return false;
	if (seen.has(at)) return false;
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

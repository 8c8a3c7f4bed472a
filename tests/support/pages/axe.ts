import type { Page } from '@playwright/test';
import axe from 'axe-core';
import type { RunOptions } from 'axe-core';

type Theme = 'light' | 'dark';

/** The rules that a colour theme can violate; all others do not depend on it. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

declare const window: { axe?: typeof axe };

/** The violations that axe finds, each rule with its elements; only `rules` if given. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
	const options: RunOptions = {
		resultTypes: ['violations'],
		// The only frame is that of the payment provider.
		iframes: false,
		...(rules && { runOnly: rules })
	};
	await settled(page);
	// Once for a page: the program is large, and most pages are looked at twice.
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const violations = await page.evaluate(
		async (wanted) => (await window.axe!.run(document, wanted)).violations,
		options
	);
	return violations.map(({ id, impact, nodes }) => {
		const where = nodes.slice(0, 4).map((node) => `${node.target.join(' ')}  ${detail(node)}`);
		return `${impact} ${id}, ${nodes.length} ×\n    ${where.join('\n    ')}`;
	});
}

const detail = (node: { any: { message: string }[]; html: string }): string =>
	node.any[0]?.message.slice(0, 160) ?? node.html.slice(0, 120);

/** Emulates the system setting for this theme; returns the theme that the page uses. */
export async function ask(page: Page, theme: Theme): Promise<Theme> {
	await page.emulateMedia({ colorScheme: theme });
	await settled(page);
	const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
	return red > 127 ? 'light' : 'dark';
}

/** Waits until what moves has arrived: a colour on its way is not one of ours. What moves for ever is left. */
async function settled(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const moving = document
			.getAnimations()
			.filter((one) => Number.isFinite(Number(one.effect?.getComputedTiming().endTime)));
		await Promise.all(moving.map((one) => one.finished.catch(() => undefined)));
	});
}

/** Violations in the light theme, and colour violations in the dark one. */
export async function findingsInBoth(page: Page): Promise<string[]> {
	return [...(await findingsIn(page, 'light')), ...(await findingsIn(page, 'dark', OF_COLOUR))];
}

/** Violations with this system theme; using another theme is a violation too. */
export async function findingsIn(page: Page, theme: Theme, rules?: string[]): Promise<string[]> {
	const seen = await ask(page, theme);
	const found = (await findings(page, rules)).map((one) => `${theme}: ${one}`);
	return seen === theme ? found : [`asked for ${theme}, it wears ${seen}`, ...found];
}

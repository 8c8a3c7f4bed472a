import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** What a theme can break; all else is the same in both. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Whatever axe finds, each rule with the elements that break it; by `rules` alone when they are given. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
	const axe = new AxeBuilder({ page });
	const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
	return violations.map(({ id, impact, nodes }) => {
		const where = nodes.slice(0, 4).map((node) => `${node.target.join(' ')}  ${detail(node)}`);
		return `${impact} ${id}, ${nodes.length} ×\n    ${where.join('\n    ')}`;
	});
}

const detail = (node: { any: { message: string }[]; html: string }): string =>
	node.any[0]?.message.slice(0, 160) ?? node.html.slice(0, 120);

/** The machine asks for this theme; gives the one that the page then wears. */
export async function ask(page: Page, theme: Theme): Promise<Theme> {
	await page.emulateMedia({ colorScheme: theme });
	const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
	return red > 127 ? 'light' : 'dark';
}

/** What axe finds in the one theme, and what the other one breaks. */
export async function findingsInBoth(
	page: Page,
	worn: readonly Theme[] = THEMES
): Promise<string[]> {
	const found: string[] = [];
	for (const [index, theme] of THEMES.entries()) {
		const seen = await ask(page, theme);
		if (seen !== worn[index]) found.push(`asked for ${theme}, it wears ${seen}`);
		const here = await findings(page, index > 0 ? OF_COLOUR : undefined);
		found.push(...here.map((one) => `${theme}: ${one}`));
	}
	return found;
}

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type Theme = 'light' | 'dark';

/** What a theme can break; all else is the same in both. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Whatever axe finds, each rule with the elements that break it; by `rules` alone when they are given. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
	// No page of ours has frames, for which axe else opens a page of its own each time.
	const axe = new AxeBuilder({ page }).setLegacyMode();
	const resultTypes = ['violations' as const];
	const options = rules ? { resultTypes, runOnly: rules } : { resultTypes };
	const { violations } = await axe.options(options).analyze();
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

/** What axe finds in light, and what dark breaks. */
export async function findingsInBoth(page: Page): Promise<string[]> {
	return [...(await findingsIn(page, 'light')), ...(await findingsIn(page, 'dark', OF_COLOUR))];
}

/** What axe finds while the machine asks for this theme; wearing another one is a finding too. */
export async function findingsIn(page: Page, theme: Theme, rules?: string[]): Promise<string[]> {
	const seen = await ask(page, theme);
	const found = (await findings(page, rules)).map((one) => `${theme}: ${one}`);
	return seen === theme ? found : [`asked for ${theme}, it wears ${seen}`, ...found];
}

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type Theme = 'light' | 'dark';

/** The rules that a colour theme can violate; all others do not depend on it. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** The violations that axe finds, each rule with its elements; only `rules` if given. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
	// The only frame is that of the payment provider; for frames axe would open an extra page each time.
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

/** Emulates the system setting for this theme; returns the theme that the page uses. */
export async function ask(page: Page, theme: Theme): Promise<Theme> {
	await page.emulateMedia({ colorScheme: theme });
	const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const [red = 0] = (ground.match(/\d+/g) ?? []).map(Number);
	return red > 127 ? 'light' : 'dark';
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

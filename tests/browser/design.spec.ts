import type { Page } from '@playwright/test';
import { inherited } from '../../config/launcher.ts';
import { inProject } from '../../config/paths.ts';
import { freePort } from '../../launcher/os.ts';
import { startProgram } from '../../launcher/program.ts';
import { DRAWN } from '../../src/lib/ui/pizza/draw.ts';
import { ask, findings } from '../support/pages/axe.ts';
import { expect, test } from './house.ts';
import { listen } from './scene.ts';

/** The pages as they are being written, in front of the house's API. */
async function develop(houseUrl: string) {
	const [port, apiPort] = [String(await freePort()), new URL(houseUrl).port];
	const pages = startProgram({
		name: 'pages',
		script: inProject('launcher/dev-pages.ts'),
		args: [port, apiPort],
		env: { ...inherited(), NODE_ENV: 'development', PORT: apiPort },
		onLine: (name, line) => console.log(`${name} | ${line}`)
	});
	await pages.ready();
	return { url: `http://localhost:${port}`, stop: () => pages.stop() };
}

const press = async (page: Page, testId: string, shown: string): Promise<void> => {
	await page.getByTestId(testId).first().click();
	await expect(page.locator(shown).first()).toBeVisible();
};

test('in development every part stands in both themes, and axe finds nothing', async ({
	house,
	people
}) => {
	test.setTimeout(480_000);
	const dev = await develop(house.url);
	const page = await people.comes('anybody', { language: 'en', reducedMotion: 'reduce' });
	const heard = listen(page);
	try {
		await page.goto(`${dev.url}/design`, { timeout: 120_000 });
		// What Vite finds it needs on the way makes it load the page again.
		await page.waitForLoadState('networkidle', { timeout: 60_000 });

		for (const section of await page.locator('main > section').all())
			await expect(section.locator('.side')).toHaveCount(2);
		for (const side of await page.locator('#pizzas .side').all())
			expect(await side.locator('img').count()).toBeGreaterThan(DRAWN.length);
		expect(await findings(page)).toEqual([]);
		for (const layer of ['dialog', 'reason', 'sheet']) {
			await press(page, `open-${layer}`, 'dialog:modal');
			expect.soft(await findings(page), layer).toEqual([]);
			await page.keyboard.press('Escape');
		}
		await press(page, 'open-menu', '.menu-list');
		expect.soft(await findings(page), 'menu').toEqual([]);

		await page.goto(`${dev.url}/design/maps`, { timeout: 60_000 });
		expect(await ask(page, 'dark')).toBe('dark');
		expect.soft(await findings(page), 'maps').toEqual([]);
		expect(heard).toEqual([]);
	} finally {
		await dev.stop();
	}
});

test('nobody else has the design page', async ({ house }) => {
	for (const path of ['/design', '/design/maps'])
		expect.soft((await fetch(house.url + path)).status, path).toBe(404);
});

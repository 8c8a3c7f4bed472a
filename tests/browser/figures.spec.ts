import type { Page } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { expect, test, type Language } from './house.ts';
import { fits, isAlive } from './scene.ts';

const WORDS = {
	fr: {
		none: 'Aucune commande ce jour-là',
		refused: /Refusée · Four en panne/,
		all: 'Les 5 pizzerias'
	},
	en: { none: 'No order on that day', refused: /Refused · Four en panne/, all: 'All 5 shops' }
} as const;
const WIDTHS = [390, 1440];

const shot = async (page: Page, name: string) => {
	const folder = process.env.OFFICE_SHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`an owner goes from all shops to a day of one, and back in time (${language})`, async ({
		house,
		people
	}) => {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept');
		const { order: refused } = await house.place();
		const http = await house.http('manager');
		await http.post(`/api/orders/${refused.id}/refuse`, { data: { reason: 'Four en panne' } });
		await http.dispose();

		const page = await people.comes('owner', { language });
		await page.goto('/manage/figures');
		await isAlive(page);
		const row = page.locator('[data-shop="gare"]');
		await expect(row.getByTestId('sold')).not.toHaveText(/^\D*0,00|^\D*0\.00/);
		await expect(page.getByTestId('all-shops')).toContainText(words.all);
		for (const width of WIDTHS) {
			await page.setViewportSize({ width, height: 900 });
			await fits(page, `figures of all shops at ${width} px`);
			await shot(page, `figures-group-${width}-${language}`);
		}
		expect(await findings(page)).toEqual([]);

		await row.getByRole('link').focus();
		await page.keyboard.press('Enter');
		await page.waitForURL('**/manage/gare/figures?day=*');
		await expect(page.getByTestId('lost')).toContainText(words.refused);
		await expect(page.getByTestId('by-channel').locator('[data-key="web"]')).toBeVisible();
		for (const width of WIDTHS) {
			await page.setViewportSize({ width, height: 900 });
			await fits(page, `figures of a shop at ${width} px`);
			await shot(page, `figures-${width}-${language}`);
		}
		expect(await findings(page)).toEqual([]);

		await page.goto('/manage/gare/figures?day=2020-01-01');
		await expect(page.getByText(words.none)).toBeVisible();
		await page.getByTestId('day-today').click();
		await expect(page.getByTestId('orders')).not.toHaveText('0');
		await page.goto('/manage/gare/figures?day=2026-02-30');
		await expect(page.locator('h1')).toBeVisible();
		expect(await page.title()).not.toContain('500');
	});
}

import { findings } from '../support/pages/axe.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: { typed: '1,50', shown: /1,50\s*€/, missing: 'Indiquez ce qu’il en faut' },
	en: { typed: '1.50', shown: /€1\.50/, missing: 'Say how much of it' }
} as const;

const forget = ({ db }: House) => db.query(`delete from option_item where id = 'extra-essai'`);

for (const language of ['fr', 'en'] as const satisfies Language[]) {
	const words = WORDS[language];

	test(`an owner adds an extra with its price and what it takes, in ${language}`, async ({
		house,
		people
	}) => {
		await forget(house);
		const page = await people.comes('owner', { language });
		await page.goto('/manage/gare/extras');
		await expect(async () => {
			await page.getByTestId('office-add').press('Enter');
			await expect(page.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
		}).toPass();
		await page.locator('#name-fr').fill('Essai');
		await page.locator('#name-en').fill('Trial');
		await page.locator('#ingredient').selectOption('honey');
		await page.locator('#price-m').fill(words.typed);
		await expect(page.getByTestId('field-error')).toContainText(words.missing);
		await expect(page.getByTestId('office-save')).toBeDisabled();
		await page.locator('#quantity-m').fill('12');
		await page.getByTestId('office-effect').waitFor();
		const folder = process.env.OFFICE_SHOTS;
		for (const width of [390, 1440]) {
			await page.setViewportSize({ width, height: 900 });
			await fits(page, `extra at ${width} px`);
			if (folder) await page.screenshot({ path: `${folder}/extra-${width}-${language}.png` });
		}
		expect(await findings(page)).toEqual([]);
		await page.getByTestId('office-save').click();
		await expect(page.getByTestId('office-saved')).not.toBeEmpty();
		await page.keyboard.press('Escape');
		await page.goto('/manage/gare/extras?q=extra-essai');
		await expect(page.getByTestId('office-row')).toContainText(words.shown);
		if (folder) await page.screenshot({ path: `${folder}/extras-${language}.png` });
		await forget(house);
	});
}

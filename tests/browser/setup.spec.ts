import { test as base, type Page } from '@playwright/test';
import { migrate } from '../../db/plumbing/migrate.ts';
import { setupCode } from '../../server/setup-code.ts';
import { findingsInBoth } from '../support/pages/axe.ts';
import { createEmpty } from '../support/house/databases.ts';
import { startProduction, type ProductionWeb } from '../support/house/production.ts';
import { expect } from './house.ts';
import { fits, isAlive } from './scene.ts';

/** The first run of an empty installation as in production, by its page. */

const WORDS = {
	fr: {
		title: 'Première installation',
		code: /Ce n’est pas le code/,
		hours: /L’horaire d’ouverture n’est pas valable/,
		phone: /Le téléphone n’est pas valable/
	},
	en: {
		title: 'First run',
		code: /This is not the setup code/,
		hours: /The opening time is not valid/,
		phone: /The phone number is not valid/
	}
} as const;
const PASSWORD = 'une-phrase-bien-longue';

const test = base.extend<{ web: ProductionWeb }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
	web: async ({}, use) => {
		const database = await createEmpty(process.env.TEST_DATABASE_URL ?? '');
		await migrate(database.url);
		const web = await startProduction(database.url);
		await use(web);
		web.end();
		await database.drop();
	}
});

const shot = async (page: Page, name: string) => {
	const folder = process.env.OFFICE_SHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

async function fill(page: Page, values: Record<string, string>): Promise<void> {
	for (const [id, value] of Object.entries(values)) await page.locator(`#${id}`).fill(value);
}

for (const [language, viewport] of [
	['fr', { width: 390, height: 844 }],
	['en', { width: 1440, height: 900 }]
] as const)
	test(`an empty installation is set up by its page (${language})`, async ({ web, browser }) => {
		const words = WORDS[language];
		const context = await browser.newContext({
			baseURL: web.url,
			locale: language === 'fr' ? 'fr-FR' : 'en-GB',
			timezoneId: 'Europe/Paris',
			viewport
		});
		const page = await context.newPage();
		await page.goto('/');
		await expect(page).toHaveURL(/\/setup$/);
		await expect(page.locator('h1')).toHaveText(words.title);
		await isAlive(page);
		await fits(page, 'the first run');
		expect(await findingsInBoth(page)).toEqual([]);
		await shot(page, `setup-${viewport.width}-${language}`);

		await fill(page, {
			code: 'AAAA-AAAA-AAAA',
			group: 'Chez Nino',
			owner: 'Nina Rossi',
			email: 'nina@nino.example',
			password: PASSWORD,
			shop: 'Nino Nîmes',
			street: '1 rue Haute',
			postcode: '30000',
			city: 'Nîmes',
			phone: '12',
			lat: '43,8367',
			lng: '4.3601',
			hours: '00:00-24:00 12:00-13:00'
		});
		await page.getByTestId('setup-save').click();
		await expect(page.locator('#phone-error')).toHaveText(words.phone);
		await expect(page.locator('#hours-error')).toHaveText(words.hours);
		await expect(page.locator('#phone')).toBeFocused();
		await shot(page, `setup-faults-${viewport.width}-${language}`);

		await fill(page, { phone: '0466000000', hours: '00:00-24:00' });
		await page.getByTestId('setup-save').click();
		await expect(page.locator('[role="alert"]')).toHaveText(words.code);
		// What was typed stays.
		await expect(page.locator('#group')).toHaveValue('Chez Nino');

		await fill(page, { code: setupCode(web.secret).toLowerCase() });
		await page.locator('#code').press('Enter');
		await expect(page).toHaveURL(/\/manage\/nino-nimes$/);
		await expect(page.getByTestId('header-shop')).toHaveText('Nino Nîmes');
		await shot(page, `setup-done-${viewport.width}-${language}`);

		await page.goto('/setup');
		await expect(page).toHaveURL(/\/(sign-in|manage)/);
		await page.goto('/');
		await expect(page).toHaveTitle(/^Chez Nino/);
		await context.close();
	});

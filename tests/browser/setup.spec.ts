import { hashPassword } from 'better-auth/crypto';
import { test as base, type Page } from '@playwright/test';
import { DEMO_COMPANIES } from '../../db/demo/companies.ts';
import { migrate } from '../../db/plumbing/migrate.ts';
import { createPool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import * as staff from '../../db/tables/staff.ts';
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
		phone: /Le téléphone n’est pas valable/,
		soon: 'ouvre bientôt'
	},
	en: {
		title: 'First run',
		code: /This is not the setup code/,
		hours: /The opening time is not valid/,
		phone: /The phone number is not valid/,
		soon: 'opens soon'
	}
} as const;
const PASSWORD = 'une-phrase-bien-longue';

const test = base.extend<{ web: ProductionWeb & { databaseUrl: string } }>({
	// eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
	web: async ({}, use) => {
		const database = await createEmpty(process.env.TEST_DATABASE_URL ?? '');
		await migrate(database.url);
		const web = await startProduction(database.url);
		await use({ ...web, databaseUrl: database.url });
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

/** Who can sign in to the kitchen; an invitation by mail has its own test. */
async function hireCook(databaseUrl: string, shop: string): Promise<void> {
	const pool = createPool(databaseUrl, { name: 'setup-test', max: 1 });
	const passwordHash = await hashPassword(PASSWORD);
	const cook = { id: 'luc', name: 'Luc Petit', email: 'luc@nino.example', language: 'fr' as const };
	await inTransaction(pool, 'setup', (tx) =>
		staff.add(tx, { ...cook, passwordHash, roles: [{ shop, role: 'cook' }] })
	);
	await pool.end();
}

const check = (page: Page, name: string) =>
	page.locator(`[data-testid="opening-check"][data-check="${name}"]`);

/** From the banner on the desk to a shop in which a customer can order. */
async function openShop(page: Page, databaseUrl: string, shop: string): Promise<void> {
	await page.getByTestId('preparing').getByRole('link').click();
	await expect(page).toHaveURL(/\/opening$/);
	const open = page.locator('[data-testid="opening-check"][data-done="false"]');
	await expect(open).toHaveCount(3);
	expect(await findingsInBoth(page)).toEqual([]);
	await shot(page, 'opening');
	await expect(page.getByTestId('opening-open')).toBeDisabled();

	await hireCook(databaseUrl, shop);
	await expect(check(page, 'cook')).toHaveAttribute('data-done', 'true');
	await check(page, 'company').getByRole('link').click();
	await isAlive(page);
	const { legalName, siret, vatNumber, ...address } = DEMO_COMPANIES.gare!;
	await fill(page, {
		...{ 'company-name': legalName, 'company-siret': siret, 'company-vat': vatNumber },
		...{ 'company-street': address.street, 'company-postcode': address.postcode },
		'company-city': address.city
	});
	await page.locator('#company-city').press('Enter');
	await expect(page.getByTestId('company-saved')).not.toBeEmpty();
	await page.goBack();
	await check(page, 'screen').getByRole('link').click();
	await expect(page).toHaveURL(/\/kitchen\//);
	await expect(page.getByTestId('screen')).toHaveAttribute('data-connection', 'live');
	await page.goBack();
	await expect(open).toHaveCount(0);
	await page.getByTestId('opening-open').press('Enter');
	await expect(page.getByTestId('opening-done')).toBeVisible();
	await expect(page.getByTestId('preparing')).toHaveCount(0);
}

for (const [language, viewport] of [
	['fr', { width: 390, height: 844 }],
	['en', { width: 1440, height: 900 }]
] as const)
	test(`an empty installation is set up by its page (${language})`, async ({ web, browser }) => {
		const words = WORDS[language];
		const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
		const context = await browser.newContext({
			baseURL: web.url,
			locale,
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

		const customer = await browser.newPage({ baseURL: web.url, locale });
		await customer.goto('/nino-nimes');
		await expect(customer.getByTestId('shop-closed')).toContainText(words.soon);
		await openShop(page, web.databaseUrl, 'nino-nimes');
		await fits(page, 'the opening');
		await shot(page, `opening-done-${viewport.width}-${language}`);
		await expect(async () => {
			await customer.reload();
			await expect(customer.getByTestId('shop-closed')).toBeHidden({ timeout: 1000 });
		}).toPass();
		await customer.close();

		await page.goto('/setup');
		await expect(page).toHaveURL(/\/(sign-in|manage)/);
		await page.goto('/');
		await expect(page).toHaveTitle(/^Chez Nino/);
		await context.close();
	});

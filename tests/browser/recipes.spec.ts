import type { Page } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: { order: 'Ordre', shown: 'Printanière' },
	en: { order: 'Order', shown: 'Spring' }
} as const;

const shot = async (page: Page, name: string) => {
	const folder = process.env.OFFICE_SHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

const rowOf = (page: Page, id: string) =>
	page.locator(`[data-testid="office-row"][data-id="${id}"]`);
const layer = (page: Page, ingredient: string) =>
	page.locator(`[data-testid="recipe-layer"][data-ingredient="${ingredient}"]`);

/** Opens a sheet by its button or row, once the page is alive. */
async function open(page: Page, path: string, what: (page: Page) => ReturnType<Page['locator']>) {
	await page.goto(path);
	await expect(async () => {
		await what(page).press('Enter');
		await expect(page.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
	}).toPass();
}

async function save(page: Page): Promise<void> {
	await page.getByTestId('office-effect').waitFor();
	await page.getByTestId('office-save').click();
	await expect(page.getByTestId('office-saved')).not.toBeEmpty();
}

/** The other tests count on the menu as it was. */
async function forget({ db }: House): Promise<void> {
	for (const table of ['product_off', 'product_option_group', 'recipe_step', 'product_size'])
		await db.query(`delete from ${table} where product_id = 'printaniere'`);
	await db.query(`delete from product where id = 'printaniere'`);
}

for (const language of ['fr', 'en'] as const satisfies Language[]) {
	const words = WORDS[language];

	test(`an owner makes a new pizza, gives it its recipe and sells it, in ${language}`, async ({
		house,
		people
	}) => {
		await forget(house);
		const page = await people.comes('owner', { language });
		await open(page, '/manage/gare/products', (at) => at.getByTestId('office-add'));
		await page.locator('#copy-of').selectOption('margherita');
		await expect(page.locator('#price-new')).toBeHidden();
		await page.locator('#name-fr').fill('Printanière');
		await page.locator('#name-en').fill('Spring');
		await save(page);
		await shot(page, `new-pizza-${language}`);

		const inList = (at: Page) => rowOf(at, 'printaniere').getByRole('button');
		await open(page, '/manage/gare/recipes?show=all&q=printaniere', inList);
		await layer(page, 'basil').getByTestId('recipe-remove').click();
		await expect(layer(page, 'basil')).toHaveCount(0);
		await page.locator('#recipe-add').selectOption('artichokes');
		await page.getByTestId('recipe-add').click();
		await page.locator('#artichokes-m').fill('beaucoup');
		await expect(page.getByTestId('field-error').first()).toBeVisible();
		await expect(page.getByTestId('office-save')).toBeDisabled();
		for (const size of ['s', 'm', 'l']) {
			const field = page.locator(`#artichokes-${size}`);
			if ((await field.count()) > 0) await field.fill('40');
		}
		const order = page.locator('[data-testid="office-change"][data-field="order"]');
		await expect(order).toContainText(words.order);
		await layer(page, 'artichokes').getByRole('button').first().click();
		expect(await findings(page)).toEqual([]);
		for (const width of [390, 1440]) {
			await page.setViewportSize({ width, height: 900 });
			await fits(page, `recipe at ${width} px`);
			await shot(page, `recipe-${width}-${language}`);
		}
		await save(page);

		await open(page, '/manage/gare/products?show=all&q=printaniere', inList);
		await page.getByTestId('office-archive').click();
		await expect(page.getByTestId('office-saved')).not.toBeEmpty();
		const customer = await people.comes('anybody', { language });
		await customer.goto('/gare');
		const card = customer.locator('[data-product="printaniere"]').first();
		await expect(card).toContainText(words.shown);
		await forget(house);
	});

	test(`an ingredient without known allergens says what it stops, in ${language}`, async ({
		house,
		people
	}) => {
		const page = await people.comes('owner', { language });
		const manager = await people.comes('manager', { language });
		await open(page, '/manage/gare/ingredients?q=capers', (at) =>
			rowOf(at, 'capers').getByRole('button')
		);
		await page.getByTestId('allergens-known').uncheck();
		await expect(
			page.locator('[data-testid="office-fact"][data-kind="products_unsold"]')
		).toBeVisible();
		expect(await findings(page)).toEqual([]);
		await shot(page, `ingredient-${language}`);
		await page.keyboard.press('Escape');
		await expect(page.getByTestId('office-unsaved')).toBeVisible();

		await open(manager, '/manage/gare/ingredients?q=capers', (at) =>
			rowOf(at, 'capers').getByRole('button')
		);
		await expect(manager.getByTestId('allergens-known')).toHaveCount(0);
		await expect(manager.getByTestId('office-add')).toHaveCount(0);
		const { rows } = await house.db.query<{ allergens: string[] | null }>(
			`select allergens from ingredient where id = 'capers'`
		);
		expect(rows[0]?.allergens).not.toBeNull();
	});
}

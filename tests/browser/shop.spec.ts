import type { Page } from '@playwright/test';
import { Shopper } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 390, height: 844 };

const products = (page: Page) => page.getByTestId('product');
const product = (page: Page, id: string) =>
	page.locator(`[data-testid="product"][data-product="${id}"]`);

test('the shops say how far they are from a street, without a script too', async ({ people }) => {
	const page = await people.comes('anybody', { javaScript: false, viewport: PHONE });
	await page.goto('/');
	await expect(page.getByTestId('distance')).toHaveCount(0);

	await page.locator('#near').fill('27 quai des mariniers');
	await page.getByTestId('near').locator('button[type=submit]').click();

	await expect(page.getByTestId('near-told')).toContainText('quai des Mariniers');
	await expect(page.getByTestId('shop').first()).toHaveAttribute('data-shop', 'port');
	await expect(page.getByTestId('distance')).toHaveCount(5);
	await page.goto('/?near=Atlantis');
	await expect(page.getByTestId('near-told')).toContainText('ne connaissons pas');
	await fits(page, 'the shops on a phone');
});

test('the position of the browser puts the nearest shop first', async ({ people }) => {
	const page = await people.comes('anybody');
	await page.context().grantPermissions(['geolocation']);
	await page.context().setGeolocation({ latitude: 43.6243, longitude: 3.8681 });
	await page.goto('/');

	await page.getByTestId('locate').click();

	await expect(page.getByTestId('shop').first()).toHaveAttribute('data-shop', 'lac');
});

test('a search finds by name and by ingredient, and the address keeps it', async ({ people }) => {
	const page = await people.comes('anybody', { viewport: PHONE });
	await page.goto('/gare');
	await new Shopper(page).menuIsReady();
	const all = await products(page).count();

	await page.getByTestId('search').fill('JAMBON');

	await expect(product(page, 'reine')).toBeVisible();
	await expect(product(page, 'margherita')).toHaveCount(0);
	const found = await products(page).count();
	expect(found).toBeGreaterThan(1);
	expect(found).toBeLessThan(all);
	await page.waitForURL('**/gare?q=JAMBON');
	await page.reload();
	await new Shopper(page).menuIsReady();
	await expect(products(page)).toHaveCount(found);

	await page.getByTestId('search').fill('ornithorynque');
	await expect(page.getByTestId('nothing-found')).toBeVisible();
	await fits(page, 'a search without a result');
});

test('an allergen to avoid takes away what has it, and warns of a choice that has', async ({
	people
}) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	await new Shopper(page).menuIsReady();

	await page.getByTestId('allergen-filter').click();
	await page.getByLabel('Œufs', { exact: true }).check();

	await expect(product(page, 'tiramisu')).toHaveCount(0);
	await expect(product(page, 'margherita')).toBeVisible();
	for (const text of await products(page).getByTestId('allergens').allTextContents())
		expect(text).not.toContain('Œufs');

	await product(page, 'margherita').getByTestId('choose').click();
	const dialog = page.getByTestId('dialog');
	await expect(dialog.getByTestId('avoided')).toHaveCount(0);
	await dialog.locator('summary', { hasText: 'Suppléments' }).click();
	await dialog.locator('input[value="extra-egg"]').check();
	await expect(dialog.getByTestId('avoided')).toContainText('Œufs');
});

for (const [language, words] of [
	['fr', { half: 'Moitié-moitié ?', name: 'Moitié-moitié', price: '12,90' }],
	['en', { half: 'Half and half?', name: 'Half and half', price: '12.90' }]
] as const)
	test(`half a pizza and half another is drawn, priced and kept (${language})`, async ({
		people
	}) => {
		const page = await people.comes('anybody', { language, viewport: PHONE });
		await page.goto('/gare');
		const shopper = new Shopper(page);
		await shopper.menuIsReady();
		await product(page, 'margherita').getByTestId('choose').click();
		const dialog = page.getByTestId('dialog');
		const picture = dialog.getByTestId('picture').locator('img');
		const whole = await picture.getAttribute('src');

		await dialog.locator('summary', { hasText: words.half }).click();
		await dialog.locator('[data-half="reine"]').click();

		expect(await picture.getAttribute('src')).not.toBe(whole);
		await expect(picture).toHaveAttribute('src', /margherita\..*~reine\./);
		await expect(dialog.getByTestId('add')).toContainText(words.price);
		await dialog.getByTestId('add').click();
		await page.getByTestId('basket-bar').click();
		await expect(shopper.basketLines).toHaveCount(1);
		await expect(shopper.basketLines).toContainText(words.name);
		await fits(page, 'the basket on a phone');

		await page.reload();
		await shopper.menuIsReady();
		await expect(shopper.basketLines).toContainText(words.name);
		await expect(shopper.total).toContainText(words.price);
	});

test('the builder is worked by the keyboard alone, and gives the focus back', async ({
	people
}) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	const choose = product(page, 'reine').getByTestId('choose');

	await choose.focus();
	await page.keyboard.press('Enter');
	const dialog = page.getByTestId('dialog');
	await expect(dialog).toBeVisible();
	await dialog.locator('input[name=size]:checked').focus();
	await page.keyboard.press('ArrowRight');
	await expect(dialog.locator('input[name=size][value=l]')).toBeChecked();
	await page.keyboard.press('Enter');

	await expect(dialog).toHaveCount(0);
	await expect(choose).toBeFocused();
	await expect(page.getByTestId('said')).toContainText('Reine');
	await expect(shopper.basketLines).toHaveCount(1);
	await choose.press('Enter');
	await page.keyboard.press('Escape');
	await expect(dialog).toHaveCount(0);
	await expect(choose).toBeFocused();
});

test('a line is changed where it stands, and counted up and down', async ({ people }) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	await shopper.add('reine');
	await shopper.add('cola');

	await shopper.basketLines.first().getByTestId('change-line').click();
	await page.getByTestId('dialog').locator('.size', { hasText: 'Grande' }).click();
	await page.getByTestId('dialog').getByTestId('add').click();

	await expect(shopper.basketLines).toHaveCount(2);
	await expect(shopper.basketLines.first()).toContainText('Grande');
	await shopper.basketLines.nth(1).getByRole('button').last().click();
	await expect(shopper.basketLines.nth(1).getByTestId('line-quantity')).toHaveText('2');
	await shopper.basketLines.first().getByRole('button').first().click();
	await expect(shopper.basketLines).toHaveCount(1);
});

test('what has sold out meanwhile is said, and taken out at a touch', async ({ house, people }) => {
	const page = await people.comes('anybody');
	await page.goto('/halles');
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	await shopper.add('tiramisu');
	await shopper.add('cola');
	await house.db.query(
		`update stock set quantity = 0 where shop_id = 'halles' and ingredient_id = 'tiramisu-pot'`
	);

	// What the stock allows may be a second old on a menu.
	await expect(async () => {
		await page.reload();
		await shopper.menuIsReady();
		await expect(product(page, 'tiramisu')).toHaveAttribute('data-sold-out', 'true', {
			timeout: 500
		});
	}).toPass({ timeout: 15_000 });

	await expect(product(page, 'tiramisu').getByTestId('choose')).toHaveCount(0);
	await expect(page.getByTestId('to-checkout')).toHaveCount(0);
	await page.getByTestId('gone').getByRole('button').click();
	await expect(shopper.basketLines).toHaveCount(1);
	await expect(page.getByTestId('to-checkout')).toBeVisible();
	await house.db.query(
		`update stock set quantity = 500 where shop_id = 'halles' and ingredient_id = 'tiramisu-pot'`
	);
});

for (const language of ['fr', 'en'] as const)
	test(`without a script a basket is filled, changed and found again (${language})`, async ({
		people
	}) => {
		const page = await people.comes('anybody', { language, javaScript: false, viewport: PHONE });
		const shopper = new Shopper(page);
		await page.goto('/gare?q=reine');
		await expect(product(page, 'margherita')).toHaveCount(0);

		await product(page, 'reine').getByTestId('choose').click();
		await page.locator('.size').last().click();
		await page.locator('summary').first().click();
		await page.locator('[data-half="margherita"]').click();
		await page.getByTestId('add').click();
		await expect(page).toHaveURL(/\/gare#basket$/);
		await expect(shopper.basketLines).toHaveCount(1);
		await expect(shopper.basketLines).toContainText('Margherita');
		await expect(shopper.total).toContainText('19');

		await page.goto('/gare');
		await product(page, 'cola').getByTestId('choose').click();
		await expect(shopper.basketLines).toHaveCount(2);
		await shopper.basketLines.first().getByRole('button').last().click();
		await expect(shopper.basketLines.first().getByTestId('line-quantity')).toHaveText('2');
		await shopper.basketLines.nth(1).getByRole('button').first().click();
		await expect(shopper.basketLines).toHaveCount(1);
		await page.getByTestId('to-checkout').click();
		await expect(page.locator('[data-screen="checkout"]')).toContainText('Margherita');
	});

test('without a script an impossible choice is refused in words and stays as it was chosen', async ({
	people
}) => {
	const page = await people.comes('anybody', { javaScript: false });
	await page.goto('/gare/choose/reine');

	await page.locator('.size').first().click();
	await page.locator('summary', { hasText: 'Pâte' }).click();
	await page.getByLabel(/Bord fourré/).check();
	await page.getByTestId('add').click();

	await expect(page.getByTestId('fault')).toContainText('pas possible');
	await expect(page.locator('input[name=size]').first()).toBeChecked();
});

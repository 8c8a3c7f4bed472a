import type { Page } from '@playwright/test';
import { Shopper } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 320, height: 700 };
const BASKET = encodeURIComponent(
	JSON.stringify([{ product: 'margherita', size: 'm', quantity: 2 }])
);

async function withBasket(page: Page, path: string): Promise<void> {
	await page.goto('/');
	const { hostname } = new URL(page.url());
	await page
		.context()
		.addCookies([{ name: 'basket', value: BASKET, domain: hostname, path: '/gare' }]);
	await page.goto(path);
}

async function near(page: Page, line: string): Promise<void> {
	await page.goto('/');
	await page.locator('#near').fill(line);
	await page.getByTestId('near').locator('button[type=submit]').click();
	await page.waitForURL(/near=/);
}

const checkoutIsReady = (page: Page) =>
	expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');

for (const javaScript of [true, false])
	test(`an address given on the first page is on the checkout (script: ${javaScript})`, async ({
		people
	}) => {
		const page = await people.comes('anybody', { javaScript });
		await near(page, '12 rue des tanneurs, 34999 Villeneuve-sur-Oc');
		await expect(page.getByTestId('near-told')).toContainText('12 rue des Tanneurs');
		await page.goto('/');
		await expect(page.locator('#near')).toHaveValue('12 rue des Tanneurs');

		await withBasket(page, '/gare/checkout');
		if (javaScript) await checkoutIsReady(page);

		await expect(page.locator('#street')).toHaveValue('12 rue des Tanneurs');
		await expect(page.locator('#postcode')).toHaveValue('34999');
		await expect(page.locator('#city')).toHaveValue('Villeneuve-sur-Oc');
		await page.reload();
		await expect(page.locator('#street')).toHaveValue('12 rue des Tanneurs');
		await near(page, '5 avenue de la République');
		await page.goto('/gare/checkout');
		await expect(page.locator('#street')).toHaveValue('5 avenue de la République');
	});

for (const [language, words] of [
	[
		'fr',
		{ unsure: 'Vouliez-vous dire', unknown: 'Nous ne connaissons pas', far: 'ne livrons pas' }
	],
	['en', { unsure: 'Did you mean', unknown: 'We can’t find', far: 'don’t deliver' }]
] as const)
	test(`a street that is not known is said and never replaced by another (${language})`, async ({
		people
	}) => {
		const page = await people.comes('anybody', { language, viewport: PHONE, javaScript: false });
		await near(page, '12 rue de la gare');
		await expect(page.getByTestId('near-told')).toContainText(words.unsure);
		await expect(page.getByTestId('distance')).toHaveCount(0);
		await fits(page, 'a street that is not known');

		await page
			.getByTestId('near-suggestions')
			.getByRole('link', { name: 'cours de la Gare' })
			.click();
		await expect(page.getByTestId('near-told')).toContainText('12 cours de la Gare');
		await expect(page.getByTestId('distance')).toHaveCount(5);

		await near(page, 'Paris');
		await expect(page.getByTestId('near-told')).toContainText(words.unknown);
		await expect(page.getByTestId('near-far')).toHaveCount(0);

		await near(page, '1 rue de Rivoli, 75001 Paris');
		await expect(page.getByTestId('near-far')).toContainText(words.far);
		await expect(page.getByTestId('near-told')).toHaveCount(0);
		await page.goto('/gare');
		await expect(page.getByTestId('too-far')).toBeVisible();
	});

test('streets are suggested while an address is typed', async ({ people }) => {
	const page = await people.comes('anybody');
	await page.goto('/');
	await expect(async () => {
		await page.locator('#near').fill('');
		await page.locator('#near').pressSequentially('12 tann');
		await expect(page.locator('#near-streets option')).toHaveAttribute(
			'value',
			'12 rue des Tanneurs',
			{ timeout: 2000 }
		);
	}).toPass();
});

test('the checkout asks for a pin where the street is not known, and refuses beside the button', async ({
	people
}) => {
	const page = await people.comes('anybody', { viewport: { width: 390, height: 844 } });
	await withBasket(page, '/gare/checkout');
	await checkoutIsReady(page);
	await page.locator('#name').fill('Camille Durand');
	await page.locator('#phone').fill('0639980101');
	await page.locator('#street').fill('7 chemin des Licornes');
	await page.locator('#name').focus();
	await expect(page.getByTestId('address-unknown')).toBeVisible();

	await page.getByTestId('place').click();

	const reason = page.getByTestId('fields-wrong');
	await expect(reason).toContainText('Nous ne connaissons pas cette adresse');
	const [said, button] = await Promise.all([
		reason.boundingBox(),
		page.getByTestId('place').boundingBox()
	]);
	expect((button?.y ?? 0) - (said?.y ?? 0)).toBeGreaterThan(0);
	expect((button?.y ?? 0) - (said?.y ?? 0)).toBeLessThan(300);
	await expect(page.locator('#street')).toBeFocused();

	await page.locator('#street').fill('12 rue des tanneur');
	await page.locator('#name').focus();
	await page.getByTestId('address-suggestions').getByRole('button').first().click();
	await expect(page.locator('#street')).toHaveValue('12 rue des Tanneurs');
	await expect(page.getByTestId('address-unknown')).toHaveCount(0);
	await new Shopper(page).placeOrder();
});

test('a basket below the minimum says what is missing, and its button is for collection', async ({
	people
}) => {
	const page = await people.comes('anybody', { viewport: { width: 390, height: 844 } });
	await page.goto('/gare');
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	await shopper.add('margherita');
	await page.getByTestId('basket-bar').click();
	await expect(page.getByTestId('below-minimum')).toContainText('3,10');
	await expect(page.getByTestId('to-checkout')).toHaveAttribute('data-way', 'collection');
	await fits(page, 'a basket below the minimum');

	await page.getByTestId('to-checkout').click();
	await checkoutIsReady(page);
	await expect(page.locator('[name="fulfilment"][value="collection"]')).toBeChecked();
	await expect(page.getByTestId('place')).toBeEnabled();
	await page.locator('[name="fulfilment"][value="delivery"]').check();
	await expect(page.getByTestId('place')).toBeDisabled();
	await expect(page.getByTestId('place')).toContainText('Il manque 3,10');
});

test('the button of the basket has the fee in its sum', async ({ people }) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	await shopper.add('margherita');
	await shopper.add('margherita');

	await expect(page.getByTestId('to-checkout')).toContainText('26,30');
	await page.getByTestId('to-checkout').click();
	await expect(page.getByTestId('total-delivery')).toContainText('26,30');
});

test('a slip in the search finds what was meant', async ({ people }) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	await new Shopper(page).menuIsReady();
	await page.getByTestId('search').fill('margarita');

	await expect(page.getByTestId('product')).toHaveCount(1);
	await expect(page.getByTestId('product')).toHaveAttribute('data-product', 'margherita');
	await expect(page.getByText('Voici ce qui s’en approche')).toBeVisible();
});

test('the keyboard skips the head of a page, and hears of which dish there is one more', async ({
	people
}) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	await new Shopper(page).menuIsReady();
	await page.keyboard.press('Tab');
	await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.locator('#content')).toBeFocused();

	await page.locator('[data-product="reine"]').getByTestId('choose').click();
	const dialog = page.getByTestId('dialog');
	await expect(dialog.getByRole('button', { name: 'Un de plus : Reine' })).toBeVisible();
	await dialog.locator('summary', { hasText: 'Moitié-moitié' }).click();
	expect(
		await dialog
			.getByRole('group')
			.filter({ has: page.locator('.half') })
			.count()
	).toBeGreaterThan(1);
});

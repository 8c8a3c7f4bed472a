import type { Page } from '@playwright/test';
import { aPng } from '../support/pages/pictures.ts';
import { expect, test } from './house.ts';

const file = (name: string, mimeType: string, buffer: Uint8Array) => ({
	name,
	mimeType,
	buffer: Buffer.from(buffer)
});

/** The browser has got a picture and could read it. */
const isShown = (page: Page, selector: string) =>
	expect
		.poll(() =>
			page.locator(selector).evaluate((image) => (image as HTMLImageElement).naturalWidth)
		)
		.toBeGreaterThan(0);

for (const [language, sent, alt] of [
	['fr', 'Photo en ligne', 'Photo : Reine'],
	['en', 'Photo online', 'Photo: Reine']
] as const)
	test(`a manager's photo stands for the drawing until it is taken off again: ${language}`, async ({
		people
	}) => {
		const desk = await people.comes('manager', { language });
		await desk.goto('/manage/gare/menu');
		const row = desk.locator('[data-testid="product-photo"][data-product="reine"]');
		await row
			.getByTestId('photo-file')
			.setInputFiles(file('reine.png', 'image/png', aPng(1200, 700)));

		await expect(desk.getByText(sent)).toBeVisible();
		await expect(row).toHaveAttribute('data-photo', /^[0-9a-f]{64}$/);
		await isShown(desk, '[data-product="reine"] img');
		await desk.screenshot({ path: `test-results/screens/menu-photos-${language}.png` });

		const customer = await people.comes('anybody', { language });
		await customer.goto('/gare');
		const picture = customer.getByRole('img', { name: alt });
		await expect(picture.first()).toHaveAttribute('src', /^\/api\/photos\//);

		await row.getByTestId('photo-drop').click();
		await expect(row).toHaveAttribute('data-photo', '');
		await customer.reload();
		await expect(picture).toHaveCount(0);
	});

test('what is no photo is refused in words, and the drawing stays', async ({ people }) => {
	const desk = await people.comes('manager');
	await desk.goto('/manage/gare/menu');
	const row = desk.locator('[data-testid="product-photo"][data-product="reine"]');
	const choose = row.getByTestId('photo-file');

	await choose.setInputFiles(
		file('reine.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
	);
	await expect(desk.getByText('Envoyez une photo JPEG, PNG ou WebP.')).toBeVisible();
	await choose.setInputFiles(file('reine.png', 'image/png', aPng(150, 150)));
	await expect(desk.getByText('au moins 200 pixels')).toBeVisible();
	await expect(row).toHaveAttribute('data-photo', '');
});

test('the photos are for managers', async ({ people }) => {
	const page = await people.comes('cook');
	await page.goto('/manage/gare/menu');

	await expect(page.getByTestId('product-photo')).toHaveCount(0);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

import type { Page } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		wrong: /Le prix n’est pas valable|Le prix n’atteint pas/,
		typed: '3,10',
		shown: /3,10\s*€/,
		conflict: /Dernière modification par/,
		line: /Ligne 2, price/,
		imported: 'Le fichier est importé.'
	},
	en: {
		wrong: /The price is (not valid|below the minimum)/,
		typed: '3.20',
		shown: /€3\.20/,
		conflict: /Last edited by/,
		line: /Line 2, price/,
		imported: 'The file is imported.'
	}
} as const;

const shot = async (page: Page, name: string) => {
	const folder = process.env.OFFICE_SHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

const rowOf = (page: Page, id: string) =>
	page.locator(`[data-testid="office-row"][data-id="${id}"]`);

/** Opens the sheet of a product by keyboard: search, down to its name, Enter. */
async function openByKeyboard(page: Page, words: string): Promise<void> {
	await page.goto(`/manage/gare/products`);
	await expect(page.getByTestId('office-row').first()).toBeVisible();
	await expect(async () => {
		await page.keyboard.press('/');
		await expect(page.getByTestId('office-search')).toBeFocused({ timeout: 500 });
	}).toPass();
	await page.keyboard.type(words);
	await page.keyboard.press('Enter');
	await expect(rowOf(page, 'margherita')).toBeHidden();
	await page.getByTestId('office-row').first().getByRole('button').focus();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowUp');
	await expect(rowOf(page, 'cola').getByRole('button')).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByTestId('office-form')).toBeVisible();
}

const ofCola = ({ db }: House) =>
	db.query(`update product_size set price_minor = 220 where product_id = 'cola'`);

for (const language of ['fr', 'en'] as const satisfies Language[]) {
	const words = WORDS[language];

	test(`a price is changed by keyboard, and the customer sees it, in ${language}`, async ({
		house,
		people
	}) => {
		await ofCola(house);
		const customer = await people.comes('anybody', { language });
		await customer.goto('/gare');
		const page = await people.comes('owner', { language });
		await openByKeyboard(page, 'cola');

		await page.locator('#price-one').focus();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.type('0');
		await expect(page.getByTestId('field-error')).toHaveText(words.wrong);
		await expect(page.getByTestId('office-save')).toBeDisabled();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.type(words.typed);
		const change = page.locator('[data-testid="office-change"][data-field="sizes.one.priceMinor"]');
		await expect(change.locator('strong')).toHaveText(words.shown);
		await expect(
			page.locator('[data-testid="office-fact"][data-kind="shops_follow"]')
		).toBeVisible();
		await shot(page, `sheet-${language}`);
		expect(await findings(page)).toEqual([]);
		await page.keyboard.press('Escape');
		await expect(page.getByTestId('office-unsaved')).toBeVisible();
		await page.keyboard.press('Enter');
		await expect(page.getByTestId('office-saved')).not.toBeEmpty();
		await page.keyboard.press('Escape');
		await expect(page.getByTestId('office-form')).toBeHidden();
		await expect(rowOf(page, 'cola').getByRole('button')).toBeFocused();
		await expect(rowOf(page, 'cola')).toContainText(words.shown);

		await customer.reload();
		await expect(customer.locator('[data-product="cola"]').first()).toContainText(words.shown);
		for (const width of [390, 1024, 1440]) {
			await page.setViewportSize({ width, height: 900 });
			await page.goto('/manage/gare/products');
			await fits(page, `products at ${width} px`);
			await shot(page, `list-${width}-${language}`);
		}
	});

	test(`two people edit one product: the second is told, and loses nothing, in ${language}`, async ({
		house,
		people
	}) => {
		await ofCola(house);
		const owner = await people.comes('owner', { language });
		const manager = await people.comes('manager', { language });
		await Promise.all([openByKeyboard(owner, 'cola'), openByKeyboard(manager, 'cola')]);
		await manager.locator('#here-one').fill(words.typed);
		await manager.getByTestId('office-effect').waitFor();
		await owner.locator('#price-one').fill('2.90');
		await owner.getByTestId('office-effect').waitFor();
		await owner.getByTestId('office-save').click();
		await expect(owner.getByTestId('office-saved')).not.toBeEmpty();

		await manager.getByTestId('office-save').click();
		await expect(manager.getByTestId('office-conflict')).toContainText(words.conflict);
		await expect(manager.locator('#here-one')).toHaveValue(words.typed);
		await expect(manager.locator('#price-one')).toHaveValue(/2[.,]90/);
		await shot(manager, `conflict-${language}`);
		await manager.getByTestId('office-effect').waitFor();
		await manager.getByTestId('office-save').click();
		await expect(manager.getByTestId('office-saved')).not.toBeEmpty();
		await manager.getByTestId('office-log').click();
		await expect(manager.getByTestId('office-entry').first()).toContainText(words.shown);
		await house.db.query(`delete from shop_price where product_id = 'cola'`);
	});

	test(`a bad file names its lines and saves nothing, in ${language}`, async ({
		house,
		people
	}) => {
		await ofCola(house);
		const page = await people.comes('owner', { language });
		await page.goto('/manage/gare/products');
		const answer = await page.request.get('/api/admin/products?shop=gare&format=csv');
		const file = await answer.text();
		const [head = '', ...rows] = file.split('\r\n');
		const cola = rows.find((row) => row.startsWith('cola,')) ?? '';
		const give = (text: string) =>
			page.locator('#office-import').setInputFiles({
				name: 'products.csv',
				mimeType: 'text/csv',
				buffer: Buffer.from(text)
			});
		await expect(async () => {
			await give([head, cola.replace('2.20', 'cher')].join('\r\n'));
			await expect(page.getByTestId('import-fault').first()).toHaveText(words.line, {
				timeout: 2000
			});
		}).toPass();
		await expect(page.getByTestId('import-save')).toBeHidden();
		await shot(page, `import-${language}`);

		await give([head, cola.replace('2.20', '2.40')].join('\r\n'));
		await expect(page.getByTestId('import-counts')).toContainText('1');
		await page.getByTestId('import-save').click();
		await expect(page.getByTestId('import-counts')).toContainText(words.imported);
		const { rows: prices } = await house.db.query<{ price_minor: number }>(
			`select price_minor from product_size where product_id = 'cola'`
		);
		expect(prices).toEqual([{ price_minor: 240 }]);
		await ofCola(house);
	});
}

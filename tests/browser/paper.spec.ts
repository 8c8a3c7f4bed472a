import type { Page } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { Shopper, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 390, height: 844 };
const WORDS = {
	fr: {
		wrong: /Ce code promo n’existe pas/,
		receipt: 'Reçu',
		vat: 'TVA',
		other: 'Receipt'
	},
	en: {
		wrong: /This promo code does not exist/,
		receipt: 'Receipt',
		vat: 'VAT',
		other: 'Reçu'
	}
} as const;

async function aCode(house: House, code: string): Promise<void> {
	await house.db.query(
		`insert into promo_code (code, kind, value, created_by) values ($1, 'percent', 10, 'test')`,
		[code]
	);
}

const shot = async (page: Page, name: string) => {
	const folder = process.env.PAPER_SHOTS;
	if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

/** The pages of a PDF: Chromium writes their objects uncompressed. */
const pagesIn = (pdf: Buffer): number =>
	[...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;

for (const language of ['fr', 'en'] as const satisfies Language[]) {
	const words = WORDS[language];
	test(`a code at the checkout, the price it gives, and the receipt, in ${language}`, async ({
		house,
		people
	}) => {
		const code = `PAPER-${language.toUpperCase()}`;
		await aCode(house, code);
		const page = await people.comes('anybody', { language });
		const shopper = new Shopper(page);
		await shopper.chooseShop('gare');
		for (let n = 0; n < 2; n++) await shopper.add('margherita');
		const phone = language === 'fr' ? '06 39 98 01 81' : '06 39 98 01 82';
		await shopper.fillIn({ name: 'Camille Durand', phone, street: '3 rue des Tanneurs' });
		await page.setViewportSize(PHONE);
		await page.locator('[name="fulfilment"][value="collection"]').check();
		const form = page.getByTestId('code');
		await expect(page.locator('#code')).toBeHidden();
		await form.locator('summary').click();
		await page.locator('#code').fill('NO-SUCH-CODE');
		await page.getByTestId('apply-code').click();
		await expect(page.getByTestId('field-error')).toHaveText(words.wrong);
		await fits(page, 'checkout with a wrong code at 390 px');
		await shot(page, `code-wrong-${language}`);

		const before = await page.getByTestId('total-collection').innerText();
		await page.locator('#code').fill(code.toLowerCase());
		await page.getByTestId('apply-code').click();
		await expect(page.getByTestId('code-applied')).toHaveText(/\d/);
		await expect(page.getByTestId('discount-collection')).toBeVisible();
		const total = await page.getByTestId('total-collection').innerText();
		expect(total).not.toBe(before);
		await fits(page, 'checkout with a code at 390 px');
		await shot(page, `code-applied-${language}`);
		expect(await findings(page)).toEqual([]);

		const token = await shopper.placeOrder();
		await new Tracking(page).isLive();
		await expect(page.getByTestId('discount')).toBeVisible();
		await expect(page.getByTestId('total')).toHaveText(total);
		const id = (await page.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';
		await house.act('manager', id, 'accept', 'start', 'bake', 'box', 'collect');
		await page.getByTestId('receipt-link').click();
		await expect(page.getByTestId('paper')).toBeVisible();

		const paper = page.getByTestId('paper');
		await expect(paper).toContainText(words.receipt);
		await expect(paper).toContainText('SIRET 99912004100010');
		await expect(page.getByTestId('paper-discount')).toContainText(code);
		await expect(page.getByTestId('paper-total')).toHaveText(total);
		await expect(page.getByTestId('paper-vat')).toContainText(words.vat);
		await fits(page, 'receipt at 390 px');
		await shot(page, `receipt-${language}`);
		expect(await findings(page)).toEqual([]);
		await page.getByTestId('paper-language').click();
		await expect(paper).toContainText(words.other);
		await page.goto(`/track/${token}/receipt`);

		await page.emulateMedia({ media: 'print' });
		await expect(page.getByTestId('paper-print')).toBeHidden();
		await expect(page.locator('body')).toContainText('SIRET 99912004100010');
		expect(pagesIn(await page.pdf({ format: 'A4' }))).toBe(1);
		expect(pagesIn(await page.pdf({ width: '80mm', height: '297mm' }))).toBe(1);
		await shot(page, `receipt-print-${language}`);
	});
}

test('a manager adds a code and ends it; the owner names the company', async ({ people, house }, {
	repeatEachIndex
}) => {
	const code = `BIENVENUE-${repeatEachIndex}`;
	const page = await people.comes('manager');
	await page.goto('/manage/gare/codes');
	await page.locator('#code-name').fill(code.toLowerCase());
	await page.locator('#code-kind').selectOption('amount');
	await page.locator('#code-value').fill('beaucoup');
	await page.getByTestId('add-code').locator('[type="submit"]').click();
	await expect(page.getByTestId('field-error')).toContainText('un nombre, comme 10');
	await page.locator('#code-value').fill('5,00');
	await page.getByTestId('add-code').locator('[type="submit"]').click();
	await expect(page.getByTestId('code-added')).toContainText(code);
	const row = page.locator(`[data-code="${code}"]`);
	await expect(row).toContainText('5,00');
	await shot(page, 'codes');
	expect(await findings(page)).toEqual([]);
	await row.getByTestId('end-code').click();
	await expect(row.getByTestId('end-code')).toHaveCount(0);

	const owner = await people.comes('owner', { language: 'en' });
	await owner.goto('/manage/gare/codes');
	await owner.getByTestId('staff-header').getByRole('link', { name: 'Company' }).click();
	await expect(owner).toHaveURL(/\/manage\/gare\/company$/);
	await owner.locator('#company-siret').fill('99912004100011');
	await owner.getByTestId('company').locator('[type="submit"]').click();
	await expect(owner.getByTestId('field-error')).toContainText('14 digits');
	await shot(owner, 'company');
	expect(await findings(owner)).toEqual([]);
	await owner.locator('#company-siret').fill('999 120 041 00010');
	await owner.getByTestId('company').locator('[type="submit"]').click();
	await expect(owner.getByTestId('company-saved')).toHaveText('Saved.');

	await house.db.query(`delete from company where shop_id = 'halles'`);
	await owner.goto('/manage/halles');
	await expect(owner.getByTestId('no-company')).toContainText('no receipt can be numbered');
	await owner.getByTestId('no-company').getByRole('link').click();
	await expect(owner).toHaveURL(/\/manage\/halles\/company$/);
	await owner.goto('/manage/gare');
	await expect(owner.getByTestId('no-company')).toHaveCount(0);
});

test('before its script runs, a form that only scripts can send takes nothing', async ({
	people
}) => {
	const page = await people.comes('owner', { javaScript: false });
	for (const path of ['/manage/gare/codes', '/manage/gare/company', '/manage']) {
		await page.goto(path);
		const form = page.locator('form:has(fieldset)');
		await expect(form.locator('input').first()).toBeDisabled();
		await expect(form.locator('[type="submit"]')).toBeDisabled();
	}
});

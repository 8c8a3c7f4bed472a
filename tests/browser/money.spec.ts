import { readFile } from 'node:fs/promises';
import { findingsInBoth } from '../support/pages/axe.ts';
import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';

const WORDS = {
	fr: {
		open: 'Ouverte',
		closed: 'Clôturée',
		cash: 'Espèces',
		sold: /^36,40\s€$/,
		only: 'que sur cette page'
	},
	en: { open: 'Open', closed: 'Closed', cash: 'Cash', sold: /^€36\.40$/, only: 'on this page only' }
} as const;
const SHOPS = { fr: 'lac', en: 'halles' } as const;

/** Movements of today, as psql could insert them: the database numbers and seals them. */
async function move({ db }: House, shop: string, order: string | null): Promise<void> {
	await db.query(
		`insert into ledger (shop_id, kind, debit, credit, amount_minor, currency, order_id, vat, note)
			values ($1, 'cash', 'till', 'sales', 2640, 'EUR', $2,
					'[{"rate": 55, "grossMinor": 300, "vatMinor": 16}, {"rate": 100, "grossMinor": 2340, "vatMinor": 213}]', null),
				($1, 'terminal', 'terminal', 'sales', 1000, 'EUR', null,
					'[{"rate": 100, "grossMinor": 1000, "vatMinor": 91}]', 'ticket 14'),
				($1, 'tip', 'till', 'tips', 150, 'EUR', null, null, null)`,
		[shop, order]
	);
}

for (const language of ['fr', 'en'] as const satisfies readonly Language[])
	test(`a day is read, taken as a file and closed for good (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const shop = SHOPS[language];
		const page = await people.comes('owner', { language, viewport: { width: 1440, height: 900 } });
		await page.goto(`/manage/${shop}/money`);
		await expect(page.getByTestId('empty')).toBeVisible();
		await expect(page.getByTestId('close-day')).toHaveCount(0);
		await expect(page.locator('main')).toContainText('NF525');
		expect(await findingsInBoth(page)).toEqual([]);

		const { order } = await house.place();
		await move(house, shop, order.id);
		await page.reload();
		await expect(page.getByTestId('movement')).toHaveCount(3);
		await expect(page.getByTestId('by-kind')).toContainText(words.cash);
		await expect(page.getByTestId('sold')).toHaveText(words.sold);
		await expect(page.getByTestId('by-vat').getByRole('row')).toHaveCount(4);
		await expect(page.getByTestId('open')).toHaveText(words.open);
		const link = page.getByTestId('movement').first().getByRole('link');
		await expect(link).toHaveAttribute('href', `/manage/${shop}/orders/${order.id}`);
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			page.getByTestId('csv').click()
		]);
		expect(file.suggestedFilename()).toMatch(new RegExp(`^${shop}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
		expect(await readFile(await file.path(), 'utf8')).toContain(
			`,${words.cash},till,sales,26.40,EUR,`
		);

		await page.getByTestId('close-day').click();
		const dialog = page.getByTestId('dialog');
		await expect(dialog.getByTestId('sold')).toHaveText(words.sold);
		expect(await findingsInBoth(page)).toEqual([]);
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
		await expect(page.getByTestId('open')).toBeVisible();
		await page.getByTestId('close-day').click();
		await page.getByTestId('confirm-close').click();

		await expect(page.getByTestId('closed')).toHaveText(words.closed);
		await expect(page.getByTestId('seal')).toHaveText(/^[0-9a-f]{64}$/);
		await expect(page.getByTestId('close-day')).toHaveCount(0);
		await expect(async () => {
			await page.reload();
			await expect(page.getByTestId('seal-copies')).toContainText(words.only, { timeout: 500 });
		}).toPass();
		expect(await findingsInBoth(page)).toEqual([]);

		await page.getByTestId('day-before').click();
		await expect(page.getByTestId('empty')).toBeVisible();
		await page.getByTestId('day-today').click();
		await expect(page.getByTestId('closed')).toBeVisible();
		await page.emulateMedia({ media: 'print' });
		await expect(page.getByTestId('csv')).toBeHidden();
		await expect(page.getByTestId('staff-header')).toBeHidden();
		await expect(page.getByTestId('seal')).toBeVisible();
	});

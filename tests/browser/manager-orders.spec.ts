import { readFile } from 'node:fs/promises';
import { Manager } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import type { Language } from './house.ts';

const WORDS = {
	fr: {
		hint: 'les 90 derniers jours, sauf si',
		none: 'Aucune commande pour',
		wrong: 'La fin n’est pas valable.',
		csv: 'Annulée'
	},
	en: {
		hint: 'the last 90 days, unless',
		none: 'No order for',
		wrong: 'The end is not valid.',
		csv: 'Cancelled'
	}
} as const;
const WIDE = { width: 1440, height: 900 };

for (const language of ['fr', 'en'] as const satisfies readonly Language[])
	test(`a finished order is found from the desk by keyboard (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const customer = { name: `=Solange Ápte-${language}`, phone: '+33639980412' };
		const { order } = await house.place({ customer });
		const { order: second } = await house.place({ customer });
		for (const { id } of [order, second]) await house.act('manager', id, 'cancel');
		const page = await people.comes('manager', { language, viewport: WIDE });
		await new Manager(page).at('gare');

		await page.keyboard.press('/');
		await expect(page.getByTestId('desk-search')).toBeFocused();
		await page.keyboard.type(`apte-${language}`);
		await page.keyboard.press('Enter');
		const rows = page.getByTestId('found');
		await expect(rows).toHaveCount(2);
		await expect(rows.first()).toContainText(customer.name);
		await expect(page.locator('main')).toContainText(words.hint);

		// From the search down to the second row, which Enter opens; from there back to the same search.
		await page.locator('body').click({ position: { x: 5, y: 300 } });
		await page.keyboard.press('/');
		await expect(page.getByTestId('orders-search')).toBeFocused();
		await page.keyboard.press('ArrowDown');
		await expect(rows.first().getByRole('link').first()).toBeFocused();
		await page.keyboard.press('ArrowDown');
		await expect(rows.nth(1).getByRole('link').first()).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(page.locator('[data-screen="timeline"] h1')).toContainText(String(order.number));
		await page.locator('[data-screen="timeline"] a').first().click();
		await expect(page.getByTestId('orders-search')).toHaveValue(`apte-${language}`);
		await expect(rows).toHaveCount(2);

		const [download] = await Promise.all([
			page.waitForEvent('download'),
			page.getByTestId('csv').click()
		]);
		expect(download.suggestedFilename()).toBe('gare-orders.csv');
		const file = await readFile(await download.path(), 'utf8');
		expect(file).toContain(words.csv);
		expect(file).toContain(`'=Solange Ápte-${language}`);

		await page.getByTestId('orders-status').selectOption('delivered');
		await page.getByTestId('orders-find').click();
		await expect(page.locator('main')).toContainText(words.none);
		await page.getByTestId('orders-clear').click();
		await expect(page.locator(`[data-order-id="${order.id}"]`)).toBeVisible();

		await page.goto('/manage/gare/orders?from=2026-02-03&to=2026-02-01');
		await expect(page.getByRole('alert')).toContainText(words.wrong);
		await expect(page.locator('input[name="to"]')).toHaveValue('2026-02-01');
		await page.goto('/manage/gare/history?q=xyz-unknown');
		await expect(page.locator('main')).toContainText(words.none);
		await page.getByTestId('all-years').click();
		await expect(page).toHaveURL(/from=2000-01-01/);
		await page.goto('/manage/gare/orders?day=2026-02-03');
		await page.getByTestId('day-before').click();
		await expect(page).toHaveURL(/day=2026-02-02/);
	});

test('an owner searches all shops, a counter the own one, and a cook none', async ({
	house,
	people
}) => {
	const { order } = await house.place({ customer: { name: 'Odon Group', phone: '0639980413' } });
	const owner = await people.comes('owner', { language: 'en', viewport: WIDE });
	await owner.goto('/manage/orders?q=odon');
	const row = owner.getByTestId('found');
	await expect(row).toHaveAttribute('data-order-id', order.id);
	await row.getByRole('link').first().click();
	await owner.locator('[data-screen="timeline"] a').first().click();
	await expect(owner).toHaveURL(/\/manage\/orders\?q=odon$/);

	const counter = await people.comes('counter', { language: 'en', viewport: WIDE });
	await counter.goto('/manage/gare/orders?q=odon');
	await expect(counter.getByTestId('found')).toHaveCount(1);
	await expect(counter.getByTestId('all-shops')).toHaveCount(0);
	expect((await counter.goto('/manage/halles/orders'))?.status()).toBe(403);

	const cook = await people.comes('cook', { language: 'en', viewport: WIDE });
	expect((await cook.goto('/manage/gare/orders'))?.status()).toBe(403);
	expect((await cook.goto('/manage/orders'))?.status()).toBe(403);
});

import type { Page } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		...{ count: 'Inventaire', transfer: 'Transfert', none: 'Épuisé', low: 'Bas' },
		...{ short: 'Il n’y en a pas autant en stock.', typed: '12 500', shown: /12\s500\sg/ }
	},
	en: {
		...{ count: 'Count', transfer: 'Transfer', none: 'None left', low: 'Low' },
		...{ short: 'There is not that much in stock.', typed: '12 500', shown: /12,500\sg/ }
	}
} as const;

const rowOf = (page: Page, id: string) =>
	page.locator(`[data-testid="office-row"][data-id="${id}"]`);
const makeable = (page: Page, id: string) =>
	page.locator(`[data-testid="makeable-row"][data-id="${id}"]`);

async function open(page: Page, id: string, name: string): Promise<void> {
	await page.goto(`/manage/gare/stock?q=${id}`);
	await expect(async () => {
		await rowOf(page, id).getByRole('button', { name }).press('Enter');
		await expect(page.getByTestId('office-form')).toBeVisible({ timeout: 1000 });
	}).toPass();
}

async function enter(page: Page, kind: string, quantity: string): Promise<void> {
	await page.locator('#entry-kind').selectOption({ label: kind });
	await page.locator('#entry-quantity').fill(quantity);
}

async function save(page: Page): Promise<void> {
	await page.getByTestId('office-effect').waitFor();
	await page.locator('#entry-quantity').press('Enter');
	await expect(page.getByTestId('office-saved')).not.toBeEmpty();
}

/** What the tests of other languages and files count on. */
const refill = ({ db }: House) =>
	db.query(
		`with more as (update stock set threshold = null, quantity = greatest(quantity, 1000000)
				where ingredient_id in ('basil', 'mozzarella') returning shop_id, ingredient_id)
			insert into stock_movement (shop_id, ingredient_id, delta, reason)
			select m.shop_id, m.ingredient_id, s.quantity - coalesce(sum(o.delta), 0), 'count'
			from more m join stock s using (shop_id, ingredient_id)
				left join stock_movement o using (shop_id, ingredient_id)
			group by m.shop_id, m.ingredient_id, s.quantity`
	);

for (const language of ['fr', 'en'] as const satisfies Language[]) {
	const words = WORDS[language];
	const name = { fr: 'Mozzarella', en: 'Mozzarella' }[language];

	test(`a count by keyboard sells out what needs the ingredient, a delivery brings it back, in ${language}`, async ({
		house,
		people
	}) => {
		await refill(house);
		const page = await people.comes('manager', { language });
		const customer = await people.comes('anybody', { language });
		await open(page, 'mozzarella', name);
		await enter(page, words.count, '0');
		await page.locator('#threshold').fill('800');
		await save(page);
		await page.getByTestId('office-log').click();
		await expect(page.getByTestId('office-entry').first()).toContainText(words.count);
		await page.keyboard.press('Escape');
		await expect(rowOf(page, 'mozzarella')).toContainText(words.none);
		await expect(makeable(page, 'margherita')).toContainText(words.none);
		await customer.goto('/gare');
		const margherita = customer.locator('[data-product="margherita"]').first();
		await expect(margherita).toHaveAttribute('data-sold-out', 'true');

		await open(page, 'mozzarella', name);
		await page.locator('#entry-quantity').fill(words.typed);
		await expect(
			page.locator('[data-testid="office-change"][data-field="quantity"] strong')
		).toHaveText(words.shown);
		expect(await findings(page)).toEqual([]);
		await save(page);
		await page.keyboard.press('Escape');
		await expect(rowOf(page, 'mozzarella')).toContainText(words.shown);
		await expect(makeable(page, 'margherita')).not.toContainText(words.none);
		await expect(async () => {
			await customer.reload();
			await expect(margherita).toHaveAttribute('data-sold-out', 'false', { timeout: 1000 });
		}).toPass();
		for (const width of [390, 1024, 1440]) {
			await page.setViewportSize({ width, height: 900 });
			await page.goto('/manage/gare/stock');
			await fits(page, `stock at ${width} px`);
		}
		await refill(house);
	});

	test(`a transfer asks for a shop that can be read, and more than there is is refused, in ${language}`, async ({
		house,
		people
	}) => {
		await refill(house);
		const page = await people.comes('manager', { language });
		await open(page, 'mozzarella', name);
		await page.locator('#entry-quantity').fill('beaucoup');
		await expect(page.getByTestId('field-error')).toBeVisible();
		await expect(page.getByTestId('office-save')).toBeDisabled();
		const transfer = page.locator('#entry-kind option', { hasText: words.transfer });
		await expect(transfer).toHaveCount(1);
		await enter(page, words.transfer, '99000000');
		await page.locator('#entry-to').selectOption('halles');
		await expect(page.getByTestId('field-error')).toHaveText(words.short);
		await page.locator('#entry-quantity').fill('250');
		await save(page);
		const { rows } = await house.db.query<{ shop_id: string; delta: string }>(
			`select shop_id, delta from stock_movement where reason = 'transfer' order by id desc limit 2`
		);
		expect(new Set(rows.map(({ shop_id, delta }) => `${shop_id} ${delta}`))).toEqual(
			new Set(['gare -250', 'halles 250'])
		);
		await refill(house);
	});

	test(`what orders take is on the screen without a reload, in ${language}`, async ({
		house,
		people
	}) => {
		await refill(house);
		const page = await people.comes('manager', { language });
		await page.goto('/manage/gare/stock?q=mozzarella');
		const cell = rowOf(page, 'mozzarella').locator('td').first();
		const before = await cell.textContent();
		await house.place({ lines: [{ product: 'margherita', size: 'm', quantity: 3 }] });
		await expect(cell).not.toHaveText(before ?? '', { timeout: 40_000 });
	});
}

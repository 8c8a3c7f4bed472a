import type { Page } from '@playwright/test';
import { expect, test, type House } from './house.ts';
import { findings } from '../support/pages/axe.ts';
import { fits } from './scene.ts';

/** The screen above the counter, as a customer who waits for a pizza sees it. */

const READY = '/gare/ready';

const collection = async (house: House) => {
	const { order } = await house.place({ fulfilment: 'collection', address: undefined });
	return order;
};
const isLive = (page: Page) =>
	expect(page.getByTestId('screen')).toHaveAttribute('data-connection', 'live');
const column = (page: Page, name: string) => page.getByRole('region', { name });

for (const { language, ready, making } of [
	{ language: 'fr', ready: 'Prêtes à retirer', making: 'En préparation' },
	{ language: 'en', ready: 'Ready to collect', making: 'Being made' }
] as const)
	test(`a number is called when its order is ready, and goes when it is handed over (${language})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('anybody', {
			language,
			viewport: { width: 1920, height: 1080 }
		});
		await page.goto(READY);
		await isLive(page);
		const order = await collection(house);
		const delivered = await house.place();
		await house.act('cook', delivered.order.id, 'accept');
		const number = String(order.number);
		const isIn = (name: string) =>
			expect(column(page, name).getByText(number, { exact: true })).toBeVisible();

		await expect(page.locator(`[data-order-id="${order.id}"]`)).toHaveCount(0);
		await house.act('cook', order.id, 'accept');
		await isIn(making);
		await house.act('cook', order.id, 'start', 'bake', 'box');
		await isIn(ready);
		await expect(column(page, making).getByText(number, { exact: true })).toHaveCount(0);
		await fits(page, 'the counter board');
		expect(await findings(page)).toEqual([]);

		await house.act('counter', order.id, 'collect');
		await expect(page.locator(`[data-order-id="${order.id}"]`)).toHaveCount(0);
		// An order to deliver was never on it.
		await expect(page.locator(`[data-order-id="${delivered.order.id}"]`)).toHaveCount(0);
	});

test('the first content has the numbers without a script, and nothing of the customer', async ({
	house
}) => {
	const order = await collection(house);
	await house.act('cook', order.id, 'accept');

	let html = '';
	// The hub hears of the step a moment after its answer.
	await expect(async () => {
		const answer = await fetch(house.url + READY, { headers: { 'accept-language': 'fr' } });
		html = await answer.text();
		expect(answer.status).toBe(200);
		expect(html).toContain(`data-number="${order.number}"`);
	}).toPass({ timeout: 5000 });
	const known = await house.db.query<{ name: string }>(
		`select c.name from customer c join orders o on o.customer_id = c.id where o.id = $1`,
		[order.id]
	);
	expect(html).not.toContain(known.rows[0]!.name);
});

test('a cut screen says that it is old, and is right by itself once the network is back', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody', {
		language: 'fr',
		viewport: { width: 390, height: 844 }
	});
	await page.goto(READY);
	await isLive(page);
	await fits(page, 'the counter board on a phone');

	await page.context().setOffline(true);
	const order = await collection(house);
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await expect(page.getByTestId('stale-banner')).toBeVisible({ timeout: 20_000 });
	await page.context().setOffline(false);

	await expect(page.getByTestId('stale-banner')).toHaveCount(0, { timeout: 20_000 });
	await expect(column(page, 'Prêtes à retirer').getByText(String(order.number))).toBeVisible();
});

test('a shop that does not exist has no board', async ({ house }) => {
	expect((await fetch(`${house.url}/nowhere/ready`)).status).toBe(404);
});

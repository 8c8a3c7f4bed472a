import type { Page } from '@playwright/test';
import { Shopper, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import { fits } from './scene.ts';

const LINES = [
	{ product: 'margherita', size: 'm', quantity: 2, without: ['basil'] },
	{ product: 'reine', size: 'm', quantity: 1, halves: ['reine', 'napolitaine'] },
	{ product: 'tiramisu', quantity: 1 }
];

/** Orders by the page's own form; gives the token and the order's id. */
async function ordersHere(page: Page, hasScript = true): Promise<{ token: string; id: string }> {
	await page.goto('/');
	const { hostname } = new URL(page.url());
	const lines = [{ product: 'margherita', size: 'm', quantity: 2 }];
	const value = encodeURIComponent(JSON.stringify(lines));
	await page.context().addCookies([{ name: 'basket', value, domain: hostname, path: '/gare' }]);
	await page.goto('/gare/checkout');
	if (hasScript)
		await expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');
	await page.locator('#name').fill('Camille Durand');
	await page.locator('#phone').fill('0639980101');
	await page.locator('#street').fill('3 rue des Tanneurs');
	const token = await new Shopper(page).placeOrder();
	const id = (await page.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';
	return { token, id };
}

for (const [language, javaScript, state] of [
	['fr', true, 'En préparation'],
	['en', false, 'Being made']
] as const)
	test(`an order is found again on the device that placed it, and can be forgotten (${language}, script: ${javaScript})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('anybody', {
			language,
			javaScript,
			viewport: { width: 320, height: 700 }
		});
		const { token, id } = await ordersHere(page, javaScript);
		await house.act('cook', id, 'accept', 'start');

		await page.goto('/');
		const here = page.getByTestId('order-here');
		await expect(here).toContainText(state);
		await expect(here).toHaveAttribute('href', `/track/${token}`);
		await fits(page, 'the first page with a running order');
		await page.goto('/halles');
		await expect(here).toHaveCount(1);
		// No script may read what leads to the order.
		if (javaScript) expect(await page.evaluate(() => document.cookie)).not.toContain(token);
		const stranger = await people.comes('anybody');
		await stranger.goto('/');
		await expect(stranger.getByTestId('order-here')).toHaveCount(0);

		await page.getByTestId('forget').click();
		await expect(page).toHaveURL(/\/$/);
		await expect(here).toHaveCount(0);
		expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('orders');
		await page.goto(`/track/${token}`);
		await expect(page.getByTestId('stage-now')).toContainText(state);
	});

test('an order that ended long ago, or whose link has ended, is no longer remembered', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody');
	const { token, id } = await ordersHere(page);
	await house.act('manager', id, 'cancel');
	await page.goto('/');
	await expect(page.getByTestId('order-here')).toHaveAttribute('data-status', 'cancelled');

	await house.db.query(
		`update orders set stage_at = clock_timestamp() - interval '3 hours' where id = $1`,
		[id]
	);
	await page.reload();

	await expect(page.getByTestId('order-here')).toHaveCount(0);
	const kept = (await page.context().cookies()).find(({ name }) => name === 'orders');
	expect(kept?.value ?? '').not.toContain(token);
});

for (const javaScript of [true, false])
	test(`ordering again fills the basket as far as it can be made today (script: ${javaScript})`, async ({
		house,
		people
	}) => {
		const { order, token } = await house.place({ lines: LINES });
		await house.act('manager', order.id, 'cancel');
		await house.db.query(
			`update stock set quantity = 0 where shop_id = 'gare' and ingredient_id = 'tiramisu-pot'`
		);
		const page = await people.comes('anybody', { javaScript });
		await page.goto(`/track/${token}`);

		await page.getByTestId('again').click();

		const lines = new Shopper(page).basketLines;
		await expect(lines).toHaveCount(2);
		await expect(lines.first()).toContainText('sans');
		await expect(lines.nth(1)).toContainText('Napolitaine');
		await expect(page.getByTestId('again')).toContainText('Tiramisu');
		// Once more doubles nothing.
		await page.goto(`/track/${token}`);
		await page.getByTestId('again').click();
		await expect(lines).toHaveCount(2);
		await expect(lines.first().getByTestId('line-quantity')).toHaveText('2');
	});

test('without a script an order is cancelled from its page', async ({ house, people }) => {
	const { order, token } = await house.place();
	const page = await people.comes('anybody', { javaScript: false });
	await page.goto(`/track/${token}`);
	await page.locator('summary').click();
	await page.getByTestId('cancel-plain').click();

	await expect(page.getByTestId('stage-now')).toContainText('Annulée');
	expect((await house.stateOf(order.id)).status).toBe('cancelled');
});

test('on the road the map comes before the stages, and both are gone where they end', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const { order, token } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(order.id, driver);
	await house.act('manager', order.id, 'pick_up');
	const page = await people.comes('anybody', { viewport: { width: 320, height: 700 } });
	await new Tracking(page).of(token);

	const [road, stages] = await Promise.all([
		page.getByTestId('driver').boundingBox(),
		page.getByTestId('stages').boundingBox()
	]);
	expect(road?.y).toBeLessThan(stages?.y ?? 0);
	await fits(page, 'an order on the road');

	await house.act('manager', order.id, 'arrive', 'deliver');
	await expect(page.getByTestId('stage-now')).toContainText('Livrée');
	await expect(page.getByTestId('driver')).toHaveCount(0);
	await expect(page.getByTestId('map')).toHaveCount(0);
});

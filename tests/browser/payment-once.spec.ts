import type { Page } from '@playwright/test';
import type { PaymentMethod } from '#domain/order/order.ts';
import { answer, atCheckout, atProvider, expect, isReady, payBy, test } from './paying.ts';

/** One order and one payment, whatever the customer and the network do, with each provider. */
const WAYS = {
	card: { name: 'Carte', pays: (page: Page) => payBy(page, 'pm_card_visa') },
	paypal: { name: 'PayPal', pays: (page: Page) => answer(page, 'yes') }
} as const satisfies Partial<Record<PaymentMethod, object>>;

const isTracked = (page: Page) => page.waitForURL(/\/track\/[\w-]+$/);

/** The checkout is filled in and this way to pay is chosen. */
async function choosing(page: Page, method: keyof typeof WAYS, name: string): Promise<void> {
	await atCheckout(page, name);
	await isReady(page);
	await page.locator(`[name="payment"][value="${method}"]`).check();
}

for (const method of ['card', 'paypal'] as const) {
	const { name: way, pays } = WAYS[method];

	test(`two taps on the button are one order and one payment (${method})`, async ({
		people,
		double,
		till
	}) => {
		const page = await people.comes('anybody');
		await choosing(page, method, `Deux Fois ${way}`);
		await page.getByTestId('place').dblclick();
		await atProvider(page, double);
		await pays(page);
		await isTracked(page);

		await till.isOnce(`Deux Fois ${way}`, 'authorised');
	});

	test(`back from the payment and ten reloads make no second one (${method})`, async ({
		people,
		double,
		till
	}) => {
		const page = await people.comes('anybody');
		const name = `Retour ${way}`;
		await choosing(page, method, name);
		await page.getByTestId('place').click();
		await atProvider(page, double);
		await page.goBack();
		// The page that prepares the payment may lie between.
		await page.waitForURL(/\/gare\/checkout$/);

		await expect(page.getByTestId('waiting')).toBeVisible();
		await expect(page.getByTestId('checkout')).toHaveCount(0);
		await page.getByTestId('waiting-pay').click();
		await atProvider(page, double);
		await page.reload();
		await pays(page);
		await isTracked(page);
		const { pathname } = new URL(page.url());
		// The address that the provider leads back to asks the server to look at the payment each time.
		for (let n = 0; n < 10; n++) {
			await page.goto(`${pathname}/paid`);
			expect(new URL(page.url()).pathname).toBe(pathname);
		}
		await till.isOnce(name, 'authorised');
	});

	test(`a lost reply is asked for again: one order, one payment (${method})`, async ({
		people,
		double,
		till
	}) => {
		const page = await people.comes('anybody');
		await choosing(page, method, `Réponse ${way}`);
		let lost = 0;
		await page.route('**/api/orders', async (route) => {
			if (lost++ > 0) return route.continue();
			await route.fetch();
			return route.abort();
		});
		await page.getByTestId('place').click();
		await page.getByTestId('pending').getByRole('button').first().click();
		await atProvider(page, double);
		await pays(page);
		await isTracked(page);

		await till.isOnce(`Réponse ${way}`, 'authorised');
	});
}

test('without a network nothing is ordered and nothing is lost; with it again, one order', async ({
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody', { language: 'en' });
	await choosing(page, 'card', 'Network Cut');
	await page.context().setOffline(true);
	await page.getByTestId('place').click();
	const pending = page.getByTestId('pending');
	await expect(pending).toBeVisible();
	expect(await till.ordersOf('Network Cut')).toEqual([]);
	await pending.getByRole('button').last().click();
	await expect(page.locator('#name')).toHaveValue('Network Cut');

	await page.context().setOffline(false);
	await page.getByTestId('place').click();
	await atProvider(page, double);
	await WAYS.card.pays(page);
	await isTracked(page);
	await till.isOnce('Network Cut', 'authorised');
});

import type { Page } from '@playwright/test';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { Shopper, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import { fits } from './scene.ts';

const GUEST = { name: 'Camille Durand', phone: '06 39 98 01 01', street: '3 rue des Tanneurs' };
const LINES = [{ product: 'margherita', size: 'm', quantity: 2 }];

/** Comes to the checkout with a basket, as after the menu. */
async function atCheckout(page: Page, lines: object[] = LINES): Promise<void> {
	const value = encodeURIComponent(JSON.stringify(lines));
	await page.goto('/gare');
	const { hostname } = new URL(page.url());
	await page.context().addCookies([{ name: 'basket', value, domain: hostname, path: '/gare' }]);
	await page.goto('/gare/checkout');
}

const isReady = (page: Page) =>
	expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');

test('in French: from the menu, through what is missing, to the order and its stages', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody');
	const shopper = new Shopper(page);
	await shopper.chooseShop('gare');
	await shopper.add('margherita');
	await shopper.add('margherita');
	await shopper.fillIn({ ...GUEST, phone: '12', street: '' });
	await expect(page.getByTestId('quote-delivery')).toContainText(/entre \d\d:\d\d et \d\d:\d\d/);

	await page.getByTestId('place').click();
	const errors = page.getByTestId('field-error');
	await expect(errors).toHaveText([
		/La rue manque/,
		/Le téléphone n’est pas valable.*dix chiffres/
	]);
	await expect(page.locator('#street')).toBeFocused();
	await page.setViewportSize({ width: 390, height: 844 });
	await fits(page, 'checkout with errors at 390 px');

	await page.locator('#street').fill(GUEST.street);
	await expect(errors).toHaveCount(1);
	await page.locator('#phone').fill(GUEST.phone);
	await shopper.placeOrder();

	const tracking = await new Tracking(page).isLive();
	await expect(tracking.stage).toContainText(STATUS_WORDS.placed.fr);
	// The quote, or the first forecast when the plan is quicker than this page.
	await expect(page.getByTestId('promise')).toContainText(/\d\d:\d\d (et|–) \d\d:\d\d/);
	const id = (await page.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';
	await house.act('cook', id, 'accept', 'start', 'bake');
	await expect(tracking.stage).toContainText(STATUS_WORDS.in_oven.fr);
	await expect(page.locator('ol time')).toHaveCount(4);
	await expect(page.getByTestId('no-change')).toContainText('La cuisine a commencé');
});

test('in English: a collection at a chosen quarter hour is promised for it', async ({ people }) => {
	const page = await people.comes('anybody', { language: 'en' });
	await atCheckout(page);
	await isReady(page);
	await page.locator('[name="fulfilment"][value="collection"]').check();
	await expect(page.locator('#street')).toBeHidden();
	await page.locator('[name="collectionWhen"][value="later"]').check();
	const slots = page.getByTestId('slot-collection');
	const wanted = (await slots.locator('option').nth(3).getAttribute('value')) ?? '';
	await slots.selectOption(wanted);
	await expect(page.getByTestId('quote-collection')).toContainText(
		/between \d\d:\d\d and \d\d:\d\d/
	);
	const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Europe/Paris' });
	const begins = new Date(Date.parse(wanted) - 900_000);
	await expect(page.getByTestId('quote-collection')).toContainText(day.format(begins));
	await page.locator('#name').fill(GUEST.name);
	await page.locator('#phone').fill(GUEST.phone);

	await new Shopper(page).placeOrder();

	const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Paris' });
	await expect(page.getByTestId('promise')).toContainText(time.format(new Date(wanted)));
	await expect(page.getByTestId('stage-now')).toContainText(STATUS_WORDS.placed.en);
});

test('what was typed survives a reload, and goes with the order', async ({ people }) => {
	const page = await people.comes('anybody');
	await atCheckout(page);
	await isReady(page);
	await page.locator('#name').fill(GUEST.name);
	await page.locator('#street').fill(GUEST.street);

	await page.reload();
	await isReady(page);

	await expect(page.locator('#name')).toHaveValue(GUEST.name);
	await expect(page.locator('#street')).toHaveValue(GUEST.street);
});

test('two taps on the button are one order', async ({ house, people }) => {
	const page = await people.comes('anybody');
	await atCheckout(page);
	await isReady(page);
	const name = 'Deux Fois';
	await page.locator('#name').fill(name);
	await page.locator('#phone').fill(GUEST.phone);
	await page.locator('#street').fill(GUEST.street);
	await page.getByTestId('place').dblclick();
	await page.waitForURL('**/track/*');

	const { rowCount } = await house.db.query(
		`select 1 from orders o join customer c on c.id = o.customer_id where c.name = $1`,
		[name]
	);
	expect(rowCount).toBe(1);
});

test('without JavaScript: the form says what is missing, places the order and shows its stage', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody', { javaScript: false });
	await atCheckout(page);
	await page.locator('#name').fill('Sans Script');
	await page.getByTestId('place').click();
	await expect(page.getByTestId('field-error')).toHaveCount(2);
	await expect(page.locator('#name')).toHaveValue('Sans Script');

	await page.locator('#phone').fill(GUEST.phone);
	await page.locator('#street').fill(GUEST.street);
	await page.getByTestId('place').click();
	await expect(page).toHaveURL(/\/track\/[\w-]{20,}$/);
	await expect(page.getByTestId('stage-now')).toContainText(STATUS_WORDS.placed.fr);
	await expect(page.getByTestId('line')).toHaveCount(1);

	const id = (await page.locator('[data-order-id]').getAttribute('data-order-id')) ?? '';
	await house.act('cook', id, 'accept', 'start');
	await page.reload();
	await expect(page.getByTestId('stage-now')).toContainText(STATUS_WORDS.making.fr);
	await page.goto('/gare/checkout');
	await expect(page.getByTestId('empty')).toBeVisible();
});

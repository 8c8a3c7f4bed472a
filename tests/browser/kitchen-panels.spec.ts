import { LAZY_CHUNKS, Kitchen } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';

const WALL = { width: 1920, height: 1080 };

const PRODUCTS = [
	'reine',
	'margherita',
	'calzone',
	'vegetarienne',
	'quatre-fromages',
	'norvegienne',
	'kebab',
	'savoyarde',
	'napolitaine',
	'texane',
	'hawaienne',
	'chevre-miel',
	'parme',
	'wings'
];

/** Two tickets that ask for more different things than the panel is high. */
async function muchToMake(house: House) {
	const halves = [PRODUCTS.slice(0, 7), PRODUCTS.slice(7)];
	const orders = [];
	for (const products of halves) {
		const lines = products.map((product) => ({ product, quantity: 1 }));
		orders.push((await house.place({ lines })).order);
	}
	return orders;
}

test('by keys alone the all-day counts are read to the end, and the board is where it was', async ({
	house,
	people
}) => {
	const [first, second] = await muchToMake(house);
	const kitchen = new Kitchen(await people.comes('cook', { language: 'en', viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const { keyboard } = kitchen.page;
	const panel = kitchen.page.getByTestId('all-day');
	const scroll = panel.locator('[data-scrolls]');
	const last = panel.getByTestId('all-day-ingredient').last();

	await keyboard.press('Digit1');
	await expect(kitchen.order(first!.id)).toBeFocused();
	await keyboard.press('a');
	await expect(scroll).toBeFocused();
	await expect(last).not.toBeInViewport();
	await expect(panel).toContainText('↓ more');

	await keyboard.press('ArrowDown');
	await expect.poll(() => scroll.evaluate((one) => one.scrollTop)).toBeGreaterThan(0);
	await expect(async () => {
		await keyboard.press('PageDown');
		await expect(last).toBeInViewport({ ratio: 1, timeout: 500 });
	}).toPass({ timeout: 10_000 });
	await expect(panel).not.toContainText('↓');
	await expect(scroll).toBeFocused();

	// No ticket is seen to be chosen, so none is meant.
	await keyboard.press('Enter');
	await keyboard.press('Escape');
	await expect(panel).toHaveCount(0);
	await expect(kitchen.order(first!.id)).toBeFocused();
	expect(await house.stateOf(first!.id)).toMatchObject({ status: 'placed' });

	await keyboard.press('a');
	await expect(scroll).toBeFocused();
	await keyboard.press('ArrowLeft');
	await expect(kitchen.order(first!.id)).toBeFocused();
	await keyboard.press('Digit2');
	await keyboard.press('a');
	await expect(panel).toHaveCount(0);
	await expect(kitchen.order(second!.id)).toBeFocused();
});

test('ingredients that did not come are asked for again from the panel itself', async ({
	house,
	people
}) => {
	await house.place();
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const { page } = kitchen;
	const panel = page.getByTestId('all-day');
	const fault = panel.getByTestId('error-state');
	const again = fault.getByRole('button');
	let asked = 0;
	await page.route('**/api/shops/*/recipes', (route) =>
		++asked > 2 ? route.continue() : route.abort()
	);

	await page.keyboard.press('a');
	await expect(fault).toBeVisible();
	await expect(panel.getByTestId('all-day-product')).toHaveCount(1);
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await expect(again).toBeFocused();
	await page.keyboard.press('Enter');
	await expect.poll(() => asked).toBe(2);
	await expect(again).not.toHaveAttribute('aria-busy');
	await expect(again).toBeFocused();
	await page.keyboard.press('Enter');

	await expect(panel.getByTestId('all-day-ingredient').first()).toBeVisible();
	await expect(fault).toHaveCount(0);
	// What the button brought has the keyboard's place: the next key scrolls, it does not leave.
	await expect(panel.locator(':focus')).toHaveCount(1);
});

test('a panel that cannot be fetched gives a message, and opens when it is pressed again', async ({
	house,
	people
}) => {
	await house.place();
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	const { page } = kitchen;
	await kitchen.at('gare', 'stages');
	await page.route(LAZY_CHUNKS, (route) => route.abort());
	const button = page.getByTestId('help-button');

	await button.click();
	await expect(kitchen.fault).toBeVisible();
	await expect(page.getByTestId('help')).toHaveCount(0);
	await page.unrouteAll();
	// A browser that keeps failures for good loads the board again in between.
	await expect(async () => {
		await button.click();
		await expect(page.getByTestId('help')).toBeVisible({ timeout: 2_000 });
	}).toPass();
});

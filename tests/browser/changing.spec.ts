import { Shopper, Tracking } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';
import { fits } from './scene.ts';

const LINES = [
	{ product: 'reine', size: 'm', quantity: 2 },
	{ product: 'margherita', size: 'l', quantity: 1 }
];
const WORDS = {
	fr: { banner: 'Vous changez la commande', more: 'de plus', late: 'plus possible' },
	en: { banner: 'You are changing order', more: 'more', late: 'no longer possible' }
} as const;

const linesOf = async (house: House, order: string) =>
	(
		await house.db.query<{ line: string }>(
			`select quantity || ' ' || product_id || ' ' || size_id as line from order_line
				where order_id = $1 and voided_at is null order by product_id, size_id`,
			[order]
		)
	).rows.map(({ line }) => line);

for (const language of ['fr', 'en'] as const)
	test(`a placed order is changed in the menu: more, less, other (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const { order, token } = await house.place({ lines: LINES });
		const page = await people.comes('anybody', {
			language,
			viewport: { width: 390, height: 844 }
		});
		const shopper = new Shopper(page);
		// Another basket of this shop is left alone.
		await page.goto('/gare');
		await shopper.menuIsReady();
		await shopper.add('tiramisu');

		await new Tracking(page).of(token);
		await page.getByTestId('change-order').click();
		await page.waitForURL('**/gare**');
		await shopper.menuIsReady();
		await expect(page.getByTestId('changing')).toContainText(`${words.banner} ${order.number}`);
		await expect(shopper.basketLines).toHaveCount(2);
		await fits(page, 'basket of a change');
		await page.screenshot({ path: `test-results/screens/changing-basket-${language}.png` });

		await shopper.basketLines.first().locator('button[name="quantity"]').first().click();
		await page.goto('/gare');
		await shopper.menuIsReady();
		await page.screenshot({ path: `test-results/screens/changing-menu-${language}.png` });
		await shopper.add('tiramisu');
		await page.getByTestId('basket-bar').click();
		await expect(shopper.basketLines).toHaveCount(3);
		await expect(page.getByTestId('change-total')).toContainText(/\d/);
		await page.getByTestId('save-change').click();

		await page.waitForURL(`**/track/${token}#lines`);
		expect(await linesOf(house, order.id)).toEqual([
			'1 margherita l',
			'1 reine m',
			'1 tiramisu one'
		]);
		await page.goto('/gare');
		await shopper.menuIsReady();
		await expect(page.getByTestId('changing')).toHaveCount(0);
		await expect(shopper.basketLines).toHaveCount(1);
	});

test('without a script an order is changed by the same forms, and too late is told', async ({
	house,
	people
}) => {
	const { order, token } = await house.place({ lines: LINES });
	const page = await people.comes('anybody', { javaScript: false });

	await page.goto(`/track/${token}`);
	await page.getByTestId('change-order').click();
	await expect(page.getByTestId('changing')).toContainText(WORDS.fr.banner);
	const lines = page.getByTestId('basket-line');
	await expect(lines).toHaveCount(2);
	await page
		.locator('[data-testid="product"][data-product="tiramisu"]')
		.getByTestId('choose')
		.click();
	await expect(lines).toHaveCount(3);
	await page.getByTestId('save-change').click();
	await expect(page).toHaveURL(new RegExp(`/track/${token}#lines$`));
	expect(await linesOf(house, order.id)).toEqual(['1 margherita l', '2 reine m', '1 tiramisu one']);

	await page.getByTestId('change-order').click();
	await expect(lines).toHaveCount(3);
	await house.act('cook', order.id, 'accept', 'start');
	await page.getByTestId('save-change').click();
	await expect(page.getByTestId('change-fault')).toContainText(WORDS.fr.late);
	await expect(page.getByTestId('changing')).toContainText('La cuisine a commencé');
	expect(await linesOf(house, order.id)).toHaveLength(3);
	await page.getByTestId('stop-changing').click();
	await expect(page).toHaveURL(new RegExp(`/track/${token}`));
});

test('leaving the change leaves the order; one changed elsewhere is not overwritten', async ({
	house,
	people
}) => {
	const { order, token } = await house.place({ lines: LINES });
	const page = await people.comes('anybody');
	const shopper = new Shopper(page);
	const begin = async () => {
		await new Tracking(page).of(token);
		await page.getByTestId('change-order').click();
		await page.waitForURL('**/gare**');
		await shopper.menuIsReady();
	};
	await begin();
	await shopper.add('tiramisu');
	// No script may read what leads to the order.
	expect(await page.evaluate(() => document.cookie)).not.toContain(token);
	await page.getByTestId('stop-changing').click();
	await page.waitForURL((url) => url.pathname === `/track/${token}`);
	expect((await house.stateOf(order.id)).version).toBe(1);

	await begin();
	await expect(shopper.basketLines).toHaveCount(2);
	// The shop accepts the order in the meantime: no line changes, so the change is not refused.
	await house.act('cook', order.id, 'accept');
	await shopper.add('tiramisu');
	// Two presses are one change.
	await page.getByTestId('save-change').dblclick();
	await page.waitForURL(`**/track/${token}#lines`);
	expect((await house.stateOf(order.id)).version).toBe(3);

	await begin();
	const other = await page.request.post(`/api/track/${token}/change`, {
		data: { lines: [{ product: 'reine', size: 'm', quantity: 4 }] }
	});
	expect(other.status(), await other.text()).toBe(200);
	await shopper.add('tiramisu');
	await page.getByTestId('save-change').click();
	await expect(page.getByTestId('change-fault')).toContainText('modifiée entre-temps');
	expect(await linesOf(house, order.id)).toEqual(['4 reine m']);
});

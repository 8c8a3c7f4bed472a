import type { Page } from '@playwright/test';
import { Shopper } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';

const BASKET = encodeURIComponent(
	JSON.stringify([{ product: 'margherita', size: 'm', quantity: 2 }])
);

async function withBasket(page: Page, shop: string): Promise<void> {
	await page.goto('/');
	const { hostname } = new URL(page.url());
	await page
		.context()
		.addCookies([{ name: 'basket', value: BASKET, domain: hostname, path: `/${shop}` }]);
	await page.goto(`/${shop}/checkout`);
	await expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');
}

async function atCheckout(page: Page, shop: string): Promise<void> {
	await withBasket(page, shop);
	await page.locator('#name').fill('Camille Durand');
	await page.locator('#phone').fill('0639980101');
	await page.locator('#street').fill('3 rue des Tanneurs');
}

/** The reason stands right above the button that was pressed, and both are on the screen. */
async function isToldAtTheButton(page: Page, words: RegExp): Promise<void> {
	const reason = page.locator('[data-screen="checkout"] [role="alert"]').getByText(words).first();
	const button = page.getByTestId('place');
	await expect(reason).toBeInViewport({ ratio: 1 });
	await expect(button).toBeInViewport();
	const [said, pressed] = await Promise.all([reason.boundingBox(), button.boundingBox()]);
	const between = (pressed?.y ?? 0) - (said?.y ?? 0);
	expect(between).toBeGreaterThan(0);
	expect(between).toBeLessThan(300);
}

const PHONE = { viewport: { width: 390, height: 844 } };

for (const [language, words] of [
	['fr', /Mozzarella/],
	['en', /Mozzarella/]
] as const)
	test(`what is sold out meanwhile is told where the order was pressed (${language})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('anybody', { ...PHONE, language });
		await atCheckout(page, 'gare');
		await house.db.query(
			`update stock set quantity = 0 where shop_id = 'gare' and ingredient_id = 'mozzarella'`
		);

		await page.getByTestId('place').click();

		await isToldAtTheButton(page, words);
	});

test('a shop that closes in the meantime says so where the order was pressed', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody', PHONE);
	await atCheckout(page, 'gare');
	const { rows } = await house.db.query<{ all: string }>(
		`with gone as (delete from opening_hours where shop_id = 'gare' returning *)
			select json_agg(gone)::text as all from gone`
	);
	try {
		await page.getByTestId('place').click();

		await isToldAtTheButton(page, /ferm/i);
	} finally {
		await house.db.query(
			'insert into opening_hours select * from json_populate_recordset(null::opening_hours, $1)',
			[rows[0]?.all]
		);
	}
});

test('a pin put on the first page is where the order goes', async ({ house, people }) => {
	const page = await people.comes('anybody');
	await page.goto('/');
	await page.locator('#near').fill('7 chemin des Licornes');
	await page.getByTestId('near').locator('button[type=submit]').click();
	await page.getByTestId('near-map').click();
	const map = page.getByTestId('pin-map').first();
	await expect(map.getByTestId('map')).toHaveAttribute('data-state', 'drawn', { timeout: 30_000 });
	await map.getByRole('button', { name: 'Placer le repère ici' }).click();
	const pinned = async () => {
		const cookies = await page.context().cookies();
		const value = cookies.find(({ name }) => name === 'door')?.value ?? '';
		const door = JSON.parse(decodeURIComponent(value)) as { point: object | null; isPin: boolean };
		return door.isPin ? door.point : null;
	};
	await expect.poll(pinned).not.toBeNull();
	const point = await pinned();

	await withBasket(page, 'gare');
	await expect(page.locator('#street')).toHaveValue('7 chemin des Licornes');
	await page.locator('#name').fill('Camille Durand');
	await page.locator('#phone').fill('0639980101');
	await new Shopper(page).placeOrder();

	const id = await page.locator('[data-order-id]').getAttribute('data-order-id');
	const { rows } = await house.db.query<{ point: object }>(
		`select c.address -> 'point' as point from orders o join customer c on c.id = o.customer_id
			where o.id = $1`,
		[id]
	);
	expect(rows).toEqual([{ point }]);
});

test('no search engine keeps the page of an order', async ({ house, people }) => {
	const { token } = await house.place();
	const page = await people.comes('anybody', { javaScript: false });
	const robots = page.locator('meta[name="robots"]');

	await page.goto(`/track/${token}`);
	await expect(robots).toHaveAttribute('content', /noindex/);
	await page.goto('/gare');
	await expect(robots).toHaveCount(0);
});

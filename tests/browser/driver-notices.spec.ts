import type { Locator, Page } from '@playwright/test';
import { Driver, Kitchen, Manager, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 320, height: 640 };
const STEPS = {
	fr: {
		denied: 'Position refusée',
		android: /Android .*Autorisations/,
		iphone: /iPhone .*Réglages/
	},
	en: { denied: 'Position denied', android: /Android .*Permissions/, iphone: /iPhone .*Settings/ }
} as const;

/** To be read without scrolling: between what sticks above and the buttons below. */
async function isInSight(page: Page, what: Locator): Promise<void> {
	await expect(what).toBeInViewport({ ratio: 1 });
	const [box, bar, banner] = await Promise.all([
		what.boundingBox(),
		page.getByTestId('bar').boundingBox(),
		page.getByTestId('stale-banner').boundingBox()
	]);
	if (!box || !bar || !banner) throw new Error('something is not on the screen');
	expect(box.y).toBeGreaterThanOrEqual(banner.y + banner.height);
	expect(box.y + box.height).toBeLessThanOrEqual(bar.y);
}

for (const language of ['fr', 'en'] as const)
	test(`all notices at once leave address and amount in sight at 320 px (${language})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('driver', { language, viewport: PHONE });
		// What a browser answers whose user has said no.
		await page.addInitScript(() => {
			const { geolocation } = navigator;
			geolocation.getCurrentPosition = (_, refuse) =>
				void setTimeout(() =>
					refuse?.({ code: 1, PERMISSION_DENIED: 1 } as GeolocationPositionError)
				);
			geolocation.watchPosition = (...wish) => {
				geolocation.getCurrentPosition(...wish);
				return 1;
			};
		});
		const driver = await new Driver(page).atWork();
		const id = await driver.startShift();
		const { order } = await house.place({
			address: {
				street: '12 bis boulevard du Jeu-de-Paume',
				postcode: '34999',
				city: 'Villeneuve-sur-Oc',
				doorCode: '12B45'
			},
			lines: [{ product: 'reine', size: 'l', quantity: 5 }]
		});
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, id);
		await expect(driver.order(order.id)).toBeVisible();
		const stop = driver.order(order.id);
		const seen = async () => {
			await expect(driver.banner).toBeVisible({ timeout: 12_000 });
			await expect(page.getByTestId('unsent')).toBeVisible();
			await expect(page.getByTestId('position')).toContainText(STEPS[language].denied);
			await isInSight(page, stop.locator('address'));
			await isInSight(page, stop.getByTestId('collect'));
			await fits(page, 'driver with all notices');
		};

		await page.context().setOffline(true);
		await driver.step(order.id, 'pick_up');
		await seen();
		await page.screenshot({ path: `test-results/screens/driver-notices-out-${language}.png` });
		await driver.step(order.id, 'arrive');
		await seen();
		await page.screenshot({ path: `test-results/screens/driver-notices-door-${language}.png` });

		await page.getByTestId('position').locator('summary').click();
		for (const steps of [STEPS[language].android, STEPS[language].iphone])
			await expect(page.getByText(steps)).toBeVisible();
		await page.screenshot({ path: `test-results/screens/driver-denied-${language}.png` });
	});

for (const language of ['fr', 'en'] as const)
	test(`one time of day is written in one way on every screen (${language})`, async ({
		house,
		people
	}) => {
		const { order, token } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, await house.startShift());
		const { rows } = await house.db.query<{ at: string }>(
			`select to_char(promised_at at time zone 'Europe/Paris', 'HH24:MI') as at
				from orders where id = $1`,
			[order.id]
		);
		const open = (who: 'anybody' | 'driver' | 'cook' | 'manager') =>
			people.comes(who, { language });
		const screens = [
			await new Tracking(await open('anybody')).of(token),
			await new Driver(await open('driver')).atWork(),
			await new Kitchen(await open('cook')).at('gare'),
			await new Manager(await open('manager')).at('gare')
		];

		for (const { page, root } of screens) {
			const text = root.locator('main').first();
			await expect(text, page.url()).not.toContainText(/\d\s?h\s?\d\d/);
			await expect(text, page.url()).toContainText(/\b\d\d:\d\d\b/);
		}
		for (const { root } of screens.slice(0, 2)) await expect(root).toContainText(rows[0]?.at ?? '');
	});

test('the desk reads why the planner chose a driver', async ({ house, people }) => {
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	const driver = await house.startShift();
	await house.db.query(
		`with fresh as (insert into run (shop_id, driver_id, status, expires_at, reasons, created_by)
				values ('gare', $2, 'offered', clock_timestamp() + interval '90 seconds',
					'[{"fr": "Libre depuis 12 min", "en": "Free for 12 min"}]', 'test') returning id)
			insert into stop (run_id, order_id, position) select id, $1, 1 from fresh`,
		[order.id, driver]
	);
	const page = await people.comes('manager');

	await page.goto(`/manage/gare/orders/${order.id}`);

	await expect(page.getByTestId('reasons')).toHaveText('Libre depuis 12 min');
});

test('a question stays open while a step waits for the network', async ({ house, people }) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const driver = await new Driver(page).atWork();
	const id = await driver.startShift();
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(order.id, id);
	await house.act('driver', order.id, 'pick_up');
	await expect(driver.order(order.id)).toHaveAttribute('data-status', 'out');

	await page.context().setOffline(true);
	await driver.step(order.id, 'arrive');
	const deliver = driver.order(order.id).locator('[data-action="deliver"]');
	await expect(deliver).not.toHaveAttribute('aria-busy', 'true');
	await deliver.click();
	await expect(driver.paid('card')).toBeVisible();
	// The phone keeps retrying in the background.
	await page.waitForTimeout(7_000);

	await expect(driver.paid('card')).toBeVisible();
	await driver.paid('card').click();
	await expect(driver.order(order.id)).toHaveCount(0);
});

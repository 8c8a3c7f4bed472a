import type { Page } from '@playwright/test';
import { findChromium } from '../support/tools.ts';
import { expect, test } from './house.ts';
import { anEvening, listen } from './scene.ts';

// A machine without a graphics card draws the map by itself, slowly.
test.use({
	launchOptions: {
		executablePath: findChromium(),
		args: [
			...['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader'],
			...['--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run'],
			...['--disable-background-networking', '--disable-component-update', '--disable-sync']
		]
	}
});

const DRAWN = { timeout: 60_000 };

/** Every address that a page asks for and that is not this house. */
function outside(page: Page, home: string): string[] {
	const asked: string[] = [];
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(home) && !/^(blob|data):/.test(url)) asked.push(url);
	});
	return asked;
}

test('the manager’s map shows orders and shop, and asks nobody outside', async ({
	house,
	people
}) => {
	const { oven, out } = await anEvening(house);
	const page = await people.comes('manager', { viewport: { width: 1440, height: 900 } });
	const asked = outside(page, house.url);
	const heard = listen(page);
	await page.goto('/manage/gare');

	const map = page.getByTestId('map').first();
	await expect(map).toHaveAttribute('data-state', 'drawn', DRAWN);
	await expect(map.getByTestId('map-shop')).toHaveCount(1);
	for (const { order } of [oven, out]) {
		const pin = map.getByTestId('map-order').filter({ hasText: String(order.number) });
		await expect(pin.first()).toBeVisible();
	}
	await map.getByTestId('map-recentre').click();
	expect(asked).toEqual([]);
	expect(heard).toEqual([]);
});

test('a browser that cannot draw is told so in words, and the list is there', async ({
	house,
	people
}) => {
	const { oven } = await anEvening(house);
	const page = await people.comes('manager', { viewport: { width: 1440, height: 900 } });
	await page.addInitScript(() => {
		HTMLCanvasElement.prototype.getContext = () => null;
	});
	const heard = listen(page);
	await page.goto('/manage/gare');

	const map = page.getByTestId('map').first();
	await expect(map).toHaveAttribute('data-state', 'missing', DRAWN);
	await expect(map.getByRole('status')).not.toBeEmpty();
	await expect(page.getByText(String(oven.order.number)).first()).toBeVisible();
	expect(heard).toEqual([]);
});

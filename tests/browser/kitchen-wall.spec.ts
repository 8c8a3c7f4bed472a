import type { Page } from '@playwright/test';
import { Kitchen } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';

const WALL = { width: 1920, height: 1080 };

async function nineOrders(house: House) {
	const orders = [];
	for (let n = 0; n < 9; n++) orders.push((await house.place()).order);
	await house.forecasts(...orders.map(({ id }) => id));
	return orders;
}

test('what hangs below the edge of a column is counted, at a scroll and at a change', async ({
	house,
	people
}) => {
	const orders = await nineOrders(house);
	const kitchen = new Kitchen(await people.comes('cook', { language: 'en', viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const column = kitchen.page.getByTestId('column-accept');
	const list = column.locator('.scroll');
	const edge = await list.evaluate((one) => one.getBoundingClientRect().bottom);
	const hidden = () =>
		column
			.locator('article')
			.evaluateAll(
				(all, bottom) => all.filter((one) => one.getBoundingClientRect().top > bottom - 24).length,
				edge
			);
	await expect(column).toContainText('more');
	const before = await hidden();
	expect(before).toBeGreaterThan(1);
	await expect(column).toContainText(`${before} more`);

	await list.evaluate((one) => one.scrollBy(0, one.scrollHeight));
	await expect(column).not.toContainText('more');
	await list.evaluate((one) => one.scrollTo(0, 0));
	await expect(column).toContainText(`${before} more`);

	await house.act('cook', orders[0]!.id, 'accept');
	await expect(kitchen.page.getByTestId('column-make').locator('article')).toHaveCount(1);
	await expect(column).toContainText(`${await hidden()} more`);
	expect(await hidden()).toBeLessThan(before);
});

test('the edge of a column says that a change is below it, until it is read', async ({
	house,
	people
}) => {
	await nineOrders(house);
	const { order, token } = await house.place();
	const kitchen = new Kitchen(await people.comes('cook', { language: 'en', viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const column = kitchen.page.getByTestId('column-accept');
	const list = column.locator('.scroll');
	const edge = column.getByTestId('below');
	await expect(edge).toContainText('more');
	await expect(edge).not.toContainText('Changed');

	const lines = [{ product: 'calzone', size: 'm', quantity: 2 }];
	const answer = await kitchen.page.request.post(`/api/track/${token}/change`, {
		data: { version: order.version, lines }
	});
	expect(answer.status()).toBe(200);
	await expect(edge).toContainText('more · Changed');

	// A press on the edge shows what hangs below it.
	for (let press = 0; press < 9 && (await edge.count()) > 0; press++) {
		const before = await list.evaluate((one) => one.scrollTop);
		// The list may still be moving from the last press; then the edge goes before this press.
		const isPressed = await edge.click({ timeout: 3_000 }).then(
			() => true,
			() => false
		);
		if (!isPressed) continue;
		await expect.poll(() => list.evaluate((one) => one.scrollTop)).toBeGreaterThan(before);
	}
	await expect(edge).toHaveCount(0);
	const ticket = kitchen.order(order.id);
	await ticket.locator('.number').click();
	await expect(ticket).toHaveAttribute('data-mark', 'changed');
	await ticket.getByTestId('read-changed').click();
	await expect(ticket).not.toHaveAttribute('data-mark');
	await list.evaluate((one) => one.scrollTo(0, 0));
	await expect(edge).toContainText('more');
	await expect(edge).not.toContainText('Changed');
});

test('by age, the board says too how many tickets are below its edge', async ({
	house,
	people
}) => {
	for (let n = 0; n < 2; n++) await nineOrders(house);
	const kitchen = new Kitchen(await people.comes('cook', { language: 'en', viewport: WALL }));
	await kitchen.at('gare', 'age');
	const wall = kitchen.page.locator('.ages');
	await expect(wall).toContainText(/\d+ more/);

	await wall.locator('.scroll').evaluate((one) => one.scrollBy(0, one.scrollHeight));
	await expect(wall).not.toContainText('more');
});

/** What is wholly or partly under the bar of what was just done, by its words. */
const covered = (page: Page) =>
	page.evaluate(() => {
		const bar = document.querySelector('[data-testid^="undo"]');
		const place = bar?.getBoundingClientRect();
		if (!bar || !place?.width) return ['there is no bar'];
		const isUnder = (box: DOMRect) =>
			box.left < place.right &&
			box.right > place.left &&
			box.top < place.bottom &&
			box.bottom > place.top;
		return [...document.querySelectorAll('button, summary, h1, h2, .clock, .title span, .waiting')]
			.filter((one) => !bar.contains(one) && isUnder(one.getBoundingClientRect()))
			.map((one) => one.textContent);
	});

for (const language of ['fr', 'en'] as const)
	for (const viewport of [WALL, { width: 1440, height: 900 }])
		test(`what takes a bump back lies on no button, title or warning and moves nothing (${language}, ${viewport.width})`, async ({
			house,
			people
		}) => {
			const orders = await nineOrders(house);
			for (const { id } of orders.slice(2)) await house.act('cook', id, 'accept');
			const kitchen = new Kitchen(await people.comes('cook', { language, viewport }));
			const { page } = kitchen;
			await page.addInitScript(() => {
				Object.defineProperty(navigator, 'wakeLock', { value: undefined });
			});
			await kitchen.at('gare', 'stages');
			await expect(page.getByTestId('wake')).toBeVisible();
			const top = () =>
				page.getByTestId('tickets').evaluate((all) => all.getBoundingClientRect().top);
			await kitchen.bump(orders[2]!.id, 'start');
			await expect(page.getByTestId('undo')).toBeVisible();
			expect(await covered(page)).toEqual([]);
			const before = await top();
			await page.getByTestId('undo-button').click();
			await expect(kitchen.order(orders[2]!.id)).toHaveAttribute('data-status', 'accepted');
			await expect(page.getByTestId('undo')).toHaveCount(0);
			expect(await top()).toBe(before);

			// By age the bar has the least room: it counts what waits as well.
			await page.keyboard.press('v');
			await kitchen.lifted();
			await kitchen.bump(orders[0]!.id, 'accept');
			await expect(kitchen.order(orders[0]!.id)).toHaveAttribute('data-status', 'accepted');
			await expect(page.getByTestId('waiting')).toBeVisible();
			await kitchen.isFree(orders[0]!.id);
			await page.keyboard.press('z');
			await expect(page.getByTestId('undo-final')).toBeVisible();
			expect(await covered(page)).toEqual([]);
		});

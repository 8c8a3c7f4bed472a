import type { Page } from '@playwright/test';
import type { QuoteAnswer } from '#domain/wire/contract.ts';
import { Kitchen } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';
import { anEvening } from './scene.ts';

const LEAST_PX = 64;

/** Everything visible that is pressed or written in and is smaller than a gloved finger, by its words. */
const small = (page: Page) =>
	page
		.locator('button:visible, summary:visible, input:visible, a:visible')
		.evaluateAll((all, least) => {
			if (all.length < 5) return [`only ${all.length} looked at`];
			return all.flatMap((one) => {
				const { width, height } = one.getBoundingClientRect();
				const isSmall = Math.min(width, height) < least - 0.5;
				const name = one.textContent?.trim() || one.getAttribute('aria-label') || one.id;
				return isSmall ? [`${name}: ${width.toFixed()} × ${height.toFixed()}`] : [];
			});
		}, LEAST_PX);

/** An order ahead, accepted: it waits in the strip above the line. */
async function anOrderAhead(house: House): Promise<void> {
	const quote = await fetch(`${house.url}/api/shops/gare/quote`);
	const { ways } = (await quote.json()) as QuoteAnswer;
	const wantedAt = ways.collection.slots.at(-1)?.to;
	const over = { fulfilment: 'collection', address: undefined, wantedAt } as const;
	await house.act('cook', (await house.place(over)).order.id, 'accept');
}

for (const viewport of [
	{ width: 1920, height: 1080 },
	{ width: 1280, height: 800 }
])
	test(`whatever is pressed on the wall is as large as a gloved finger (${viewport.width})`, async ({
		house,
		people
	}) => {
		const { making, oven, placed } = await anEvening(house);
		const lines = [
			'reine',
			'margherita',
			'calzone',
			'vegetarienne',
			'norvegienne',
			'kebab'
		].flatMap((product) => ['m', 'l'].map((size) => ({ product, size, quantity: 1 })));
		await house.place({ lines });
		await anOrderAhead(house);
		const kitchen = new Kitchen(await people.comes('manager', { viewport }));
		await kitchen.at('gare', 'stages');
		const { page } = kitchen;
		const { keyboard } = page;
		const look = async (where: string) =>
			expect.soft(await small(page), `too small: ${where}`).toEqual([]);

		await expect(page.getByTestId('sound-gate')).toBeVisible();
		await expect(page.getByTestId('later-start')).toBeVisible();
		await expect(page.getByTestId('more')).toBeVisible();
		await look('the board before its sound is let through');

		await house.act('manager', oven.order.id, 'cancel');
		await expect(page.getByTestId('gone')).toBeVisible();
		await kitchen.isCalm();
		await kitchen.bump(placed.order.id, 'accept');
		// The ticket moves to the next column when the answer comes; a press before that means the old place.
		await expect(kitchen.action(placed.order.id, 'start')).toBeEnabled();
		// A press while tickets move is ignored; a new forecast can move them at any moment.
		await expect(async () => {
			await kitchen.isCalm();
			await kitchen.bump(placed.order.id, 'start');
			await expect(page.getByTestId('undo')).toBeVisible({ timeout: 5000 });
		}).toPass();
		await kitchen.isCalm();
		await page.route('**/api/orders/**', (route) => route.abort());
		await expect(async () => {
			await kitchen.bump(making.order.id, 'bake');
			await expect(page.getByTestId('fault')).toBeVisible({ timeout: 2000 });
		}).toPass();
		await look('with a fault, a lost ticket and a step to take back');
		await page.unroute('**/api/orders/**');
		await page.getByTestId('fault').getByRole('button').click();

		await page.getByTestId('header-name').click();
		await expect(page.getByTestId('sign-out')).toBeVisible();
		await look('the ways out');
		await page.getByTestId('header-name').click();
		await keyboard.press('a');
		await expect(page.getByTestId('all-day-ingredient').first()).toBeVisible();
		await keyboard.press('v');
		await look('the day beside tickets by age');

		const dialog = page.getByTestId('dialog');
		const openings: [string, () => Promise<void>, string][] = [
			['the recalls', () => keyboard.press('l'), '[data-testid="bumped"]'],
			['the help', () => keyboard.press('h'), '[data-testid="help"]'],
			['a recipe', () => page.getByTestId('recipe').first().click(), 'ol li'],
			[
				'a refusal',
				() => page.locator('[data-action="refuse"]').first().click(),
				'[data-testid="reason"]'
			]
		];
		for (const [where, open, inside] of openings) {
			await open();
			await expect(dialog.locator(inside).first()).toBeVisible();
			await look(where);
			await keyboard.press('Escape');
			await expect(dialog).toHaveCount(0);
		}
	});

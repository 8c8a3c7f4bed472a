import type { Page } from '@playwright/test';
import { expect, test, type House, type Language } from './house.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		failed: /n’a pas pu être calculée/,
		paused: 'La cuisine fait une pause',
		delay: /Retard annoncé.*\+25 min jusqu’à \d\d:\d\d/,
		pause: /Commandes en pause jusqu’à \d\d:\d\d/,
		missed: /1 promesse en cours serait dépassée/,
		saved: 'C’est appliqué.'
	},
	en: {
		failed: /could not be computed/,
		paused: 'The kitchen is having a pause',
		delay: /Delay announced.*\+25 min until \d\d:\d\d/,
		pause: /Orders paused until \d\d:\d\d/,
		missed: /1 open promise would be missed/,
		saved: 'It is applied.'
	}
} as const;

const pizzas = (quantity: number) => [{ product: 'margherita', size: 'm', quantity }];

async function setBasket(page: Page, lines: object[]): Promise<void> {
	const value = encodeURIComponent(JSON.stringify(lines));
	const { hostname } = new URL(page.url());
	await page.context().addCookies([{ name: 'basket', value, domain: hostname, path: '/gare' }]);
}

/** Minutes after midnight of the end of the range: the promise. */
async function promised(page: Page, way: 'delivery' | 'collection'): Promise<number> {
	await expect(page.getByTestId('quote-loading')).toHaveCount(0);
	const words = (await page.getByTestId(`quote-${way}`).textContent()) ?? '';
	const [, hours, minutes] = /(\d\d):(\d\d)\D*$/.exec(words) ?? [];
	return Number(hours) * 60 + Number(minutes);
}

/** From one clock time to another, also over midnight. */
const later = (from: number, to: number) => (to - from + 1440) % 1440;

async function atCheckout(page: Page, count: number): Promise<void> {
	await page.goto('/gare');
	await setBasket(page, pizzas(count));
	await page.goto('/gare/checkout');
	await expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');
}

const endKnobs = (house: House) => house.db.query('delete from kitchen_knob');

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`the checkout’s quote follows basket, way and address (${language})`, async ({ people }) => {
		const page = await people.comes('anybody', { language });
		await atCheckout(page, 1);
		const one = await promised(page, 'delivery');
		await atCheckout(page, 20);
		const many = await promised(page, 'delivery');
		expect(later(one, many)).toBeGreaterThan(5);
		expect(later(one, many)).toBeLessThan(120);

		const answered = page.waitForResponse(
			(answer) =>
				answer.url().endsWith('/api/quote') &&
				(answer.request().postData() ?? '').includes('"point"')
		);
		await page.locator('#street').fill('4 place de la Gare');
		await page.locator('#street').blur();
		await answered;
		// At the shop's own door: sooner than half the radius away.
		await expect.poll(async () => later(await promised(page, 'delivery'), many)).toBeGreaterThan(0);
		await page.locator('[name="fulfilment"][value="collection"]').check();
		const collected = await promised(page, 'collection');
		expect(later(collected, many)).toBeGreaterThan(0);
	});

	test(`a quote that cannot be asked for says so, and is asked again (${language})`, async ({
		people
	}) => {
		const page = await people.comes('anybody', { language });
		await atCheckout(page, 1);
		await page.route('**/api/quote', (route) => route.abort());
		await page.locator('#street').fill('3 rue des Tanneurs');
		await page.locator('#street').blur();
		await expect(page.getByTestId('quote-failed')).toContainText(words.failed);

		await page.unroute('**/api/quote');
		await page.getByTestId('quote-failed').getByRole('button').click();
		await expect(page.getByTestId('quote-failed')).toHaveCount(0);
	});

	test(`a delay shows its effect, then reaches kitchen and customers (${language})`, async ({
		house,
		people
	}) => {
		await endKnobs(house);
		const { order } = await house.place({ lines: pizzas(2) });
		await house.act('cook', order.id, 'accept');
		const board = await people.comes('cook', { language });
		await board.goto('/kitchen/gare');
		const desk = await people.comes('manager', { language });
		await desk.goto('/manage/gare/kitchen');
		await expect(desk.getByTestId('usual')).toBeVisible();

		await desk.locator('#knob-minutes').fill('25');
		await expect(desk.getByTestId('effect-late')).not.toHaveAttribute('data-count', '0');
		await expect(desk.getByTestId('effect')).toBeVisible();
		await desk.setViewportSize({ width: 390, height: 844 });
		await fits(desk, 'the pace of the kitchen at 390 px');
		await desk.getByTestId('save-capacity').click();
		await expect(desk.getByTestId('capacity-saved')).toHaveText(words.saved);
		await expect(desk.getByTestId('delay-on')).toContainText(words.delay);
		await expect(board.getByTestId('delay-on')).toContainText(words.delay, { timeout: 15_000 });

		await desk.getByTestId('end-delay').click();
		await expect(desk.getByTestId('usual')).toBeVisible();
		await expect(board.getByTestId('delay-on')).toHaveCount(0, { timeout: 15_000 });
		await house.act('manager', order.id, 'cancel');
	});

	test(`a pause is loud on every screen, and refuses orders for now (${language})`, async ({
		house,
		people
	}) => {
		await endKnobs(house);
		const desk = await people.comes('manager', { language });
		await desk.goto('/manage/gare/kitchen');
		await desk.locator('[name="kind"][value="pause"]').check();
		await expect(desk.getByTestId('effect')).toBeVisible();
		await desk.getByTestId('save-capacity').click();
		await expect(desk.getByTestId('pause-on')).toContainText(words.pause);

		const page = await people.comes('anybody', { language });
		await atCheckout(page, 1);
		await expect(page.getByTestId('kitchen-paused')).toContainText(words.paused);
		await expect(page.locator('[name="deliveryWhen"][value="asap"]')).toBeDisabled();
		await desk.getByTestId('end-pause').click();
		await expect(desk.getByTestId('usual')).toBeVisible();
		await page.reload();
		await expect(page.getByTestId('kitchen-paused')).toHaveCount(0);
	});
}

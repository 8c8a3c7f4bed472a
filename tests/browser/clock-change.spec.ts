import type { BasketQuote } from '#domain/wire/contract.ts';
import { Manager, Tracking } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';

/** The night of 31 October 2027, in which 02:00 to 03:00 comes twice in Paris: both read apart everywhere. */

const SUMMER = '2027-10-31T00:15:00Z';
const WINTER = '2027-10-31T01:15:00Z';
const WORDS = {
	fr: { summer: /2[\s:h\u00a0]+15 \(heure d’été\)/, winter: /2[\s:h\u00a0]+15 \(heure d’hiver\)/ },
	en: { summer: /2:15 \(summer time\)/, winter: /2:15 \(winter time\)/ }
} as const;

async function promisedFor(house: House, at: string) {
	const { order, token } = await house.place({ fulfilment: 'collection', address: undefined });
	await house.db.query('update orders set promised_at = $2, wanted_at = $2 where id = $1', [
		order.id,
		at
	]);
	return { id: order.id, token };
}

for (const language of ['fr', 'en'] as const) {
	const words = WORDS[language];

	test(`tracking page, kitchen and desk tell the two apart (${language})`, async ({
		house,
		people
	}) => {
		const orders = {
			summer: await promisedFor(house, SUMMER),
			winter: await promisedFor(house, WINTER)
		};
		for (const { id } of Object.values(orders)) await house.act('cook', id, 'accept', 'start');
		const kitchen = await people.comes('cook', {
			language,
			viewport: { width: 1920, height: 1080 }
		});
		await kitchen.goto('/kitchen/gare');
		const desk = new Manager(await people.comes('manager', { language }));

		for (const season of ['summer', 'winter'] as const) {
			const { id, token } = orders[season];
			const page = await people.comes('anybody', { language });
			await new Tracking(page).of(token);
			await expect(page.getByTestId('promise')).toContainText(words[season]);
			const ticket = kitchen.locator(`[data-order-id="${id}"]`);
			await expect(ticket.getByTestId('promise')).toContainText(words[season]);
			await expect(ticket.getByTestId('scheduled')).toContainText(words[season]);
			await desk.open(`/manage/gare?order=${id}`);
			const panel = desk.page.getByTestId('order-panel');
			await expect(panel.getByTestId('promise')).toContainText(words[season]);
		}
	});

	test(`the checkout offers each quarter hour under a name of its own (${language})`, async ({
		people
	}) => {
		const page = await people.comes('anybody', { language });
		const value = encodeURIComponent(
			JSON.stringify([{ product: 'margherita', size: 'm', quantity: 2 }])
		);
		await page.goto('/gare');
		const { hostname } = new URL(page.url());
		await page.context().addCookies([{ name: 'basket', value, domain: hostname, path: '/gare' }]);
		const first = Date.parse('2027-10-31T00:00:00Z');
		await page.route('**/api/quote', async (route) => {
			const answer = await route.fetch();
			const quote = (await answer.json()) as BasketQuote;
			quote.way.slots = Array.from({ length: 9 }, (_, at) => ({
				from: new Date(first + (at - 1) * 900_000).toISOString(),
				to: new Date(first + at * 900_000).toISOString()
			}));
			await route.fulfill({ response: answer, json: quote });
		});
		await page.goto('/gare/checkout');
		await expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');
		await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await page.locator('[name="fulfilment"][value="collection"]').check();
		await page.locator('[name="collectionWhen"][value="later"]').check();

		const options = page.getByTestId('slot-collection').locator('option');
		await expect(options).toHaveCount(9);
		const texts = (await options.allTextContents()).map((text) => text.trim());
		expect(new Set(texts).size).toBe(9);
		expect(texts[1]).toMatch(words.summer);
		expect(texts[5]).toMatch(words.winter);
		expect(texts[8]).not.toMatch(/\(/);
	});
}

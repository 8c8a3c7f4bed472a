import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { Shopper, Tracking } from '../support/pages/pages.ts';
import type { House, Language } from './house.ts';
import { expect, payBy, PHONE, test } from './paying.ts';
import { fits } from './scene.ts';

const LINES = [
	{ product: 'reine', size: 'm', quantity: 2 },
	{ product: 'margherita', size: 'l', quantity: 1 }
];
const WORDS = {
	fr: {
		discount: 'Remise (',
		dearer: 'de plus que ce qui est payé',
		less: 'seuls',
		more: 'de plus à payer à la remise',
		minimum: 'n’atteint pas le minimum de ce code promo'
	},
	en: {
		discount: 'Discount (',
		dearer: 'more than what is paid',
		less: 'will be taken from your online payment',
		more: 'more to pay on handover',
		minimum: 'below the minimum of this promo code'
	}
} as const;

/** A promotion code of `gare`, added by SQL as psql would. */
async function aCode(house: House, minimumMinor = 0): Promise<string> {
	const code = `PANEL-${randomUUID().slice(0, 8).toUpperCase()}`;
	await house.db.query(
		`insert into promo_code (shop_id, code, kind, value, minimum_minor, created_by)
			values ('gare', $1, 'percent', 20, $2, 'test')`,
		[code, minimumMinor]
	);
	return code;
}

/** An amount in minor units, as a page shows it. */
const minorIn = (text: string) => Number(/(\d+)[.,](\d\d)/.exec(text)?.slice(1).join('') ?? NaN);
const totalOf = async (house: House, order: string) =>
	(
		await house.db.query<{ total: number }>(
			'select total_minor as total from orders where id = $1',
			[order]
		)
	).rows[0]?.total;

async function beginChange(page: Page, token: string): Promise<Shopper> {
	const shopper = new Shopper(page);
	await new Tracking(page).of(token);
	await page.getByTestId('change-order').click();
	await page.waitForURL('**/gare**');
	await shopper.menuIsReady();
	return shopper;
}

const picture = async (page: Page, name: string) => {
	for (const [width, height] of [
		[1280, 900],
		[390, 844]
	] as const) {
		await page.setViewportSize({ width, height });
		await fits(page, `${name} at ${width}`);
		await page
			.getByTestId('change-money')
			.or(page.getByTestId('change-obstacle'))
			.scrollIntoViewIfNeeded();
		await page.screenshot({ path: `test-results/screens/${name}-${width}.png` });
	}
};

const fewer = (shopper: Shopper) =>
	shopper.basketLines.first().locator('button[name="quantity"]').first().click();

for (const language of ['fr', 'en'] as Language[]) {
	const words = WORDS[language];

	test(`a change shows what is charged, with the code of the order (${language})`, async ({
		house,
		people
	}) => {
		const code = await aCode(house, 3200);
		const { order, token } = await house.place({ lines: LINES, code });
		const page = await people.comes('anybody', { language, viewport: PHONE });
		const shopper = await beginChange(page, token);
		const total = page.getByTestId('change-total');
		await expect.poll(async () => minorIn(await total.innerText())).toBe(order.total);
		await expect(page.getByTestId('basket')).toContainText(`${words.discount}${code})`);

		// Less than the code asks for has no price.
		await fewer(shopper);
		await expect(page.getByTestId('change-obstacle')).toContainText(words.minimum);
		await expect(page.getByTestId('save-change')).toBeDisabled();
		await expect(total).toHaveCount(0);
		await picture(page, `changing-minimum-${language}`);

		await page.goto('/gare');
		await shopper.menuIsReady();
		for (let pieces = 1; pieces <= 3; pieces++) await shopper.add('tiramisu');
		await page.getByTestId('basket-bar').click();
		await expect(page.getByTestId('change-money')).toContainText(words.more);
		const shown = minorIn(await total.innerText());
		await picture(page, `changing-code-${language}`);
		await page.getByTestId('save-change').click();
		await page.waitForURL(`**/track/${token}#lines`);
		expect(await totalOf(house, order.id)).toBe(shown);
		expect(shown).toBeGreaterThan(order.total);
	});

	test(`a change of a paid order is refused when dearer, and takes less when cheaper (${language})`, async ({
		house,
		people,
		till
	}) => {
		const name = `Change Payé ${language}`;
		const { order, token } = await house.place({
			customer: { name, phone: '+33639980122' },
			lines: LINES,
			code: await aCode(house),
			payment: { method: 'card' }
		});
		const page = await people.comes('anybody', { language, viewport: PHONE });
		await page.goto(`/track/${token}/pay`);
		await payBy(page, 'pm_card_visa');
		await page.waitForURL(/\/track\/[\w-]+$/);
		await till.isOnce(name, 'authorised');

		const shopper = await beginChange(page, token);
		await page.goto('/gare');
		await shopper.menuIsReady();
		await shopper.add('tiramisu');
		await page.getByTestId('basket-bar').click();
		await expect(page.getByTestId('change-obstacle')).toContainText(words.dearer);
		await expect(page.getByTestId('save-change')).toBeDisabled();
		await picture(page, `changing-dearer-${language}`);

		await fewer(shopper);
		await expect(page.getByTestId('change-money')).toContainText(words.less);
		const shown = minorIn(await page.getByTestId('change-total').innerText());
		await picture(page, `changing-less-${language}`);
		await page.getByTestId('save-change').click();
		await page.waitForURL(`**/track/${token}#lines`);
		await house.act('cook', order.id, 'accept');
		await expect.poll(async () => (await till.paymentsOf(order.id))[0]?.capturedMinor).toBe(shown);
		expect(shown).toBeLessThan(order.total);
	});
}

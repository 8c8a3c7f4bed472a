import { Manager } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import type { Language } from './house.ts';

const WORDS = {
	fr: { hint: 'les 90 derniers jours', none: 'Aucune commande pour' },
	en: { hint: 'the last 90 days', none: 'No order for' }
} as const;
const WIDE = { width: 1440, height: 900 };

for (const language of ['fr', 'en'] as const satisfies readonly Language[])
	test(`a finished order is found from the desk by keyboard (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const customer = { name: `Solange Apte-${language}`, phone: '+33639980412' };
		const { order } = await house.place({ customer });
		await house.act('manager', order.id, 'cancel');
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.at('gare');

		await desk.page.keyboard.press('/');
		await expect(desk.page.getByTestId('desk-search')).toBeFocused();
		await desk.page.keyboard.type(`apte-${language}`);
		await desk.page.keyboard.press('Enter');
		const row = desk.page.getByTestId('found');
		await expect(row).toHaveCount(1);
		await expect(row).toHaveAttribute('data-order-id', order.id);
		await expect(row).toContainText(customer.name);
		await expect(desk.page.locator('main')).toContainText(words.hint);

		await row.getByRole('link').first().click();
		await expect(desk.page.getByTestId('timeline').getByTestId('event').last()).toHaveAttribute(
			'data-action',
			/cancel|change/
		);

		await desk.page.goto('/manage/gare/history?q=xyz-unknown');
		await expect(desk.page.locator('main')).toContainText(words.none);
		await desk.page.goto('/manage/gare/history');
		await expect(desk.page.locator(`[data-order-id="${order.id}"]`)).toBeVisible();
		await desk.page.getByTestId('day-before').click();
		await expect(desk.page.getByTestId('day-after')).toBeVisible();
	});

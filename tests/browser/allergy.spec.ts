import type { Page } from '@playwright/test';
import { Shopper } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';

/** What a customer says at the checkout about what they cannot eat. */

const kept = async (house: House) => {
	const { rows } = await house.db.query<{ allergy: unknown }>(
		'select allergy from customer order by created_at desc limit 1'
	);
	return rows[0]?.allergy;
};

async function withBasket(page: Page): Promise<Shopper> {
	const shopper = new Shopper(page);
	await shopper.chooseShop('gare');
	await shopper.add('norvegienne');
	await shopper.add('margherita');
	await shopper.fillIn({ name: 'Zoé', phone: '0639980113', street: '3 rue des Tanneurs' });
	return shopper;
}

for (const { language, conflict } of [
	{ language: 'fr', conflict: /Norvégienne contient ce que vous évitez \(poisson\)/ },
	{ language: 'en', conflict: /Norwegian.* contains what you avoid \(fish\)/ }
] as const)
	test(`an allergy is asked for, its conflicts are told before ordering, and it is kept (${language})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('anybody', { language });
		const shopper = await withBasket(page);
		const asked = page.getByTestId('allergies');
		const found = page.getByTestId('allergy-conflict');

		await asked.locator('summary').click();
		await asked.locator('[value="mustard"]').check();
		await expect(found).toHaveCount(0);
		await asked.locator('[value="fish"]').check();
		await expect(found).toContainText(conflict);
		await asked.locator('[value="no_traces"]').check();
		await asked.locator('#allergy-other').fill('kiwi');
		await shopper.placeOrder();

		expect(await kept(house)).toEqual({
			allergens: ['fish', 'mustard'],
			severity: 'no_traces',
			other: 'kiwi'
		});
	});

test('nothing is kept of a customer who says nothing, whatever the note speaks of', async ({
	house,
	people
}) => {
	const page = await people.comes('anybody');
	const shopper = await withBasket(page);
	await page.locator('[name="note"]').fill('Pas d’allergie, merci');

	await shopper.placeOrder();

	expect(await kept(house)).toBeNull();
});

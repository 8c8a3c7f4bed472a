import { LAZY_CHUNKS, Shopper, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';

const WORDS = {
	fr: {
		change: 'Modifier la commande',
		noAnswer: 'Pas de réponse',
		removed: /2 ×.*Annulée/s,
		added: /1 ×.*Ajoutée/s
	},
	en: {
		change: 'Change the order',
		noAnswer: 'No answer',
		removed: /2 ×.*Removed/s,
		added: /1 ×.*Added/s
	}
} as const;

for (const language of ['fr', 'en'] as const)
	test(`a customer takes one pizza less, and the page follows (${language})`, async ({
		house,
		people
	}) => {
		const words = WORDS[language];
		const { order, token } = await house.place({
			lines: [
				{ product: 'reine', size: 'm', quantity: 2 },
				{ product: 'margherita', size: 'l', quantity: 1 }
			]
		});
		const page = await people.comes('anybody', { language });
		const tracking = await new Tracking(page).of(token);
		const card = tracking.order(order.id);
		const button = page.getByTestId('change-order');
		await expect(button).toHaveText(words.change);

		// The dialog is a lazy chunk; if the network fails at that moment, the page says so and retries.
		await page.route(LAZY_CHUNKS, (route) => route.abort());
		await tracking.cancelButton.click();
		await expect(tracking.fault).toContainText(words.noAnswer);
		await expect(page.getByTestId('dialog')).toHaveCount(0);
		await page.unrouteAll();

		await button.click();
		const shopper = new Shopper(page);
		await shopper.menuIsReady();
		const fewer = shopper.basketLines.first().locator('button[name="quantity"]').first();
		await fewer.click();
		await page.getByTestId('save-change').click();
		await page.waitForURL(`**/track/${token}#lines`);
		await expect(card.getByTestId('line')).toHaveText([words.removed, /1 ×/, words.added]);

		const { rows } = await house.db.query(
			`select product_id, quantity from order_line where order_id = $1 and voided_at is null
				order by product_id`,
			[order.id]
		);
		expect(rows).toEqual([
			{ product_id: 'margherita', quantity: 1 },
			{ product_id: 'reine', quantity: 1 }
		]);
	});
